using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace Infra.EndToEnd.Load;

/// <summary>How far a request came. A connection may end between the moment a request is given to it and the moment it would be written; the
/// client then fails the request instead of using another connection, though no server has seen it. What was not sent may be sent again, for
/// HTTP/2 too (RFC 9113, section 8.7). What was sent must be answered, but on a persistent connection of HTTP/1.1 that the server ended while the
/// request was on its way: there every browser asks again (RFC 9112, section 9.3.1).</summary>
public sealed class RequestWatch : EventListener
{
    private static readonly AsyncLocal<Attempt?> Current = new();
    private static readonly ConcurrentDictionary<long, bool> Answered = new();

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
        // Written in the flow of the request, before and after its headers have gone to a connection.
        if (Current.Value is not { } attempt)
            return;
        if (eventData.EventName == "RequestHeadersStart" && eventData.Payload is [long connection, ..])
            attempt.Connection = connection;
        else if (eventData.EventName == "RequestHeadersStop")
            attempt.Sent = true;
        else if (eventData.EventName == "ResponseHeadersStop")
            attempt.Begun = true;
    }

    /// <summary>One attempt at a request.</summary>
    public sealed class Attempt
    {
        private volatile bool _sent;
        private volatile bool _begun;
        private long _connection = -1;

        /// <summary>True once the request's headers have gone to a connection.</summary>
        public bool Sent
        {
            get => _sent;
            set => _sent = value;
        }

        /// <summary>True once the headers of an answer have come.</summary>
        public bool Begun
        {
            get => _begun;
            set => _begun = value;
        }

        /// <summary>Number of the connection that the request was given to, -1 before that.</summary>
        public long Connection
        {
            get => Volatile.Read(ref _connection);
            set => Volatile.Write(ref _connection, value);
        }

        /// <summary>True where the connection has answered a request before this one.</summary>
        public bool WasPersistent => Answered.ContainsKey(Connection);

        /// <summary>The request was answered.</summary>
        public void Succeed() => Answered[Connection] = true;
    }
}
