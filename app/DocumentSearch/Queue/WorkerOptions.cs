namespace DocumentSearch.Queue;

/// <summary>What a worker process works on.</summary>
/// <param name="Name">Name of the consumer; unique among the workers that run at the same time.</param>
/// <param name="Queues">Queues it takes jobs from.</param>
public sealed record WorkerOptions(string Name, IReadOnlyList<string> Queues);
