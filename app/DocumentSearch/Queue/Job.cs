namespace DocumentSearch.Queue;

/// <summary>What a job asks for.</summary>
public enum JobKind
{
    /// <summary>Read a document and make it findable.</summary>
    Process,

    /// <summary>Embed a ready document again with the active model.</summary>
    Reembed,

    /// <summary>Remove the uploaded file of a document.</summary>
    DeleteFile,

    /// <summary>Remove what nobody needs any more: files without a document, vectors of former models, consumers that are gone.</summary>
    Purge,
}

/// <summary>A unit of work. Two jobs with the same name are the same job and are queued once.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Document">On which document; empty for <see cref="JobKind.Purge"/>.</param>
public readonly record struct Job(JobKind Kind, Guid Document)
{
    /// <summary>Name in the queue, such as <c>process:0197…</c>.</summary>
    public string Name => Kind switch
    {
        JobKind.Process => $"process:{Document:D}",
        JobKind.Reembed => $"reembed:{Document:D}",
        JobKind.DeleteFile => $"delete-file:{Document:D}",
        _ => "purge",
    };

    /// <summary>The queue it belongs to.</summary>
    public string Queue => Kind is JobKind.Process or JobKind.Reembed ? QueueName.DocumentProcessing : QueueName.CleanupTasks;

    /// <summary>Reads a name; false for one this version does not know.</summary>
    public static bool TryParse(string name, out Job job)
    {
        ArgumentNullException.ThrowIfNull(name);
        job = default;
        if (name == "purge")
        {
            job = new Job(JobKind.Purge, Guid.Empty);
            return true;
        }

        var separator = name.IndexOf(':', StringComparison.Ordinal);
        if (separator < 0 || !Guid.TryParse(name.AsSpan(separator + 1), out var document))
            return false;
        JobKind? kind = name[..separator] switch
        {
            "process" => JobKind.Process,
            "reembed" => JobKind.Reembed,
            "delete-file" => JobKind.DeleteFile,
            _ => null,
        };
        if (kind is null)
            return false;
        job = new Job(kind.Value, document);
        return true;
    }
}

/// <summary>A job as a worker received it.</summary>
/// <param name="Queue">Where from.</param>
/// <param name="Entry">Its entry in the stream.</param>
/// <param name="Name">Name of the job.</param>
/// <param name="Attempt">1 for the first attempt.</param>
/// <param name="Since">When it was queued first, in milliseconds since the epoch.</param>
public sealed record Delivery(string Queue, string Entry, string Name, int Attempt, long Since);
