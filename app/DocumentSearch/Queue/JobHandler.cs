using DocumentSearch.Configuration;
using DocumentSearch.Documents;
using DocumentSearch.Embeddings;
using DocumentSearch.Metrics;
using DocumentSearch.Search;
using DocumentSearch.Storage;
using Microsoft.Extensions.AI;

namespace DocumentSearch.Queue;

/// <summary>Does the work of a job. Every kind may be done twice, or by two workers at once, with the result of once.</summary>
public sealed class JobHandler(
    ProcessingRepository documents,
    ObjectStore files,
    EmbeddingModelRegistry models,
    IEmbeddingGenerator<string, Embedding<float>> generator,
    SearchCache cache,
    JobBroker queue,
    ServiceSettings settings,
    ServiceMetrics metrics)
{
    // Texts of one request to the model: well below the limit of the OpenAI API (2,048).
    private const int TextsARequest = 128;

    // A document that a worker dies of again and again (out of memory, say) is given up after this many times its attempts.
    private const int StartsAnAttempt = 3;

    // Uploads under way have a file and no row yet: younger files are left alone.
    private static readonly TimeSpan FileGrace = TimeSpan.FromHours(1);

    private readonly TextExtractor _extractor = new(settings.Limits.MaxExpandedBytes);

    /// <summary>Does a job.</summary>
    /// <exception cref="Exception">The attempt failed; <see cref="TransientFailure"/> tells whether it counts.</exception>
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
            var chunks = TextChunker.Split(_extractor.Extract(document.Format, content));
            var model = await models.FindAsync(cancellation) ?? throw new InvalidOperationException("The embedding model is not registered; run: document-search migrate.");
            var vectors = await EmbedAsync(chunks, cancellation);
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
        if (await documents.ReembedAsync(id, model, await EmbedAsync(chunks, cancellation), cancellation))
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

    private async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellation)
    {
        var vectors = new List<ReadOnlyMemory<float>>(texts.Count);
        foreach (var request in texts.Chunk(TextsARequest))
            vectors.AddRange((await generator.GenerateAsync(request, options: null, cancellation)).Select(embedding => embedding.Vector));
        return vectors;
    }
}
