using Microsoft.Extensions.AI;
using Npgsql;

namespace DocumentSearch.Embeddings;

/// <summary>Which model this process is configured for, and what the database knows of it.</summary>
public sealed class EmbeddingModelRegistry(NpgsqlDataSource source, IEmbeddingGenerator<string, Embedding<float>> generator)
{
    private volatile EmbeddingModel? _current;

    private EmbeddingGeneratorMetadata Metadata => generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata
        ?? throw new InvalidOperationException("The embedding generator does not say which model it is.");

    /// <summary>The configured model; null until <c>migrate</c> has registered it.</summary>
    public async Task<EmbeddingModel?> FindAsync(CancellationToken cancellation)
    {
        // The number of a model never changes, so once is enough; whether it is the active one may change: see RefreshAsync.
        return _current ?? await RefreshAsync(cancellation);
    }

    /// <summary>The configured model, read again.</summary>
    public async Task<EmbeddingModel?> RefreshAsync(CancellationToken cancellation)
    {
        var metadata = Metadata;
        await using var command = source.CreateCommand(
            """
            SELECT id, activated_at = (SELECT max(activated_at) FROM embedding_models)
            FROM embedding_models WHERE name = $1 AND dimensions = $2
            """);
        command.Parameters.Add(new() { Value = metadata.DefaultModelId! });
        command.Parameters.Add(new() { Value = metadata.DefaultModelDimensions!.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
            return null;
        return _current = new EmbeddingModel(reader.GetInt32(0), metadata.DefaultModelId!, metadata.DefaultModelDimensions!.Value, reader.GetBoolean(1));
    }

    /// <summary>Registers the configured model, makes it the active one and builds its index. Called by <c>migrate</c> only.</summary>
    public async Task<EmbeddingModel> ActivateAsync(Action<string> report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(report);
        var metadata = Metadata;
        await using (var command = source.CreateCommand(
            """
            INSERT INTO embedding_models AS known (name, dimensions) VALUES ($1, $2)
            ON CONFLICT (name, dimensions) DO UPDATE SET activated_at = now()
            WHERE known.activated_at < (SELECT max(activated_at) FROM embedding_models)
            """))
        {
            command.Parameters.Add(new() { Value = metadata.DefaultModelId! });
            command.Parameters.Add(new() { Value = metadata.DefaultModelDimensions!.Value });
            if (await command.ExecuteNonQueryAsync(cancellation) > 0)
                report($"Embedding model {metadata.DefaultModelId} with {metadata.DefaultModelDimensions} dimensions is active; workers move documents to it.");
        }

        var model = await RefreshAsync(cancellation) ?? throw new InvalidOperationException("The embedding model was registered and is gone again.");
        await BuildIndexAsync(model, report, cancellation);
        return model;
    }

    private async Task BuildIndexAsync(EmbeddingModel model, Action<string> report, CancellationToken cancellation)
    {
        var index = $"chunk_embeddings_hnsw_{model.Id}";
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var find = new NpgsqlCommand("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)", connection) { Parameters = { new() { Value = index } } };
        var valid = await find.ExecuteScalarAsync(cancellation) as bool?;
        if (valid == true)
            return;

        // CONCURRENTLY: writers go on. An interrupted build leaves an invalid index behind, which has to go first.
        // The identifiers in these statements are numbers from the database, not input.
        string[] statements =
        [
            .. valid == false ? new[] { $"DROP INDEX CONCURRENTLY {index}" } : [],
            $"""
             CREATE INDEX CONCURRENTLY {index} ON chunk_embeddings
             USING hnsw ((embedding::vector({model.Dimensions})) vector_cosine_ops) WITH (m = 16, ef_construction = 100)
             WHERE model_id = {model.Id}
             """,
        ];
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellation);
        }

        report($"Index {index} is built.");
    }
}
