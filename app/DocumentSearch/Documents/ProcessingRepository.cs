using DocumentSearch.Embeddings;
using DocumentSearch.Storage;
using Npgsql;

namespace DocumentSearch.Documents;

/// <summary>A document a worker begins to work on.</summary>
public sealed record DocumentUnderWork(Guid Id, DocumentFormat Format, int Starts);

/// <summary>Documents as work: every step is one transaction and may be repeated without harm.</summary>
public sealed class ProcessingRepository(Database database)
{
    private const int RowsAStatement = 500;

    /// <summary>Marks a document as being processed.</summary>
    /// <returns>Null when there is nothing to do any more: deleted, ready or failed.</returns>
    public Task<DocumentUnderWork?> BeginAsync(Guid id, CancellationToken cancellation)
        => database.RunAsync(
            "processing_begin",
            Database.JobDeadline,
            async (connection, cancellation) =>
            {
                await using var command = new NpgsqlCommand(
                    """
                    UPDATE documents SET status = 'processing', starts = starts + 1, updated_at = now()
                    WHERE id = $1 AND status IN ('queued', 'processing') RETURNING format, starts
                    """,
                    connection)
                { Parameters = { new() { Value = id } } };
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                return await reader.ReadAsync(cancellation)
                    ? new DocumentUnderWork(id, DocumentFormats.FromName(reader.GetString(0)), reader.GetInt32(1))
                    : null;
            },
            cancellation);

    /// <summary>Stores chunks and vectors and makes the document findable, all at once.</summary>
    /// <returns>False when another worker was faster or the document was deleted; nothing is stored then.</returns>
    public Task<bool> CompleteAsync(
        Guid id,
        EmbeddingModel model,
        IReadOnlyList<string> chunks,
        IReadOnlyList<ReadOnlyMemory<float>> vectors,
        CancellationToken cancellation)
        => database.RunAsync(
            "processing_complete",
            Database.JobDeadline,
            async (connection, cancellation) =>
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellation);
                if (!await LockAsync(connection, id, "status IN ('queued', 'processing')", cancellation))
                    return false;
                for (var first = 0; first < chunks.Count; first += RowsAStatement)
                {
                    await using var insert = new NpgsqlCommand(
                        """
                        INSERT INTO chunks (document_id, ordinal, content)
                        SELECT $1, $2 + position - 1, content FROM unnest($3::text[]) WITH ORDINALITY AS rows (content, position)
                        """,
                        connection)
                    {
                        Parameters =
                        {
                            new() { Value = id },
                            new() { Value = first },
                            new() { Value = chunks.Skip(first).Take(RowsAStatement).ToArray() },
                        },
                    };
                    await insert.ExecuteNonQueryAsync(cancellation);
                }

