using DocumentSearch.Embeddings;
using DocumentSearch.Search;
using Npgsql;

namespace DocumentSearch.Bench;

/// <summary>How many of the ten truly nearest chunks the index finds, with the statement and the settings of the service.</summary>
internal static class Recall
{
    private const int Nearest = 10;

    public static async Task<double> MeasureAsync(string connectionString, string queryFile, int queries, int depth)
    {
        using var generator = new LocalEmbeddingGenerator(dimensions: 256);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var find = new NpgsqlCommand($"SET hnsw.ef_search = {depth}; SELECT id FROM embedding_models ORDER BY activated_at DESC LIMIT 1", connection);
        var model = new EmbeddingModel((int)(await find.ExecuteScalarAsync())!, LocalEmbeddingGenerator.ModelName, 256, IsActive: true);
        var sql = SearchEngine.VectorSql(model);

        var found = 0;
        var asked = File.ReadLines(queryFile).Take(queries).Select(Uri.UnescapeDataString).ToList();
        foreach (var query in asked)
        {
            var vector = VectorText.Of((await generator.GenerateAsync([query]))[0].Vector.Span);
            var byIndex = await NearestAsync(connection, sql, vector, exact: false);
            var exactly = await NearestAsync(connection, sql, vector, exact: true);
            found += byIndex.Intersect(exactly).Count();
        }

        return found / (double)(asked.Count * Nearest);
    }

    private static async Task<List<(Guid, int)>> NearestAsync(NpgsqlConnection connection, string sql, string vector, bool exact)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await using var set = new NpgsqlCommand(exact ? "SET LOCAL enable_indexscan = off" : "SET LOCAL enable_seqscan = off", connection);
        await set.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = vector } } };
        var nearest = new List<(Guid, int)>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync() && nearest.Count < Nearest)
            nearest.Add((reader.GetGuid(0), reader.GetInt32(1)));
        return nearest;
    }
}
