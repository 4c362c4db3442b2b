using System.Globalization;
using DocumentSearch.Configuration;
using DocumentSearch.Dependencies;
using DocumentSearch.Embeddings;
using DocumentSearch.Storage;
using Npgsql;

namespace DocumentSearch.Search;

/// <summary>Searches by words and by vectors and merges both.</summary>
public sealed class SearchEngine(Database database, EmbeddingModelRegistry models, Embedder embedder, SearchSettings settings)
{
    /// <summary>Most results of one answer.</summary>
    public const int MostResults = 50;

    // Chunks taken from each ranking: several a document, so that the fused answer still has enough documents.
    private const int Candidates = 100;

    // A word that is in half of all chunks says little, and ranking all of them takes long: rank this many at the most.
    private const int RankedMatches = 1_000;

    // Beyond the time of its statements: the server, which ends them by itself, says so rather than being taken for one that is away.
    private static readonly TimeSpan Way = TimeSpan.FromSeconds(0.25);

    private const string Headline = "StartSel=\ue000, StopSel=\ue001, MaxFragments=2, MaxWords=30, MinWords=12, FragmentDelimiter=\" … \"";

    /// <summary>How long a search waits for the database: two seconds and a quarter by default, so that it is answered within three when
    /// the database is away.</summary>
    public TimeSpan Deadline => settings.Timeout + Way;

    /// <summary>Searches.</summary>
    /// <param name="query">What to look for; words, "phrases", or, -not.</param>
    /// <param name="limit">Most documents in the answer.</param>
    /// <param name="language">Dictionary for the words.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="InvalidOperationException">The embedding model of this process is not registered: run migrate.</exception>
    public async Task<SearchAnswer> SearchAsync(string query, int limit, SearchLanguage language, CancellationToken cancellation)
    {
        var model = await models.FindAsync(cancellation)
            ?? throw new InvalidOperationException("The embedding model is not registered; run: document-search migrate.");
        var vector = await VectorAsync(query, cancellation);
        var words = SearchQuery.Words(query);

        return await database.ReadAsync(
            "search",
            Deadline,
            async (connection, cancellation) =>
            {
                var rankings = await RankAsync(connection, words, vector, model, language, cancellation);
                var documents = ReciprocalRankFusion.Fuse(rankings, limit);
                return new SearchAnswer(query, await DescribeAsync(connection, documents, words, language, cancellation), vector is null);
            },
            cancellation);
    }

    internal static string WordQuery(SearchLanguage language) => language switch
    {
        SearchLanguage.Pt => "websearch_to_tsquery('search_pt', $1)",
        SearchLanguage.En => "websearch_to_tsquery('search_en', $1)",
        _ => "(websearch_to_tsquery('search_pt', $1) || websearch_to_tsquery('search_en', $1))",
    };

    /// <summary>The nearest chunks by cosine. The model's number and dimension are part of the text, because the planner uses a
    /// partial index only for a condition it can prove; both are numbers from the database.</summary>
    internal static string VectorSql(EmbeddingModel model)
        => $"""
            SELECT document_id, ordinal FROM chunk_embeddings WHERE model_id = {model.Id}
            ORDER BY embedding::vector({model.Dimensions}) <=> $1::text::vector({model.Dimensions}) LIMIT {Candidates}
            """;

    private string Milliseconds => settings.Timeout.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);

    private async Task<string?> VectorAsync(string query, CancellationToken cancellation)
    {
        try
        {
            return VectorText.Of((await embedder.QueryAsync(query, cancellation)).Span);
        }
        catch (DependencyUnavailableException)
        {
            // Half an answer now is worth more than a whole one when the model is back; the guard counts the failure.
            return null;
        }
    }

    private async Task<IReadOnlyList<ChunkKey>[]> RankAsync(
        NpgsqlConnection connection,
        string words,
        string? vector,
        EmbeddingModel model,
        SearchLanguage language,
        CancellationToken cancellation)
    {
        // Both rankings in one round trip, which is one transaction. The depth of the search and the time it may take belong to it and not to
        // the session: a pool in front of the server gives every transaction a session that others have used.
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("SELECT set_config('hnsw.ef_search', $1, true), set_config('statement_timeout', $2, true)")
                {
                    Parameters = { new() { Value = $"{settings.EfSearch}" }, new() { Value = Milliseconds } },
                },
                new($"""
                    WITH query AS (SELECT {WordQuery(language)} AS words),
                    matches AS (SELECT document_id, ordinal, terms FROM chunks, query WHERE terms @@ words LIMIT {RankedMatches})
                    SELECT document_id, ordinal FROM matches, query ORDER BY ts_rank_cd(terms, words) DESC, document_id, ordinal LIMIT {Candidates}
                    """)
                { Parameters = { new() { Value = words } } },
            },
        };
        if (vector is not null)
            batch.BatchCommands.Add(new(VectorSql(model)) { Parameters = { new() { Value = vector } } });
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        var byWords = await KeysAsync(reader, cancellation);
        return await reader.NextResultAsync(cancellation) ? [byWords, await KeysAsync(reader, cancellation)] : [byWords];
    }

    private static async Task<IReadOnlyList<ChunkKey>> KeysAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var keys = new List<ChunkKey>(Candidates);
        while (await reader.ReadAsync(cancellation))
            keys.Add(new ChunkKey(reader.GetGuid(0), reader.GetInt32(1)));
        return keys;
    }

    private async Task<IReadOnlyList<SearchResult>> DescribeAsync(
        NpgsqlConnection connection,
        IReadOnlyList<FusedDocument> documents,
        string words,
        SearchLanguage language,
        CancellationToken cancellation)
    {
        var dictionary = language == SearchLanguage.En ? "search_en" : "search_pt";
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("SELECT set_config('statement_timeout', $1, true)") { Parameters = { new() { Value = Milliseconds } } },
                new($"""
                    SELECT documents.id, documents.name, ts_headline('{dictionary}', chunks.content, {WordQuery(language)}, $4)
                    FROM unnest($2::uuid[], $3::int[]) AS found (document_id, ordinal)
                    JOIN chunks ON chunks.document_id = found.document_id AND chunks.ordinal = found.ordinal
                    JOIN documents ON documents.id = found.document_id
                    """)
                {
                    Parameters =
                    {
                        new() { Value = words },
                        new() { Value = documents.Select(document => document.Best.Document).ToArray() },
                        new() { Value = documents.Select(document => document.Best.Ordinal).ToArray() },
                        new() { Value = Headline },
                    },
                },
            },
        };
        var described = new Dictionary<Guid, (string Name, string Marked)>();
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            described[reader.GetGuid(0)] = (reader.GetString(1), reader.GetString(2));

        // Deleted between the two statements: simply not in the answer.
        return documents
            .Where(document => described.ContainsKey(document.Best.Document))
            .Select(document =>
            {
                var (name, marked) = described[document.Best.Document];
                return new SearchResult(document.Best.Document, name, Math.Round(document.Score, 6), Snippet.Parse(marked));
            })
            .ToList();
    }
}
