using System.Security.Cryptography;
using System.Text;
using DocumentSearch.Embeddings;
using Npgsql;

namespace DocumentSearch.Bench;

/// <summary>Fills the database directly: a hundred thousand chunks through the queue would measure the queue.</summary>
internal static class Seeding
{
    private const int ChunksADocument = 10;
    private const int DocumentsABatch = 100;

    public static async Task RunAsync(string connectionString, int chunks, int queries, string queryFile)
    {
        var corpus = new Corpus(seed: 1);
        using var generator = new LocalEmbeddingGenerator(dimensions: 256);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var model = (int)(await ScalarAsync(connection, "SELECT id FROM embedding_models ORDER BY activated_at DESC LIMIT 1"))!;
        // Built at the end by migrate: that is many times faster than row by row.
        await ScalarAsync(connection, $"DROP INDEX IF EXISTS chunk_embeddings_hnsw_{model}");

        var documents = chunks / ChunksADocument;
        for (var first = 0; first < documents; first += DocumentsABatch)
        {
            var batch = Enumerable.Range(first, Math.Min(DocumentsABatch, documents - first))
                .Select(number => (Id: Guid.CreateVersion7(), Name: $"seed-{number}.txt", Chunks: corpus.Document(ChunksADocument)))
                .ToList();
            await using (var writer = await connection.BeginBinaryImportAsync("COPY documents (id, name, format, size_bytes, sha256, uploaded_by, status, chunk_count, embedding_model_id) FROM STDIN (FORMAT binary)"))
            {
                foreach (var (id, name, texts) in batch)
                    await writer.WriteRowAsync(default, id, name, "txt", (long)texts.Sum(text => text.Length), SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(texts))), "bench", "ready", ChunksADocument, model);
                await writer.CompleteAsync();
            }

            await using (var writer = await connection.BeginBinaryImportAsync("COPY chunks (document_id, ordinal, content) FROM STDIN (FORMAT binary)"))
            {
                foreach (var (id, _, texts) in batch)
                {
                    for (var ordinal = 0; ordinal < texts.Length; ordinal++)
                        await writer.WriteRowAsync(default, id, ordinal, texts[ordinal]);
                }

                await writer.CompleteAsync();
            }

            await using (var writer = await connection.BeginTextImportAsync("COPY chunk_embeddings (document_id, ordinal, model_id, embedding) FROM STDIN"))
            {
                foreach (var (id, _, texts) in batch)
                {
                    var vectors = await generator.GenerateAsync(texts);
                    for (var ordinal = 0; ordinal < texts.Length; ordinal++)
                        await writer.WriteAsync($"{id}\t{ordinal}\t{model}\t{VectorText.Of(vectors[ordinal].Vector.Span)}\n");
                }
            }
        }

        await File.WriteAllLinesAsync(queryFile, Enumerable.Range(0, queries).Select(_ => Uri.EscapeDataString(corpus.Query())));
        await ScalarAsync(connection, "ANALYZE");
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteScalarAsync();
    }
}
