using DocumentSearch.Configuration;
using DocumentSearch.Embeddings;
using DocumentSearch.Search;

namespace DocumentSearch.Tests;

public sealed class SearchTests
{
    private static readonly Guid A = new("00000000-0000-0000-0000-00000000000a");
    private static readonly Guid B = new("00000000-0000-0000-0000-00000000000b");
    private static readonly Guid C = new("00000000-0000-0000-0000-00000000000c");

    [Fact]
    public void What_both_rankings_know_comes_before_what_one_knows_best()
    {
        var fused = ReciprocalRankFusion.Fuse([[new(A, 0), new(B, 0)], [new(C, 0), new(B, 0)]], limit: 3);

        Assert.Equal([B, A, C], fused.Select(document => document.Best.Document));
        Assert.Equal(2d / (ReciprocalRankFusion.K + 2), fused[0].Score, precision: 12);
    }

    [Fact]
    public void A_document_appears_once_with_its_best_chunk()
    {
        var fused = ReciprocalRankFusion.Fuse([[new(A, 5), new(A, 1), new(B, 0)]], limit: 10);

        Assert.Equal([new ChunkKey(A, 5), new ChunkKey(B, 0)], fused.Select(document => document.Best));
    }

    [Fact]
    public void The_limit_counts_documents() => Assert.Single(ReciprocalRankFusion.Fuse([[new(A, 0), new(B, 0)]], limit: 1));

    [Fact]
    public void No_ranking_gives_no_result() => Assert.Empty(ReciprocalRankFusion.Fuse([[], []], limit: 10));

    [Fact]
    public void A_snippet_is_text_and_matches()
    {
        var parts = Snippet.Parse($"<b>a {Snippet.MatchStart}match{Snippet.MatchEnd} b");

        Assert.Equal([new("<b>a ", false), new("match", true), new(" b", false)], parts);
    }

    [Fact]
    public void A_snippet_without_matches_is_one_part() => Assert.Equal([new("plain", false)], Snippet.Parse("plain"));

    [Fact]
    public void The_vector_query_names_model_and_dimension_so_that_the_partial_index_is_used()
    {
        var sql = SearchEngine.VectorSql(new EmbeddingModel(7, "m", 256, IsActive: true));

        Assert.Contains("model_id = 7", sql, StringComparison.Ordinal);
        Assert.Contains("embedding::vector(256) <=>", sql, StringComparison.Ordinal);
    }

    [Fact]
    public void Cache_keys_differ_by_everything_that_changes_the_answer()
    {
        string[] keys =
        [
            SearchCache.KeyOf("q", 10, SearchLanguage.Any, "1"),
            SearchCache.KeyOf("Q", 10, SearchLanguage.Any, "1"),
            SearchCache.KeyOf("q", 11, SearchLanguage.Any, "1"),
            SearchCache.KeyOf("q", 10, SearchLanguage.Pt, "1"),
            SearchCache.KeyOf("q", 10, SearchLanguage.Any, "2"),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Theory]
    [InlineData("licitação de 2026")]
    [InlineData("\"exact phrase\" or -other")]
    [InlineData("https://example.com/a/long/path?with=parameters")]
    [InlineData("…")]
    public void Queries_are_accepted(string query) => Assert.Null(SearchQuery.Complaint(query));

    [Theory]
    [InlineData("e-mail -draft -\"first draft\"", "e-mail -draft -\"first draft\"")]
    [InlineData("---- annual report ----", "  annual report  ")]
    [InlineData("a --b", "a  b")]
    [InlineData("1900 - 1910", "1900   1910")]
    [InlineData("-\"\"-\"\"", " \"\" \"\"")]
    [InlineData("-ção", "-ção")]
    public void A_hyphen_is_asked_for_before_a_word_once(string query, string words) => Assert.Equal(words, SearchQuery.Words(query));

    [Fact]
    public void Queries_are_bounded_in_length_words_and_length_of_words()
    {
        Assert.Null(SearchQuery.Complaint(string.Join(' ', Enumerable.Repeat("word", SearchQuery.MostWords))));
        Assert.Contains("it has 65", SearchQuery.Complaint(string.Join('-', Enumerable.Repeat("w", SearchQuery.MostWords + 1))),
            StringComparison.Ordinal);
        Assert.Null(SearchQuery.Complaint(new string('語', SearchQuery.LongestWord)));
        Assert.Contains("200 characters", SearchQuery.Complaint(new string('語', SearchQuery.LongestWord + 1)), StringComparison.Ordinal);
        Assert.Contains("1 to 1000", SearchQuery.Complaint(""), StringComparison.Ordinal);
        Assert.Contains("1 to 1000", SearchQuery.Complaint(new string(' ', 1_001)), StringComparison.Ordinal);
        Assert.Contains("not text", SearchQuery.Complaint("a\0b"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Searches_of_one_client_wait_for_each_other_and_the_rest_is_refused()
    {
        using var admission =
            new SearchAdmission(new SearchSettings(TimeSpan.Zero, 100, TimeSpan.FromSeconds(30), Concurrency: 3, ConcurrencyOfClient: 2));
        var first = await admission.EnterAsync("greedy", CancellationToken.None);
        await admission.EnterAsync("greedy", CancellationToken.None);
        var waiting = Enumerable.Range(0, 32).Select(_ => admission.EnterAsync("greedy", CancellationToken.None)).ToList();

        Assert.Null(await admission.EnterAsync("greedy", CancellationToken.None));
        Assert.All(waiting, turn => Assert.False(turn.IsCompleted));
        Assert.NotNull(await admission.EnterAsync("modest", CancellationToken.None));

        // The total is reached: whoever comes now waits until somebody is done.
        var third = admission.EnterAsync("third", CancellationToken.None);
        Assert.False(third.IsCompleted);
        first!.Dispose();
        Assert.NotNull(await third);
    }

    [Fact]
    public async Task A_search_waits_no_longer_than_a_search_may_take()
    {
        using var admission =
            new SearchAdmission(new SearchSettings(TimeSpan.Zero, 100, TimeSpan.FromMilliseconds(50), Concurrency: 1,
            ConcurrencyOfClient: 1));
        using var turn = await admission.EnterAsync("a", CancellationToken.None);

        Assert.Null(await admission.EnterAsync("a", CancellationToken.None));
        Assert.Null(await admission.EnterAsync("b", CancellationToken.None));

        turn!.Dispose();
        using var next = await admission.EnterAsync("b", CancellationToken.None);
        Assert.NotNull(next);
    }
}
