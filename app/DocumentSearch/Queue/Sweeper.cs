using DocumentSearch.Configuration;
using DocumentSearch.Documents;
using DocumentSearch.Embeddings;
using DocumentSearch.Metrics;

namespace DocumentSearch.Queue;

/// <summary>
/// Compares the queue with the truth in the database: unfinished documents without a job are queued again (Redis was away when they
/// were accepted, or lost its last second), documents of a former model are queued for embedding. Queueing twice is harmless.
/// </summary>
public sealed partial class Sweeper(
    WorkerOptions options,
    ProcessingRepository documents,
    EmbeddingModelRegistry models,
    JobBroker queue,
    ServiceSettings settings,
    ServiceMetrics metrics,
    TimeProvider clock,
    ILogger<Sweeper> log) : BackgroundService
{
    private const int DocumentsASweep = 1_000;
    private static readonly TimeSpan PurgeInterval = TimeSpan.FromHours(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var purged = DateTimeOffset.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (options.Queues.Contains(QueueName.DocumentProcessing))
                    await SweepAsync(stoppingToken);
                if (options.Queues.Contains(QueueName.CleanupTasks) && clock.GetUtcNow() - purged > PurgeInterval)
                {
                    await queue.EnqueueAsync(new Job(JobKind.Purge, Guid.Empty));
                    purged = clock.GetUtcNow();
                }

                await Task.Delay(settings.Queue.Sweep, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailed(log, exception.GetType().Name, exception.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task SweepAsync(CancellationToken cancellation)
    {
        foreach (var id in await documents.StaleAsync(settings.Queue.Sweep, DocumentsASweep, cancellation))
        {
            if (!await queue.EnqueueAsync(new Job(JobKind.Process, id)))
                continue;
            metrics.DocumentsRequeued.Add(1);
            LogRequeued(log, id);
        }

        if (await models.RefreshAsync(cancellation) is { IsActive: true } model)
        {
            foreach (var id in await documents.OfOtherModelAsync(model, DocumentsASweep, cancellation))
                await queue.EnqueueAsync(new Job(JobKind.Reembed, id));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Document {Document} was accepted and had no job; it is queued again.")]
    private static partial void LogRequeued(ILogger log, Guid document);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweep failed and is tried again: {Error}: {Text}")]
    private static partial void LogFailed(ILogger log, string error, string text);
}
