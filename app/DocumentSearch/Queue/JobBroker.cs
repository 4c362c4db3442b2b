using System.Globalization;
using DocumentSearch.Storage;
using StackExchange.Redis;

namespace DocumentSearch.Queue;

/// <summary>What a queue looks like from outside.</summary>
/// <param name="Name">The queue.</param>
/// <param name="Waiting">Jobs waiting or in work.</param>
/// <param name="Delayed">Jobs set aside for a retry.</param>
/// <param name="Dead">Dead letters.</param>
/// <param name="OldestSeconds">Age of the oldest unfinished job, those set aside included.</param>
/// <param name="Consumers">Workers that asked for work within the last minute.</param>
public sealed record QueueState(string Name, long Waiting, long Delayed, long Dead, double OldestSeconds, int Consumers);

/// <summary>
/// Jobs in Redis streams, one a queue, read by one consumer group. Every change of a job is one script, so that a crash
/// leaves it either where it was or where it should be. Deliveries are at least once: handlers are idempotent.
/// </summary>
public sealed class JobBroker(RedisConnection redis, TimeProvider clock)
{
    private const string Group = "workers";
    private const int PromotedAtOnce = 100;

    // Of the jobs set aside those that are due next are looked at; a job that waits for long has been set aside often.
    private const int MostDelayedSeen = 200;

    private static readonly string EnqueueScript = ReadScript("enqueue");
    private static readonly string CompleteScript = ReadScript("complete");
    private static readonly string DelayScript = ReadScript("delay");
    private static readonly string PromoteScript = ReadScript("promote");
    private static readonly string BuryScript = ReadScript("bury");
    private static readonly string RequeueScript = ReadScript("requeue");

    /// <summary>Channel on which workers hear of new jobs; a message lost costs them a second.</summary>
    public const string WakeChannel = "jobs:wake";

    /// <summary>Adds a job unless it is there already.</summary>
    /// <returns>True when it was added.</returns>
    public async Task<bool> EnqueueAsync(Job job)
    {
        var added = await redis.AskAsync(database => database.ScriptEvaluateAsync(
            EnqueueScript,
            [Stream(job.Queue), Index(job.Queue), Delayed(job.Queue)],
            [job.Name, 1, Now()]));
        if ((long)added == 0)
            return false;
        await redis.PublishAsync(WakeChannel, job.Queue);
        return true;
    }

