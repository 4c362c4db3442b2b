using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DocumentSearch.Tests;

namespace DocumentSearch.IntegrationTests;

[Collection(ServersCollection.Name)]
public sealed class DocumentTests(Servers servers) : IAsyncLifetime
{
    private Scenario _scenario = null!;
    private HttpClient _writer = null!;
    private HttpClient _reader = null!;

    public async Task InitializeAsync()
    {
        _scenario = await servers.NewScenarioAsync();
        var api = await _scenario.StartApiAsync();
        await _scenario.StartWorkerAsync("worker-1");
        _writer = await Scenario.ClientAsync(api, Scenario.Writer);
        _reader = await Scenario.ClientAsync(api, Scenario.Reader);
    }

    public async Task DisposeAsync()
    {
        _writer.Dispose();
        _reader.Dispose();
        await _scenario.DisposeAsync();
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Every_format_is_read_and_found()
    {
        var text = await _writer.AcceptedAsync("plain.txt", "The lighthouse keeper wrote letters.");
        var markdown = await _writer.AcceptedAsync("notes.md", "# Gardening\n\nTomatoes need watering.");
        var html = await _writer.AcceptedAsync("page.html", "<!doctype html><title>Astronomy</title><script>hiddenword()</script><p>Telescopes show galaxies.</p>");
        var docx = await _writer.AcceptedAsync("letter.docx", Samples.Docx("Prezado senhor,", "As encomendas chegaram ontem."));

        foreach (var (id, format) in new[] { (text, "txt"), (markdown, "md"), (html, "html"), (docx, "docx") })
        {
            var document = await _reader.FinishedAsync(id);
            Assert.Equal(("ready", format), (document.GetProperty("status").GetString(), document.GetProperty("format").GetString()));
        }

        Assert.Equal(text, First(await _reader.SearchAsync("lighthouse letter")));
        Assert.Equal(markdown, First(await _reader.SearchAsync("water tomato", "&lang=en")));
        Assert.Equal(html, First(await _reader.SearchAsync("galaxy telescope")));
        Assert.Equal(docx, First(await _reader.SearchAsync("encomenda", "&lang=pt")));
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Words_match_in_both_languages_without_accents_and_in_other_forms()
    {
        var id = await _writer.AcceptedAsync("historia.txt", "A história das navegações portuguesas. Ships were crossing oceans.");
        await _reader.FinishedAsync(id);

        foreach (var query in new[] { "historia", "HISTÓRIAS", "navegacao", "crossed ocean", "navegaçoes portuguesa" })
        {
            var found = Assert.Single(await _reader.SearchAsync(query));
            Assert.Equal(id, found.GetProperty("documentId").GetGuid());
        }
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Snippets_mark_matches()
    {
        await _reader.FinishedAsync(await _writer.AcceptedAsync("x.txt", "Some words <script>alert(1)</script> and the zebra crossing."));

        var snippet = (await _reader.SearchAsync("zebra"))[0].GetProperty("snippet").EnumerateArray().ToList();

        Assert.Equal("zebra", Assert.Single(snippet, part => part.GetProperty("match").GetBoolean()).GetProperty("text").GetString());
        // PostgreSQL leaves tags out of what it shows; what is left is text all the same.
        Assert.Contains("alert(1)", string.Concat(snippet.Select(part => part.GetProperty("text").GetString())), StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_misspelt_word_is_found_by_its_vector()
    {
        var id = await _writer.AcceptedAsync("m.txt", "Mediterranean restaurants");
        await _reader.FinishedAsync(id);
        await _reader.FinishedAsync(await _writer.AcceptedAsync("n.txt", "Quarterly budget figures"));

        Assert.Equal(id, First(await _reader.SearchAsync("meditteranean restaurent")));
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Answers_are_cached_until_the_corpus_changes()
    {
        var id = await _writer.AcceptedAsync("cached.txt", "Caches forget nothing in time.");
        await _reader.FinishedAsync(id);
        await _reader.SearchAsync("caches");
        Assert.Equal("hit", await CacheAsync("caches"));

        await _writer.DeleteAsync($"/api/v1/documents/{id}");

        Assert.Equal("miss", await CacheAsync("caches"));
        Assert.Empty(await _reader.SearchAsync("caches"));
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task The_same_bytes_are_one_document()
    {
        var id = await _writer.AcceptedAsync("first.txt", "The very same bytes.");
        using var again = await _writer.UploadAsync("second.txt", Samples.Utf8("The very same bytes."));

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(id, (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid());
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task The_same_bytes_sent_at_once_are_one_document()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _writer.UploadAsync("race.txt", Samples.Utf8("Eight uploads race."))));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Accepted);
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(1, await _scenario.ValueAsync<long>("SELECT count(*) FROM documents"));
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_deleted_document_is_gone_with_its_chunks_vectors_and_file()
    {
        var id = await _writer.AcceptedAsync("gone.txt", "Soon to be gone.");
        await _reader.FinishedAsync(id);

        Assert.Equal(HttpStatusCode.NoContent, (await _writer.DeleteAsync($"/api/v1/documents/{id}")).StatusCode);

        await (await _reader.GetAsync($"/api/v1/documents/{id}")).ProblemAsync(HttpStatusCode.NotFound);
        await (await _writer.DeleteAsync($"/api/v1/documents/{id}")).ProblemAsync(HttpStatusCode.NotFound);
        Assert.Equal(0, await _scenario.ValueAsync<long>("SELECT (SELECT count(*) FROM chunks) + (SELECT count(*) FROM chunk_embeddings)"));
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Documents_are_listed_in_pages_newest_first()
    {
        var ids = new List<Guid>();
        for (var number = 0; number < 5; number++)
            ids.Insert(0, await _writer.AcceptedAsync($"{number}.txt", $"Document number {number}"));

        var first = await _reader.GetFromJsonAsync<JsonElement>("/api/v1/documents?limit=3");
        var second = await _reader.GetFromJsonAsync<JsonElement>($"/api/v1/documents?limit=3&after={first.GetProperty("next").GetGuid()}");

        Assert.Equal(ids, first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).Select(item => item.GetProperty("id").GetGuid()));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        await (await _reader.GetAsync("/api/v1/documents?status=lost")).ProblemAsync(HttpStatusCode.BadRequest);
        await (await _reader.GetAsync("/api/v1/documents?limit=1000")).ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_long_document_is_found_by_its_end_and_appears_once()
    {
        var text = string.Join("\n\n", Enumerable.Range(0, 400).Select(number => $"Paragraph {number} speaks of common things at some length, so that it fills a line.")) + "\n\nFinally the xylophone.";
        var id = await _writer.AcceptedAsync("long.txt", text);
        var document = await _reader.FinishedAsync(id);

        Assert.True(document.GetProperty("chunks").GetInt32() > 10);
        Assert.Equal(id, Assert.Single(await _reader.SearchAsync("xylophone")).GetProperty("documentId").GetGuid());
        Assert.Single(await _reader.SearchAsync("common things"));
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task The_file_leaves_the_bucket_when_the_document_is_ready()
    {
        var id = await _writer.AcceptedAsync("temporary.txt", "Only for a while in the bucket.");
        await _reader.FinishedAsync(id);
        using var store = _scenario.OpenFiles();
        await Wait.UntilAsync(async () => await store.GetAsync(id, CancellationToken.None) is null, "the file is gone");
    }

    private static Guid First(JsonElement[] results) => results[0].GetProperty("documentId").GetGuid();

    private async Task<string> CacheAsync(string query)
        => (await _reader.GetAsync($"/api/v1/search?q={query}")).Headers.GetValues("X-Cache").Single();
}
