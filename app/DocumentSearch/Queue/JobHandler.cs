using DocumentSearch.Configuration;
using DocumentSearch.Dependencies;
using DocumentSearch.Documents;
using DocumentSearch.Documents.Extraction;
using DocumentSearch.Embeddings;
using DocumentSearch.Metrics;
using DocumentSearch.Search;
using DocumentSearch.Storage;

namespace DocumentSearch.Queue;

/// <summary>Does the work of a job. Every kind may be done twice, or by two workers at once, with the result of once.</summary>
public sealed class JobHandler(
    ProcessingRepository documents,
    ObjectStore files,
    EmbeddingModelRegistry models,
    DocumentExtractor extractor,
    Embedder embedder,
    SearchCache cache,
    JobBroker queue,
    ServiceSettings settings,
    ServiceMetrics metrics)
{
    // A document that a worker dies of again and again (out of memory, say) is given up after this many times its attempts.
    private const int StartsAnAttempt = 3;

    // Uploads under way have a file and no row yet: younger files are left alone.
    private static readonly TimeSpan FileGrace = TimeSpan.FromHours(1);

    /// <summary>Does a job.</summary>
    /// <exception cref="Exception">The attempt failed; <see cref="DependencyFailure"/> tells whether it counts.</exception>
    public Task HandleAsync(Job job, CancellationToken cancellation) => job.Kind switch
    {
        JobKind.Process => ProcessAsync(job.Document, cancellation),
        JobKind.Reembed => ReembedAsync(job.Document, cancellation),
        JobKind.DeleteFile => files.DeleteAsync(job.Document, cancellation),
        _ => PurgeAsync(cancellation),
    };

    private async Task ProcessAsync(Guid id, CancellationToken cancellation)
    {
        if (await documents.BeginAsync(id, cancellation) is not { } document)
            return;
        try
        {
            if (document.Starts > settings.Queue.MaxAttempts * StartsAnAttempt)
                throw new DocumentRejectedException(RejectionReason.Invalid, "Reading the document ended the worker several times.");
            var content = await files.GetAsync(id, cancellation)
                ?? throw new DocumentRejectedException(RejectionReason.Invalid, "The uploaded file is not in storage any more; upload it again.");
            var chunks = TextChunker.Split(await extractor.ExtractAsync(document.Format, content, cancellation));
            var model = await models.FindAsync(cancellation) ?? throw new DependencyUnavailableException(
                    Dependency.Database, "The embedding model is not registered; run: document-search migrate.");
            var vectors = await embedder.DocumentAsync(chunks, cancellation);
            if (await documents.CompleteAsync(id, model, chunks, vectors, cancellation))
            {
                metrics.DocumentsProcessed.Add(1, document.Format.ToName(), "ready");
                await cache.InvalidateAsync();
            }
        }
        catch (DocumentRejectedException exception)
        {
            await documents.FailAsync(id, exception.Message, cancellation);
            metrics.DocumentsProcessed.Add(1, document.Format.ToName(), "failed");
        }

        // A job of its own, so that a failing S3 does not repeat the work above.
        await queue.EnqueueAsync(new Job(JobKind.DeleteFile, id));
    }

    private async Task ReembedAsync(Guid id, CancellationToken cancellation)
    {
        var model = await models.RefreshAsync(cancellation);
        // After a rollout with another model, workers of the version before may get this job: only the active model moves documents.
        if (model is not { IsActive: true })
            return;
        var chunks = await documents.ChunksOfOtherModelAsync(id, model, cancellation);
        if (chunks.Count == 0)
            return;
        if (await documents.ReembedAsync(id, model, await embedder.DocumentAsync(chunks, cancellation), cancellation))
            await cache.InvalidateAsync();
    }

    private async Task PurgeAsync(CancellationToken cancellation)
    {
        await documents.PurgeOldVectorsAsync(cancellation);
        foreach (var name in QueueName.Every)
            await queue.ForgetConsumersAsync(name);

        await foreach (var page in files.OlderThanAsync(DateTimeOffset.UtcNow - FileGrace, cancellation).Chunk(500).WithCancellation(cancellation))
        {
            var needed = (await documents.InNeedOfFileAsync(page, cancellation)).ToHashSet();
            foreach (var id in page.Where(id => !needed.Contains(id)))
                await files.DeleteAsync(id, cancellation);
        }
    }
}