    /// <summary>Makes sure the consumer group exists; Redis may have lost it.</summary>
    public async Task CreateGroupAsync(string queue)
    {
        try
        {
            await redis.AskAsync(database => database.ExecuteAsync("XGROUP", "CREATE", (RedisKey)Stream(queue), Group, "0", "MKSTREAM"));
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal))
        {
            // It is there.
        }
    }

    /// <summary>Takes the next job for a worker, or null when there is none.</summary>
    public async Task<Delivery?> TakeAsync(string queue, string consumer)
    {
        try
        {
            var answer = await redis.AskAsync(database => database.ExecuteAsync("XREADGROUP", "GROUP", Group, consumer, "COUNT", 1, "STREAMS", (RedisKey)Stream(queue), ">"));
            if (answer.IsNull)
                return null;
            var entries = (RedisResult[])((RedisResult[])((RedisResult[])answer!)[0]!)[1]!;
            return entries.Length == 0 ? null : Read(queue, entries[0]);
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("NOGROUP", StringComparison.Ordinal))
        {
            await CreateGroupAsync(queue);
            return null;
        }
    }

    /// <summary>Takes over jobs whose worker has not renewed them for the length of a lease.</summary>
    public async Task<IReadOnlyList<Delivery>> ReclaimAsync(string queue, string consumer, TimeSpan lease, int most)
    {
        try
        {
            var answer = (RedisResult[])(await redis.AskAsync(database => database.ExecuteAsync(
                "XAUTOCLAIM", (RedisKey)Stream(queue), Group, consumer, (long)lease.TotalMilliseconds, "0-0", "COUNT", most)))!;
            return ((RedisResult[])answer[1]!).Where(entry => !entry.IsNull).Select(entry => Read(queue, entry)).OfType<Delivery>().ToList();
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("NOGROUP", StringComparison.Ordinal))
        {
            await CreateGroupAsync(queue);
            return [];
        }
    }

    /// <summary>Tells the others that a job is still in work.</summary>
    public async Task RenewAsync(Delivery delivery, string consumer)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        await redis.AskAsync(database => database.ExecuteAsync("XCLAIM", (RedisKey)Stream(delivery.Queue), Group, consumer, 0, delivery.Entry, "JUSTID"));
    }

    /// <summary>Removes a finished job.</summary>
    public async Task CompleteAsync(Delivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        await redis.AskAsync(database => database.ScriptEvaluateAsync(CompleteScript, [Stream(delivery.Queue), Index(delivery.Queue)], [Group, delivery.Entry, delivery.Name]));
    }

    /// <summary>Sets a job aside.</summary>
    /// <param name="delivery">The job.</param>
    /// <param name="attempt">The number its next attempt has; the same as before when this one does not count.</param>
    /// <param name="pause">How long.</param>
    public async Task DelayAsync(Delivery delivery, int attempt, TimeSpan pause)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        await redis.AskAsync(database => database.ScriptEvaluateAsync(
            DelayScript,
            [Stream(delivery.Queue), Index(delivery.Queue), Delayed(delivery.Queue)],
            [Group, delivery.Entry, delivery.Name, attempt, delivery.Since, Now() + (long)pause.TotalMilliseconds]));
    }

    /// <summary>Moves a job to the dead letters.</summary>
    public async Task BuryAsync(Delivery delivery, string reason)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        await redis.AskAsync(database => database.ScriptEvaluateAsync(
            BuryScript,
            [Stream(delivery.Queue), Index(delivery.Queue), Dead(delivery.Queue)],
            [Group, delivery.Entry, delivery.Name, delivery.Attempt, delivery.Since, reason]));
    }

    /// <summary>Dead letters of a queue, the newest first.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="before">Entry that the answer begins after; null for the newest.</param>
    /// <param name="limit">How many at the most.</param>
    public async Task<IReadOnlyList<DeadJob>> DeadAsync(string queue, string? before, int limit)
    {
        var entries = (RedisResult[])(await redis.AskAsync(database => database.ExecuteAsync(
            "XREVRANGE", (RedisKey)Dead(queue), before is null ? "+" : $"({before}", "-", "COUNT", limit)))!;
        return entries.Select(entry => ReadDead(queue, entry)).ToList();
    }

    /// <summary>One dead letter; null when there is none of this entry.</summary>
    public async Task<DeadJob?> FindDeadAsync(DeadJobId id)
    {
        var entries = (RedisResult[])(await redis.AskAsync(database => database.ExecuteAsync("XRANGE", (RedisKey)Dead(id.Queue), id.Entry, id.Entry)))!;
        return entries.Length == 0 ? null : ReadDead(id.Queue, entries[0]);
    }

    /// <summary>Moves a dead letter back into its queue as a new job with all its attempts.</summary>
    /// <returns>False when there is no such letter.</returns>
    public async Task<bool> RequeueAsync(DeadJobId id)
    {
        var job = await redis.AskAsync(database => database.ScriptEvaluateAsync(
            RequeueScript, [Stream(id.Queue), Index(id.Queue), Delayed(id.Queue), Dead(id.Queue)], [id.Entry, Now()]));
        if (job.IsNull)
            return false;
        await redis.PublishAsync(WakeChannel, id.Queue);
        return true;
    }

    /// <summary>Removes a dead letter for good.</summary>
    /// <returns>False when there is no such letter.</returns>
    public async Task<bool> RemoveDeadAsync(DeadJobId id)
        => (long)await redis.AskAsync(database => database.ExecuteAsync("XDEL", (RedisKey)Dead(id.Queue), id.Entry)) == 1;

    /// <summary>Moves jobs whose pause is over back into their queue.</summary>
    public async Task<long> PromoteAsync(string queue)
        => (long)await redis.AskAsync(database => database.ScriptEvaluateAsync(PromoteScript, [Stream(queue), Index(queue), Delayed(queue)], [Now(), PromotedAtOnce]));

    /// <summary>Forgets workers that hold nothing and have not been heard of for a day.</summary>
    public async Task ForgetConsumersAsync(string queue)
    {
        foreach (var (name, pending, idle) in await ConsumersAsync(queue))
        {
            if (pending == 0 && idle > TimeSpan.FromDays(1))
                await redis.AskAsync(database => database.ExecuteAsync("XGROUP", "DELCONSUMER", (RedisKey)Stream(queue), Group, name));
        }
    }

    /// <summary>The state of a queue.</summary>
    public async Task<QueueState> StateAsync(string queue)
    {
        // Sent together; the client pipelines them.
        var waiting = redis.AskAsync(database => database.ExecuteAsync("XLEN", (RedisKey)Stream(queue)));
        var delayed = redis.AskAsync(database => database.SortedSetLengthAsync(Delayed(queue)));
        var dead = redis.AskAsync(database => database.ExecuteAsync("XLEN", (RedisKey)Dead(queue)));
        var first = redis.AskAsync(database => database.ExecuteAsync("XRANGE", (RedisKey)Stream(queue), "-", "+", "COUNT", 1));
        var consumers = ConsumersAsync(queue);
        var aside = DelayedSinceAsync(queue);
        await Task.WhenAll(waiting, delayed, dead, first, consumers, aside);

        var since = await aside ?? long.MaxValue;
        if ((RedisResult[])(await first)! is { Length: > 0 } entries && Read(queue, entries[0]) is { } delivery)
            since = Math.Min(since, delivery.Since);
        var oldest = since == long.MaxValue ? 0 : Math.Max(0, (Now() - since) / 1_000d);
        var alive = (await consumers).Count(consumer => consumer.Idle < TimeSpan.FromMinutes(1));
        return new QueueState(queue, (long)await waiting, await delayed, (long)await dead, oldest, alive);
    }

    private static string ReadScript(string name)
    {
        using var reader = new StreamReader(typeof(JobBroker).Assembly.GetManifestResourceStream($"Queue/{name}.lua")!);
        return reader.ReadToEnd();
    }

    // The braces keep the keys of a queue in one slot of a Redis cluster.
    private static string Stream(string queue) => $"jobs:{{{queue}}}:stream";

    private static string Index(string queue) => $"jobs:{{{queue}}}:index";

    private static string Delayed(string queue) => $"jobs:{{{queue}}}:delayed";

    private static string Dead(string queue) => $"jobs:{{{queue}}}:dead";

    private static Delivery? Read(string queue, RedisResult entry)
    {
        var parts = (RedisResult[])entry!;
        if (parts[1].IsNull)
            return null;
        var values = Fields(parts[1]);
        return new Delivery(queue, (string)parts[0]!, values.GetValueOrDefault("job", ""), Attempt(values), Since(values));
    }

    private static DeadJob ReadDead(string queue, RedisResult entry)
    {
        var parts = (RedisResult[])entry!;
        var id = new DeadJobId(queue, (string)parts[0]!);
        var values = Fields(parts[1]);
        return new DeadJob(
            id.ToString(),
            values.GetValueOrDefault("job", ""),
            Attempt(values),
            DateTimeOffset.FromUnixTimeMilliseconds(Since(values)),
            // Redis numbers entries by its clock, in milliseconds.
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(id.Entry.AsSpan(0, id.Entry.IndexOf('-', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture)),
            values.GetValueOrDefault("reason", ""));
    }

    private static Dictionary<string, string> Fields(RedisResult entry)
    {
        var fields = (string[])entry!;
        var values = new Dictionary<string, string>();
        for (var index = 0; index + 1 < fields.Length; index += 2)
            values[fields[index]] = fields[index + 1];
        return values;
    }

    private static int Attempt(Dictionary<string, string> values)
        => int.TryParse(values.GetValueOrDefault("attempt"), NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) ? attempt : 1;

    private static long Since(Dictionary<string, string> values)
        => long.TryParse(values.GetValueOrDefault("since"), NumberStyles.None, CultureInfo.InvariantCulture, out var since) ? since : 0;

    // When the oldest of the jobs set aside was queued first; null when there is none.
    private async Task<long?> DelayedSinceAsync(string queue)
    {
        var names = await redis.AskAsync(database => database.SortedSetRangeByRankAsync(Delayed(queue), 0, MostDelayedSeen - 1));
        if (names.Length == 0)
            return null;
        var states = await redis.AskAsync(database => database.HashGetAsync(Index(queue), names));
        // "delayed:ATTEMPT:SINCE", as delay.lua writes it.
        return states.Select(state => ((string?)state)?.Split(':')).Where(parts => parts is ["delayed", _, _])
            .Select(parts => long.Parse(parts![2], CultureInfo.InvariantCulture)).Cast<long?>().Min();
    }

    private async Task<IReadOnlyList<(string Name, long Pending, TimeSpan Idle)>> ConsumersAsync(string queue)
    {
        RedisResult[] consumers;
        try
        {
            consumers = (RedisResult[])(await redis.AskAsync(database => database.ExecuteAsync("XINFO", "CONSUMERS", (RedisKey)Stream(queue), Group)))!;
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("NOGROUP", StringComparison.Ordinal) || exception.Message.Contains("no such key", StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        return consumers.Select(consumer =>
        {
            var fields = (RedisResult[])consumer!;
            var values = new Dictionary<string, RedisResult>();
            for (var index = 0; index + 1 < fields.Length; index += 2)
                values[(string)fields[index]!] = fields[index + 1];
            return ((string)values["name"]!, (long)values["pending"], TimeSpan.FromMilliseconds((long)values["idle"]));
        }).ToList();
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
