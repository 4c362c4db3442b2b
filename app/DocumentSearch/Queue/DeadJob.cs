using System.Globalization;

namespace DocumentSearch.Queue;

/// <summary>A job that was given up.</summary>
/// <param name="Id">Where it is: <c>QUEUE/ENTRY</c>, such as <c>document_processing/1767225600000-0</c>.</param>
/// <param name="Job">Name of the job, such as <c>process:</c> with the identifier of the document.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="QueuedAt">When it was queued first.</param>
/// <param name="DiedAt">When it was given up.</param>
/// <param name="Reason">What the last attempt ended with.</param>
public sealed record DeadJob(string Id, string Job, int Attempts, DateTimeOffset QueuedAt, DateTimeOffset DiedAt, string Reason);

/// <summary>Where a dead job is.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Entry">Its entry among the dead letters of the queue.</param>
public readonly record struct DeadJobId(string Queue, string Entry)
{
    /// <summary>Reads <c>QUEUE/ENTRY</c>; false when it cannot be one.</summary>
    public static bool TryParse(string text, out DeadJobId id)
    {
        ArgumentNullException.ThrowIfNull(text);
        var separator = text.IndexOf('/', StringComparison.Ordinal);
        id = separator < 0 ? default : new DeadJobId(text[..separator], text[(separator + 1)..]);
        return separator > 0 && id.IsValid;
    }

    /// <summary>True when there is such a queue and the entry has the form of one.</summary>
    public bool IsValid
    {
        get
        {
            var parts = (Entry ?? "").Split('-');
            return QueueName.Every.Contains(Queue)
                && parts.Length == 2
                && parts.All(part => ulong.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        }
    }

    /// <inheritdoc />
    public override string ToString() => $"{Queue}/{Entry}";
}