                await InsertVectorsAsync(connection, id, model, vectors, cancellation);
                await FinishAsync(connection, id, model, chunks.Count, cancellation);
                await transaction.CommitAsync(cancellation);
                return true;
            },
            cancellation);

    /// <summary>The text of a ready document that was embedded with another model; empty when there is nothing to do.</summary>
    public Task<IReadOnlyList<string>> ChunksOfOtherModelAsync(Guid id, EmbeddingModel model, CancellationToken cancellation)
        => database.ReadAsync<IReadOnlyList<string>>(
            "reembed_read",
            Database.JobDeadline,
            async (connection, cancellation) =>
            {
                await using var command = new NpgsqlCommand(
                    """
                    SELECT content FROM chunks JOIN documents ON documents.id = chunks.document_id
                    WHERE documents.id = $1 AND status = 'ready' AND embedding_model_id IS DISTINCT FROM $2 ORDER BY ordinal
                    """,
                    connection)
                { Parameters = { new() { Value = id }, new() { Value = model.Id } } };
                var chunks = new List<string>();
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                while (await reader.ReadAsync(cancellation))
                    chunks.Add(reader.GetString(0));
                return chunks;
            },
            cancellation);

    /// <summary>Adds the vectors of another model to a ready document; those of the model before stay until they are purged.</summary>
    public Task<bool> ReembedAsync(Guid id, EmbeddingModel model, IReadOnlyList<ReadOnlyMemory<float>> vectors, CancellationToken cancellation)
        => database.RunAsync(
            "reembed_write",
            Database.JobDeadline,
            async (connection, cancellation) =>
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellation);
                if (!await LockAsync(connection, id, "status = 'ready'", cancellation))
                    return false;
                await InsertVectorsAsync(connection, id, model, vectors, cancellation);
                await FinishAsync(connection, id, model, vectors.Count, cancellation);
                await transaction.CommitAsync(cancellation);
                return true;
            },
            cancellation);

    /// <summary>Puts a document back into the queue; the attempt does not count as one that a worker died of.</summary>
    public Task<bool> HandBackAsync(Guid id, CancellationToken cancellation)
        => ChangeAsync("processing_hand_back", "UPDATE documents SET status = 'queued', starts = greatest(starts - 1, 0), updated_at = now() WHERE id = $1 AND status = 'processing'", id, null, cancellation);

    /// <summary>Gives up on a document, with a reason for the person who uploaded it.</summary>
    public Task<bool> FailAsync(Guid id, string reason, CancellationToken cancellation)
        => ChangeAsync("processing_fail", "UPDATE documents SET status = 'failed', failure = $2, updated_at = now() WHERE id = $1 AND status IN ('queued', 'processing')", id, reason, cancellation);

    /// <summary>Takes a document that was given up into work again. Nothing happens to one that did not fail or is deleted.</summary>
    /// <returns>False when another document with the same bytes took its place.</returns>
    public async Task<bool> ReviveAsync(Guid id, CancellationToken cancellation)
    {
        try
        {
            await ChangeAsync("processing_revive", "UPDATE documents SET status = 'queued', failure = NULL, starts = 0, updated_at = now() WHERE id = $1 AND status = 'failed'", id, null, cancellation);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return false;
        }
    }

    /// <summary>How long ago the oldest document that is not finished was accepted; zero when all are.</summary>
    public Task<TimeSpan> OldestUnfinishedAsync(CancellationToken cancellation)
        => database.ReadAsync(
            "oldest_unfinished",
            Database.RequestDeadline,
            async (connection, cancellation) =>
            {
                await using var command = new NpgsqlCommand(
                    "SELECT coalesce(now() - min(created_at), interval '0') FROM documents WHERE status IN ('queued', 'processing')", connection);
                return (TimeSpan)(await command.ExecuteScalarAsync(cancellation))!;
            },
            cancellation);

    /// <summary>Unfinished documents that nobody touched for a while, oldest first.</summary>
    public Task<IReadOnlyList<Guid>> StaleAsync(TimeSpan untouched, int limit, CancellationToken cancellation)
        => IdentifiersAsync("sweep_stale", "SELECT id FROM documents WHERE status IN ('queued', 'processing') AND updated_at < now() - $1 ORDER BY updated_at LIMIT $2", untouched, limit, cancellation);

    /// <summary>Ready documents whose vectors are of another model.</summary>
    public Task<IReadOnlyList<Guid>> OfOtherModelAsync(EmbeddingModel model, int limit, CancellationToken cancellation)
        => IdentifiersAsync("sweep_models", "SELECT id FROM documents WHERE status = 'ready' AND embedding_model_id IS DISTINCT FROM $1 LIMIT $2", model.Id, limit, cancellation);

    /// <summary>Which of these documents still need their file: unfinished ones, and failed ones for as long as their job may be requeued.
    /// A file that was refused for what is in it is removed by a job of its own.</summary>
    public Task<IReadOnlyList<Guid>> InNeedOfFileAsync(Guid[] ids, CancellationToken cancellation)
        => IdentifiersAsync("purge_files", "SELECT id FROM documents WHERE id = ANY ($1) AND (status IN ('queued', 'processing') OR (status = 'failed' AND updated_at > now() - interval '7 days')) LIMIT $2", ids, ids.Length, cancellation);

    /// <summary>Removes vectors of models that nobody has been moved to for a day, of documents that have newer ones.</summary>
    public Task<int> PurgeOldVectorsAsync(CancellationToken cancellation)
        => database.RunAsync(
            "purge_vectors",
            Database.JobDeadline,
            async (connection, cancellation) =>
            {
                await using var command = new NpgsqlCommand(
                    """
                    DELETE FROM chunk_embeddings USING documents
                    WHERE documents.id = chunk_embeddings.document_id AND documents.status = 'ready'
                      AND chunk_embeddings.model_id <> documents.embedding_model_id
                      AND documents.embedding_model_id = (SELECT id FROM embedding_models ORDER BY activated_at DESC LIMIT 1)
                      AND (SELECT max(activated_at) FROM embedding_models) < now() - interval '1 day'
                    """,
                    connection);
                return await command.ExecuteNonQueryAsync(cancellation);
            },
            cancellation);

    private static async Task<bool> LockAsync(NpgsqlConnection connection, Guid id, string condition, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"SELECT 1 FROM documents WHERE id = $1 AND {condition} FOR UPDATE", connection) { Parameters = { new() { Value = id } } };
        return await command.ExecuteScalarAsync(cancellation) is not null;
    }

    private static async Task InsertVectorsAsync(
        NpgsqlConnection connection,
        Guid id,
        EmbeddingModel model,
        IReadOnlyList<ReadOnlyMemory<float>> vectors,
        CancellationToken cancellation)
    {
        for (var first = 0; first < vectors.Count; first += RowsAStatement)
        {
            await using var insert = new NpgsqlCommand(
                """
                INSERT INTO chunk_embeddings (document_id, ordinal, model_id, embedding)
                SELECT $1, $2 + position - 1, $3, vector::vector FROM unnest($4::text[]) WITH ORDINALITY AS rows (vector, position)
                ON CONFLICT DO NOTHING
                """,
                connection)
            {
                Parameters =
                {
                    new() { Value = id },
                    new() { Value = first },
                    new() { Value = model.Id },
                    new() { Value = vectors.Skip(first).Take(RowsAStatement).Select(vector => VectorText.Of(vector.Span)).ToArray() },
                },
            };
            await insert.ExecuteNonQueryAsync(cancellation);
        }
    }

    private static async Task FinishAsync(NpgsqlConnection connection, Guid id, EmbeddingModel model, int chunks, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "UPDATE documents SET status = 'ready', failure = NULL, chunk_count = $2, embedding_model_id = $3, updated_at = now() WHERE id = $1",
            connection)
        { Parameters = { new() { Value = id }, new() { Value = chunks }, new() { Value = model.Id } } };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private Task<bool> ChangeAsync(string operation, string sql, Guid id, string? text, CancellationToken cancellation)
        => database.RunAsync(
            operation,
            Database.JobDeadline,
            async (connection, cancellation) =>
            {
                await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = id } } };
                if (text is not null)
                    command.Parameters.Add(new() { Value = text });
                return await command.ExecuteNonQueryAsync(cancellation) == 1;
            },
            cancellation);

    private Task<IReadOnlyList<Guid>> IdentifiersAsync(string operation, string sql, object value, int limit, CancellationToken cancellation)
        => database.ReadAsync<IReadOnlyList<Guid>>(
            operation,
            Database.JobDeadline,
            async (connection, cancellation) =>
            {
                await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = value }, new() { Value = limit } } };
                var identifiers = new List<Guid>();
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                while (await reader.ReadAsync(cancellation))
                    identifiers.Add(reader.GetGuid(0));
                return identifiers;
            },
            cancellation);
}
