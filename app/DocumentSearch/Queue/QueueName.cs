namespace DocumentSearch.Queue;

/// <summary>The queues of the service.</summary>
public static class QueueName
{
    /// <summary>Reading and embedding documents.</summary>
    public const string DocumentProcessing = "document_processing";

    /// <summary>Removing files and old vectors.</summary>
    public const string CleanupTasks = "cleanup_tasks";

    /// <summary>Every queue.</summary>
    public static IReadOnlyList<string> Every { get; } = [DocumentProcessing, CleanupTasks];
}
