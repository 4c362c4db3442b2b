using System.Globalization;
using DocumentSearch.Configuration;
using DocumentSearch.Dependencies;
using DocumentSearch.Documents;
using DocumentSearch.Metrics;
using DocumentSearch.Queue;
using DocumentSearch.Storage;

namespace DocumentSearch.Commands;

/// <summary><c>dead-jobs</c>: shows, requeues and removes jobs that were given up; for operators without a client of the API.</summary>
internal static class DeadJobsCommand
{
    private const int PageLength = 100;

    /// <summary>What to do with the jobs.</summary>
    public enum Act
    {
        /// <summary>Print them.</summary>
        List,

        /// <summary>Put them back into their queues.</summary>
        Requeue,

        /// <summary>Remove them for good.</summary>
        Remove,
    }

    /// <returns>0, or 1 when a job was not there or could not be requeued.</returns>
    public static async Task<int> RunAsync(ServiceSettings settings, Act act, IReadOnlyList<DeadJobId> ids, CancellationToken cancellation)
    {
        await using var database = new Database(
            settings.Database with { MaxConnections = 2 }, new ServiceMetrics(), new DependencyGuard(Dependency.Database, TimeProvider.System));
        using var redis = new RedisConnection(settings.Redis);
        await redis.StartAsync(cancellation);
        var jobs = new DeadJobs(new JobBroker(redis, TimeProvider.System), new ProcessingRepository(database));
        try
        {
            if (act == Act.List)
                return await ListAsync(jobs);
            var failed = 0;
            foreach (var id in ids.Count > 0 ? ids : await AllAsync(jobs))
                failed += await DoAsync(jobs, act, id, cancellation) ? 0 : 1;
            return failed == 0 ? 0 : 1;
        }
        catch (Exception exception) when (RedisConnection.IsUnavailable(exception))
        {
            throw new InvalidOperationException($"Redis does not answer ({exception.GetType().Name}); try again when it does.", exception);
        }
    }

    private static async Task<int> ListAsync(DeadJobs jobs)
    {
        var found = 0;
        foreach (var queue in QueueName.Every)
        {
            string? before = null;
            while (await jobs.ListAsync(queue, before, PageLength) is { Count: > 0 } page)
            {
                foreach (var job in page)
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{job.Id}  {job.DiedAt:yyyy-MM-ddTHH:mm:ssZ}  {job.Job}  {job.Attempts} attempts  {OneLine(job.Reason)}"));
                found += page.Count;
                before = page[^1].Id[(queue.Length + 1)..];
            }
        }

        Console.Error.WriteLine(found == 0 ? "There are no dead jobs." : $"{found} dead jobs.");
        return 0;
    }

    private static async Task<bool> DoAsync(DeadJobs jobs, Act act, DeadJobId id, CancellationToken cancellation)
    {
        var (done, told) = act == Act.Remove
            ? await jobs.RemoveAsync(id) ? (true, "removed") : (false, "is not there (any more)")
            : await jobs.RequeueAsync(id, cancellation) switch
            {
                RequeueOutcome.Requeued => (true, "requeued"),
                RequeueOutcome.Superseded => (false, "stays: the same bytes were uploaded again meanwhile; remove it"),
                _ => (false, "is not there (any more)"),
            };
        await (done ? Console.Out : Console.Error).WriteLineAsync($"{id} {told}");
        return done;
    }

    // Read before anything is done: what dies again meanwhile is left for the next time.
    private static async Task<IReadOnlyList<DeadJobId>> AllAsync(DeadJobs jobs)
    {
        var all = new List<DeadJobId>();
        foreach (var queue in QueueName.Every)
        {
            string? before = null;
            while (await jobs.ListAsync(queue, before, PageLength) is { Count: > 0 } page)
            {
                foreach (var job in page)
                {
                    before = job.Id[(queue.Length + 1)..];
                    all.Add(new DeadJobId(queue, before));
                }
            }
        }

        return all;
    }

    // What an attempt ended with may hold anything; a terminal gets one line of text.
    private static string OneLine(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
}
