using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using DocumentSearch.Tests;
using Xunit.Abstractions;

namespace DocumentSearch.IntegrationTests;

/// <summary>Documents that parsers take minutes and gigabytes for, among those of other people.</summary>
[Collection(ServersCollection.Name)]
public sealed class HostileDocumentTests(Servers servers, ITestOutputHelper output)
{
    private const int Others = 60;
    private const string Reasons = "nests more than|takes longer than|MiB of memory|split the document";
    private const int ExtractionSeconds = 10;
    private const long ExtractionBytes = 128 * 1024 * 1024;

    [Fact(Timeout = Bounds.LongTest)]
    public async Task A_document_beyond_the_bounds_fails_alone_with_the_reason()
    {
        await using var scenario = await servers.NewScenarioAsync(
            migrate: true, ("EXTRACTION_SECONDS", $"{ExtractionSeconds}"), ("EXTRACTION_MEMORY_BYTES", $"{ExtractionBytes}"));
        var api = await scenario.StartApiAsync();
        var worker = await scenario.StartWorkerAsync("hostile");
        using var writer = await Scenario.ClientAsync(api, Scenario.Writer);
        var hostile = new List<(string Name, Guid Id)>();
        var refused = new List<(string Name, HttpStatusCode Status, string Reason)>();
        var largest = 0L;
        using var watch = new CancellationTokenSource();
        var watching = WatchAsync();

        var start = Stopwatch.GetTimestamp();
        foreach (var (name, content) in Hostile())
        {
            using var answer = await writer.UploadAsync(name, content);
            if (answer.StatusCode == HttpStatusCode.Accepted)
                hostile.Add((name, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid()));
            else
                refused.Add((name, answer.StatusCode, await answer.ProblemAsync(answer.StatusCode)));
        }

        var others = new List<(Guid Id, long Since)>();
        for (var other = 0; other < Others; other++)
        {
            others.Add((await writer.AcceptedAsync($"{other}.html", $"<!doctype html><p>Somebody else's page {Words.Of(other)}."), Stopwatch.GetTimestamp()));
            await Task.Delay(100);
        }

        var waits = new List<TimeSpan>();
        foreach (var (id, since) in others)
        {
            var document = await writer.FinishedAsync(id, seconds: 120);
            Assert.Equal("ready", document.GetProperty("status").GetString());
            waits.Add(document.GetProperty("updatedAt").GetDateTimeOffset() - document.GetProperty("createdAt").GetDateTimeOffset());
        }

        foreach (var (name, id) in hostile)
        {
            var document = await writer.FinishedAsync(id, seconds: 180);
            output.WriteLine($"{name}: {document.GetProperty("status")} {document.GetProperty("failure")}");
            if (document.GetProperty("status").GetString() == "failed")
                Assert.Matches(Reasons, document.GetProperty("failure").GetString());
        }

        foreach (var (name, status, reason) in refused)
            output.WriteLine($"{name}: {(int)status} {reason}");
        var elapsed = Stopwatch.GetElapsedTime(start);
        await watch.CancelAsync();
        await watching;
        // Too large in itself, or for the memory that reading it may take: each with its reason.
        HttpStatusCode[] refusals = [HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.UnprocessableEntity];
        Assert.All(refused, file => Assert.Contains(file.Status, refusals));
        Assert.All(refused, file => Assert.Matches(Reasons, file.Reason));
        waits.Sort();
        output.WriteLine(
            $"| hostile documents | {hostile.Count} read or failed, {refused.Count} refused at the upload, all in {elapsed.TotalSeconds:0} s "
            + $"| {Others} other pages: p50 {waits[Others / 2].TotalSeconds:0.0} s, p95 {waits[Others * 95 / 100].TotalSeconds:0.0} s until ready "
            + $"| worker and its processes {largest / 1024 / 1024} MiB at most |");
        Assert.False(worker.Process.HasExited, worker.Log);
        Assert.InRange(largest, 1, 2 * (ExtractionBytes + 256 * 1024 * 1024) + 512L * 1024 * 1024);
        Assert.Equal(0, await scenario.ValueAsync<long>("SELECT count(*) FROM documents WHERE failure LIKE '%ended the worker%'"));

        async Task WatchAsync()
        {
            while (!watch.IsCancellationRequested)
            {
                largest = Math.Max(largest, ResidentBytes(worker.Process.Id));
                await Task.Delay(100);
            }
        }
    }

    [Fact(Timeout = Bounds.LongTest)]
    public async Task A_text_of_too_many_chunks_is_refused_at_the_upload()
    {
        await using var scenario = await servers.NewScenarioAsync();
        var api = await scenario.StartApiAsync();
        using var writer = await Scenario.ClientAsync(api, Scenario.Writer);
        using var answer = await writer.UploadAsync("long.txt", Samples.Utf8(new StringBuilder().Insert(0, "word ", 2_600_000).ToString()));
        Assert.Contains("split the document", await answer.ProblemAsync(HttpStatusCode.RequestEntityTooLarge), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Name, byte[] Content)> Hostile()
    {
        foreach (var times in new[] { 10_000, 20_000, 40_000 })
        {
            yield return ($"lists{times}.html", Page(Repeat("<ul><li>x", times)));
            yield return ($"blocks{times}.html", Page(Repeat("<div>x", times)));
        }

        foreach (var times in new[] { 500, 1_000, 2_000 })
        {
            yield return ($"fonts{times}.html", Page(Numbered("<font size={0}>", times) + Repeat("<p>x", times * 4)));
            yield return (
                $"adoption{times}.html",
                Page(Numbered("<b {0}>", times) + Numbered("<i {0}>", times) + "x" + Repeat("</b>", times)));
        }

        yield return ("paragraphs.html", Page(Repeat("<p><font>", 30_000)));
        yield return ("bomb.docx", Samples.Docx(new string('x', 60_000_000)));
    }

    private static byte[] Page(string content) => Samples.Utf8("<!doctype html><title>t</title>" + content);

    private static string Numbered(string tag, int times)
        => string.Concat(Enumerable.Range(0, times).Select(number => string.Format(CultureInfo.InvariantCulture, tag, number)));

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();

    /// <summary>Memory of a process and of those that it has started.</summary>
    private static long ResidentBytes(int process)
    {
        var sum = 0L;
        foreach (var directory in Directory.EnumerateDirectories("/proc").Where(directory => int.TryParse(Path.GetFileName(directory), out _)))
        {
            try
            {
                var id = int.Parse(Path.GetFileName(directory));
                // Behind the name in brackets: state, then the parent.
                var parent = int.Parse(File.ReadAllText($"{directory}/stat").Split(") ")[^1].Split(' ')[1]);
                if (id == process || parent == process)
                    sum += long.Parse(File.ReadAllText($"{directory}/statm").Split(' ')[1]) * Environment.SystemPageSize;
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }

        return sum;
    }
}
