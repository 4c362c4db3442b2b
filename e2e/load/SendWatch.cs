using System.Diagnostics.Tracing;

namespace Infra.EndToEnd.Load;

/// <summary>Whether a request ever left. A connection may end between the moment a request is given to it and the moment it would be written; the
/// client then fails the request instead of using another connection, though no server has seen it. What was not sent may be sent again, for
/// HTTP/2 too (RFC 9113, section 8.7); what was sent must be answered.</summary>
public sealed class SendWatch : EventListener
{
    private static readonly AsyncLocal<Attempt?> Current = new();

    /// <summary>Begins an attempt; the request that is made next, in the same flow, belongs to it.</summary>
    public static Attempt Begin() => Current.Value = new Attempt();

    /// <inheritdoc />
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "System.Net.Http")
            EnableEvents(eventSource, EventLevel.Informational);
    }

    /// <inheritdoc />
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // Written in the flow of the request, once its headers have gone to the connection.
        if (eventData.EventName == "RequestHeadersStop" && Current.Value is { } attempt)
            attempt.Sent = true;
    }

    /// <summary>One attempt at a request.</summary>
    public sealed class Attempt
    {
        private volatile bool _sent;

        /// <summary>True once the request's headers have gone to a connection.</summary>
        public bool Sent
        {
            get => _sent;
            set => _sent = value;
        }
    }
}
