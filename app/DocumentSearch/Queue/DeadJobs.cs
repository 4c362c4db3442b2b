using DocumentSearch.Documents;

namespace DocumentSearch.Queue;

/// <summary>What became of a dead job that was to be requeued.</summary>
public enum RequeueOutcome
{
    /// <summary>It is in its queue again.</summary>
    Requeued,

    /// <summary>There is no such dead job (any more).</summary>
    NotFound,

    /// <summary>The same bytes were uploaded again meanwhile: the job has nothing left to do, and can be removed.</summary>
    Superseded,
}

/// <summary>Shows, requeues and removes jobs that were given up.</summary>
public sealed class DeadJobs(JobBroker queue, ProcessingRepository documents)
{
    /// <summary>Dead jobs of a queue, the newest first.</summary>
    public Task<IReadOnlyList<DeadJob>> ListAsync(string name, string? before, int limit) => queue.DeadAsync(name, before, limit);

    /// <summary>Puts a job back into its queue, its document included.</summary>
    public async Task<RequeueOutcome> RequeueAsync(DeadJobId id, CancellationToken cancellation)
    {
        if (await queue.FindDeadAsync(id) is not { } dead)
            return RequeueOutcome.NotFound;
        // The document first: from then on the sweeper queues it, whatever happens to the job.
        if (Job.TryParse(dead.Job, out var job) && job.Kind == JobKind.Process && !await documents.ReviveAsync(job.Document, cancellation))
            return RequeueOutcome.Superseded;
        await queue.RequeueAsync(id);
        return RequeueOutcome.Requeued;
    }

    /// <summary>Removes a job for good; its document stays failed.</summary>
    /// <returns>False when there is no such dead job.</returns>
    public Task<bool> RemoveAsync(DeadJobId id) => queue.RemoveDeadAsync(id);
}
