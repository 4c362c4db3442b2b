using DocumentSearch.Configuration;
using DocumentSearch.Dependencies;
using DocumentSearch.Documents;
using DocumentSearch.Embeddings;
using DocumentSearch.Migrations;
using DocumentSearch.Queue;
using DocumentSearch.Storage;

namespace DocumentSearch.Health;

/// <summary>One thing that was looked at.</summary>
/// <param name="Status">ok or failed.</param>
/// <param name="Detail">A number or a short reason; never an address or a credential.</param>
public sealed record ProbeResult(string Status, string? Detail)
{
    /// <summary>True for ok.</summary>
    internal bool IsOk => Status == "ok";
}

/// <summary>Looks at the servers and resources the service needs. Answers are kept a second: probes come from everywhere.</summary>
public sealed class HealthProbes(
    Database database,
    RedisConnection redis,
    ObjectStore files,
    EmbeddingModelRegistry models,
    JobBroker queue,
    ProcessingRepository documents,
    ServiceSettings settings,
    TimeProvider clock)
{
    // Above this part of memory or disk the service counts as degraded (requirement CA-07).
    private const double HighestUsage = 0.9;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);

    private readonly MigrationRunner _migrations = new(database.Source, Migration.Embedded());
    private readonly Dictionary<string, (long At, Task<ProbeResult> Result)> _recent = [];
    private readonly Lock _gate = new();
    private volatile bool _schemaSeen;

    public Task<ProbeResult> DatabaseAsync() => RecentAsync("database", async cancellation =>
    {
        await using var command = database.Source.CreateCommand("SELECT 1");
        await command.ExecuteScalarAsync(cancellation);
        return Ok();
    });

    /// <summary>The schema this version needs and the model it is configured for. Once seen they stay.</summary>
    public Task<ProbeResult> SchemaAsync() => RecentAsync("schema", async cancellation =>
    {
        if (_schemaSeen)
            return Ok();
        if (!(await _migrations.StateAsync(cancellation)).IsUsable || await models.FindAsync(cancellation) is null)
            return new ProbeResult("failed", "The schema or the embedding model is not there yet; run: document-search migrate.");
        _schemaSeen = true;
        return Ok();
    });

    public Task<ProbeResult> RedisAsync() => RecentAsync("redis", async _ =>
    {
        await redis.AskAsync(database => database.PingAsync());
        return Ok();
    });

    public Task<ProbeResult> StorageAsync() => RecentAsync("storage", async cancellation =>
    {
        await files.CheckAsync(cancellation);
        return Ok();
    });

    /// <summary>Memory of this process against the limit of its container, or the memory of the host where there is none.</summary>
    public static ProbeResult Memory() => Usage(Environment.WorkingSet, MemoryLimit.Bytes);

    /// <summary>The disk temporary files go to.</summary>
    public static ProbeResult Disk()
    {
        var drive = new DriveInfo(Path.GetTempPath());
        return Usage(drive.TotalSize - drive.AvailableFreeSpace, drive.TotalSize);
    }

    /// <summary>The queues; null when Redis does not answer.</summary>
    public async Task<IReadOnlyList<QueueState>?> QueuesAsync()
    {
        try
        {
            return await Task.WhenAll(QueueName.Every.Select(queue.StateAsync)).WaitAsync(Patience, clock);
        }
        catch (Exception exception) when (RedisConnection.IsUnavailable(exception))
        {
            return null;
        }
    }

    /// <summary>Seconds since the oldest unfinished document was accepted; null when the database does not answer.</summary>
    public async Task<double?> OldestUnfinishedAsync()
    {
        try
        {
            return (await documents.OldestUnfinishedAsync(CancellationToken.None).WaitAsync(Patience, clock)).TotalSeconds;
        }
        catch (Exception exception) when (DependencyFailure.Of(exception) is not null)
        {
            return null;
        }
    }

    /// <summary>True when no job and no document waits longer than it should. Documents count on their own: their jobs may be lost or stuck.</summary>
    public bool AreHealthy(IReadOnlyList<QueueState>? queues, double? oldestUnfinished)
        => queues is not null && queues.All(state => state.OldestSeconds <= settings.Queue.MaxAge.TotalSeconds)
            && oldestUnfinished <= settings.Queue.MaxAge.TotalSeconds;

    private static ProbeResult Ok() => new("ok", Detail: null);

    private static ProbeResult Usage(double used, double available)
    {
        var part = available > 0 ? used / available : 0;
        return new ProbeResult(part < HighestUsage ? "ok" : "failed", FormattableString.Invariant($"{part:P0} used"));
    }

    private Task<ProbeResult> RecentAsync(string name, Func<CancellationToken, Task<ProbeResult>> probe)
    {
        lock (_gate)
        {
            if (_recent.TryGetValue(name, out var recent) && (!recent.Result.IsCompleted || clock.GetElapsedTime(recent.At) < Kept))
                return recent.Result;
            var result = TryAsync(probe);
            _recent[name] = (clock.GetTimestamp(), result);
            return result;
        }
    }

    private async Task<ProbeResult> TryAsync(Func<CancellationToken, Task<ProbeResult>> probe)
    {
        // Off the caller's thread: connecting may block before it waits, and the lock is held.
        await Task.Yield();
        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            return await probe(patience.Token).WaitAsync(patience.Token);
        }
        catch (Exception exception)
        {
            // The type says enough; messages may name hosts and users.
            return new ProbeResult("failed", exception is OperationCanceledException ? "no answer in time" : exception.GetType().Name);
        }
    }
}
