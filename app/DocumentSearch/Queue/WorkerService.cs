using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using DocumentSearch.Configuration;
using DocumentSearch.Dependencies;
using DocumentSearch.Documents;
using DocumentSearch.Metrics;
using DocumentSearch.Storage;

namespace DocumentSearch.Queue;

/// <summary>
/// Takes jobs and does them, a fixed number at a time. On a stop it takes no more, lets those under way finish, and hands back
/// what is not finished in time. A worker that is killed leaves its jobs to the others, which take them over after a lease.
/// </summary>
public sealed partial class WorkerService(
    WorkerOptions options,
    JobBroker queue,
    JobHandler handler,
    ProcessingRepository documents,
    RedisConnection redis,
    ServiceSettings settings,
    ServiceMetrics metrics,
    WorkerPulse pulse,
    DependencyGuards guards,
    ILogger<WorkerService> log) : BackgroundService
{
    // How long a worker sleeps when there is nothing to do; a message wakes it earlier.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    // Long enough not to interrupt a worker between two jobs.
    private static readonly TimeSpan IdleBeforeCollection = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Delivery> _inWork = new();
    private readonly Channel<Delivery> _reclaimed = Channel.CreateUnbounded<Delivery>();
    private readonly SemaphoreSlim _wake = new(0);
    private volatile bool _worked;
    private long _idleSince = Stopwatch.GetTimestamp();

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var queues = string.Join(", ", options.Queues);
        LogStarted(log, options.Name, queues);
        using var jobs = new CancellationTokenSource();
        // Jobs get the time to finish that the settings give; then they are cancelled and handed back.
        await using var deadline = stoppingToken.Register(() => jobs.CancelAfter(settings.Process.Shutdown));
        using var maintenance = new CancellationTokenSource();
        var renewing = MaintainAsync(stoppingToken, maintenance.Token);
        await SubscribeAsync();
        await Task.WhenAll(Enumerable.Range(0, settings.Process.Workers).Select(_ => RunAsync(stoppingToken, jobs.Token)));
        await maintenance.CancelAsync();
        await renewing;
        while (_reclaimed.Reader.TryRead(out var unstarted))
            await HandBackAsync(unstarted);
        LogStopped(log, options.Name);
    }

    private async Task SubscribeAsync()
    {
        try
        {
            await redis.SubscribeAsync(JobBroker.WakeChannel, () =>
            {
                if (_wake.CurrentCount < settings.Process.Workers)
                    _wake.Release();
            });
        }
        catch (Exception exception) when (RedisConnection.IsUnavailable(exception))
        {
            // Polling does the same, a second later.
        }
    }

    private async Task RunAsync(CancellationToken stopping, CancellationToken jobs)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await NextAsync() is { } delivery)
                    await WorkAsync(delivery, jobs);
                else
                    await _wake.WaitAsync(Poll, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Redis is away, mostly. Whatever it is, a worker that gives up helps nobody, and a restart would not either.
                pulse.Beat();
                LogLoopFailed(log, exception.GetType().Name, exception.Message);
                await Task.Delay(Poll, stopping).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task<Delivery?> NextAsync()
    {
        if (_reclaimed.Reader.TryRead(out var reclaimed))
            return reclaimed;
        foreach (var name in options.Queues)
        {
            // A job that can only fail stays where it is: nothing is written for it, and it costs no attempt.
            if (IsPaused(name))
                continue;
            if (await queue.TakeAsync(name, options.Name) is { } delivery)
                return delivery;
        }

        pulse.Beat();
        return null;
    }

    private bool IsPaused(string name)
        => guards.Database.IsPaused || guards.Storage.IsPaused || (name == QueueName.DocumentProcessing && guards.Model.IsPaused);

    private async Task WorkAsync(Delivery delivery, CancellationToken cancellation)
    {
        _inWork[delivery.Entry] = delivery;
        pulse.Begin(delivery.Entry);
        var start = Stopwatch.GetTimestamp();
        try
        {
            if (!Job.TryParse(delivery.Name, out var job))
            {
                await BuryAsync(delivery, "This version does not know the job.");
                return;
            }

            try
            {
                await handler.HandleAsync(job, cancellation);
                await queue.CompleteAsync(delivery);
                metrics.Jobs.Add(1, delivery.Queue, "done");
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                await HandBackAsync(delivery);
            }
            catch (Exception exception)
            {
                await RetryAsync(delivery, job, exception);
            }
        }
        finally
        {
            _inWork.TryRemove(delivery.Entry, out _);
            metrics.JobDuration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, delivery.Queue);
            pulse.End(delivery.Entry);
            _worked = true;
        }
    }

    private async Task RetryAsync(Delivery delivery, Job job, Exception exception)
    {
        var transient = DependencyFailure.Of(exception) is not null;
        LogJobFailed(log, delivery.Name, delivery.Attempt, transient, exception.GetType().Name, exception.Message);
        if (!transient && delivery.Attempt >= settings.Queue.MaxAttempts)
        {
            if (job.Kind == JobKind.Process && await documents.FailAsync(job.Document, $"Processing failed {delivery.Attempt} times ({exception.GetType().Name}).", CancellationToken.None))
                metrics.DocumentsProcessed.Add(1, "unknown", "failed");
            await BuryAsync(delivery, $"{exception.GetType().Name}: {exception.Message}");
            return;
        }

        // A server that is away costs no attempt: an outage of any length must not turn accepted documents into failed ones.
        var next = transient ? delivery.Attempt : delivery.Attempt + 1;
        var pause = RetryBackoff.After(settings.Queue.FirstRetry, delivery.Attempt, Random.Shared.NextDouble());
        await ReleaseDocumentAsync(job);
        await queue.DelayAsync(delivery, next, pause);
        metrics.Jobs.Add(1, delivery.Queue, "retried");
    }

    private async Task HandBackAsync(Delivery delivery)
    {
        try
        {
            if (Job.TryParse(delivery.Name, out var job))
                await ReleaseDocumentAsync(job);
            await queue.DelayAsync(delivery, delivery.Attempt, TimeSpan.Zero);
            metrics.Jobs.Add(1, delivery.Queue, "handed_back");
            LogHandedBack(log, delivery.Name);
        }
        catch (Exception exception)
        {
            // The lease ends by itself; another worker takes the job over then.
            LogLoopFailed(log, exception.GetType().Name, exception.Message);
        }
    }

    private async Task ReleaseDocumentAsync(Job job)
    {
        if (job.Kind != JobKind.Process)
            return;
        try
        {
            await documents.HandBackAsync(job.Document, CancellationToken.None);
        }
        catch (Exception exception) when (DependencyFailure.Of(exception) is not null)
        {
            // The status stays "processing", from which work may begin as well.
        }
    }

    private async Task BuryAsync(Delivery delivery, string reason)
    {
        await queue.BuryAsync(delivery, reason.Length > 500 ? reason[..500] : reason);
        metrics.Jobs.Add(1, delivery.Queue, "dead");
    }

    private async Task MaintainAsync(CancellationToken stopping, CancellationToken end)
    {
        // Three renewals a lease, so that one may be lost.
        var interval = TimeSpan.FromMilliseconds(Math.Clamp(settings.Queue.Lease.TotalMilliseconds / 3, 200, 1_000));
        var renewed = Stopwatch.GetTimestamp();
        while (!end.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(interval, end);
                if (Stopwatch.GetElapsedTime(renewed) >= settings.Queue.Lease / 3)
                {
                    renewed = Stopwatch.GetTimestamp();
                    foreach (var delivery in _inWork.Values)
                        await queue.RenewAsync(delivery, options.Name);
                    if (!stopping.IsCancellationRequested)
                        await ReclaimAsync();
                }

                GiveBackMemory();
                foreach (var name in options.Queues)
                {
                    if (await queue.PromoteAsync(name) > 0)
                        _wake.Release();
                }
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogLoopFailed(log, exception.GetType().Name, exception.Message);
            }
        }
    }

    // An idle process keeps the memory of its busiest moment, and whoever scales by memory takes it for work.
    private void GiveBackMemory()
    {
        if (!_inWork.IsEmpty)
            _idleSince = Stopwatch.GetTimestamp();
        if (!_worked || Stopwatch.GetElapsedTime(_idleSince) < IdleBeforeCollection)
            return;
        _worked = false;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private async Task ReclaimAsync()
    {
        // Only as many as can be started at once: what is taken over and not started would wait here, unseen by idle workers.
        var free = settings.Process.Workers - _inWork.Count - _reclaimed.Reader.Count;
        foreach (var name in options.Queues)
        {
            if (free <= 0)
                return;
            foreach (var delivery in await queue.ReclaimAsync(name, options.Name, settings.Queue.Lease, free))
            {
                if (_inWork.ContainsKey(delivery.Entry))
                    continue;
                free--;
                metrics.JobsReclaimed.Add(1, name);
                LogReclaimed(log, delivery.Name);
                await _reclaimed.Writer.WriteAsync(delivery);
                _wake.Release();
            }
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Worker {Name} takes jobs from {Queues}.")]
    private static partial void LogStarted(ILogger log, string name, string queues);

    [LoggerMessage(Level = LogLevel.Information, Message = "Worker {Name} has stopped; nothing is in work.")]
    private static partial void LogStopped(ILogger log, string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Worker waits a moment: {Error}: {Text}")]
    private static partial void LogLoopFailed(ILogger log, string error, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}, attempt {Attempt}, failed (transient: {Transient}): {Error}: {Text}")]
    private static partial void LogJobFailed(ILogger log, string job, int attempt, bool transient, string error, string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} was not finished in time and is handed back.")]
    private static partial void LogHandedBack(ILogger log, string job);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} was left by another worker and is taken over.")]
    private static partial void LogReclaimed(ILogger log, string job);
}
