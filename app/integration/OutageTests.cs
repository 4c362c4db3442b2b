using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DocumentSearch.Tests;
using Xunit.Abstractions;

namespace DocumentSearch.IntegrationTests;

/// <summary>
/// Each server in turn is taken away while documents are uploaded: none fails, none is lost, and searches are answered meanwhile. Without
/// more said this is a sample: each server once, for a short time. Documents, seconds, servers and ways come from
/// DOCUMENT_SEARCH_OUTAGE_DOCUMENTS, DOCUMENT_SEARCH_OUTAGE_SECONDS, DOCUMENT_SEARCH_OUTAGES and DOCUMENT_SEARCH_OUTAGE_WAYS, which
/// scripts/outages sets.
/// </summary>
[Collection(ServersCollection.Name)]
public sealed class OutageTests(Servers servers, ITestOutputHelper output)
{
    private const int Uploaders = 4;
    private static readonly TimeSpan SearchBound = TimeSpan.FromSeconds(3);
    private static readonly int Documents = int.Parse(Variable("DOCUMENT_SEARCH_OUTAGE_DOCUMENTS", "120"));
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(int.Parse(Variable("DOCUMENT_SEARCH_OUTAGE_SECONDS", "10")));

    // What is uploaded during the outage, and after it, each with time for the pauses of queues and guards.
    private static readonly int UploadSeconds = 120 + (2 * (int)Away.TotalSeconds);
    private const int WorkSeconds = 180;

    public static TheoryData<string, string> Outages
    {
        get
        {
            var outages = new TheoryData<string, string>();
            string[] ways = ["killed", "frozen"];
            var chosen = Variable("DOCUMENT_SEARCH_OUTAGES", "s3 model postgresql valkey").Split(' ');
            var all = Variable("DOCUMENT_SEARCH_OUTAGE_WAYS", "");
            for (var number = 0; number < chosen.Length; number++)
            {
                foreach (var way in all.Length > 0 ? all.Split(' ') : [ways[number % ways.Length]])
                    outages.Add(chosen[number], way);
            }

            return outages;
        }
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task No_document_fails_while_a_server_is_away_and_searches_are_answered(string server, string how)
    {
        await using var model = await ModelServer.StartAsync();
        await using var scenario = await servers.NewScenarioAsync(migrate: true, model.Settings);
        var api = await scenario.StartApiAsync();
        using var writer = await Scenario.ClientAsync(api, Scenario.Writer);
        var workers = new[] { await scenario.StartWorkerAsync("outage-1"), await scenario.StartWorkerAsync("outage-2") };
        await writer.FinishedAsync(await writer.AcceptedAsync("before.txt", "Something to be found by the word lighthouse."));

        var unexpected = new ConcurrentQueue<string>();
        var (unavailable, done) = (0, 0);
        using var end = new Ending();
        var accepted = AcceptAsync(
            writer, () => Interlocked.Increment(ref done), unexpected, () => Interlocked.Increment(ref unavailable), end.Token);
        await Wait.UntilAsync(
            () => Task.FromResult(accepted.IsCompleted || Volatile.Read(ref done) >= Documents / 4),
            "a quarter of the documents is accepted",
            () => $"{done} are; {string.Join('\n', unexpected)} {api.Log}",
            UploadSeconds);

        await TakeAwayAsync(server, how, model);
        var searches = new List<(HttpStatusCode Status, TimeSpan Time, bool Found)>();
        var start = Stopwatch.GetTimestamp();
        try
        {
            while (Stopwatch.GetElapsedTime(start) < Away)
            {
                searches.Add(await SearchAsync(writer, $"lighthouse -outage{searches.Count}"));
                await Task.Delay(200);
            }
        }
        finally
        {
            await BringBackAsync(server, how, model);
        }

        var back = Stopwatch.GetTimestamp();
        var ids = await Wait.ForAsync(accepted, $"{Documents} documents are accepted", () => $"{done} are; {api.Log}", UploadSeconds);
        await Wait.UntilAsync(
            async () => await scenario.ValueAsync<long>("SELECT count(*) FROM documents WHERE status IN ('queued', 'processing')") == 0,
            "every document is finished",
            () => string.Join('\n', workers.Select(worker => worker.Log[^Math.Min(2_000, worker.Log.Length)..])),
            WorkSeconds);
        var drained = Stopwatch.GetElapsedTime(back);

        var failed = await scenario.ValueAsync<long>("SELECT count(*) FROM documents WHERE status = 'failed'");
        var lost = 0;
        foreach (var number in Enumerable.Range(0, Documents))
        {
            if (!(await writer.SearchAsync(Words.Of(number), "&limit=50")).Any(result => result.GetProperty("documentId").GetGuid() == ids[number]))
                lost++;
        }

        var slowest = searches.Max(search => search.Time);
        var refused = searches.Count(search => search.Status == HttpStatusCode.ServiceUnavailable);
        output.WriteLine(
            $"| {server} {how} | {Away.TotalSeconds:0} s | {Documents} documents | {failed} failed | {lost} lost | {unavailable} uploads 503 | "
            + $"{searches.Count} searches | {refused} of them 503 | slowest {slowest.TotalSeconds:0.00} s | all ready {drained.TotalSeconds:0} s after |");
        Assert.Empty(unexpected);
        Assert.Equal(0, failed);
        Assert.Equal(0, lost);
        Assert.Equal(Documents + 1, await scenario.ValueAsync<long>("SELECT count(*) FROM documents WHERE status = 'ready'"));
        Assert.True(slowest < SearchBound, $"A search took {slowest}.");
        if (server == "postgresql")
            Assert.All(searches, search => Assert.Equal(HttpStatusCode.ServiceUnavailable, search.Status));
        else
            Assert.All(searches, search => Assert.Equal((HttpStatusCode.OK, true), (search.Status, search.Found)));
    }

    private static async Task<(HttpStatusCode Status, TimeSpan Time, bool Found)> SearchAsync(HttpClient client, string query)
    {
        var start = Stopwatch.GetTimestamp();
        using var answer = await client.GetAsync($"/api/v1/search?q={Uri.EscapeDataString(query)}");
        var found = answer.IsSuccessStatusCode
            && (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("results").EnumerateArray()
                .Any(result => result.GetProperty("name").GetString() == "before.txt");
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            Assert.NotNull(answer.Headers.RetryAfter);
        return (answer.StatusCode, Stopwatch.GetElapsedTime(start), found);
    }

    private static string Variable(string name, string otherwise)
        => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : otherwise;

    private static async Task<Guid[]> AcceptAsync(
        HttpClient writer, Action done, ConcurrentQueue<string> unexpected, Action refused, CancellationToken end)
    {
        var ids = new Guid[Documents];
        // Some before, some while the server is away, some after.
        var pace = Away * Uploaders / (Documents * 0.5);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Uploaders, CancellationToken = end };
        await Parallel.ForAsync(0, Documents, options, async (number, cancellation) =>
        {
            while (true)
            {
                using var answer = await writer.UploadAsync($"{number}.txt", Samples.Utf8($"Document {number} holds the word {Words.Of(number)}."));
                if (answer.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.OK)
                {
                    ids[number] = (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("id").GetGuid();
                    break;
                }

                refused();
                if (answer.StatusCode != HttpStatusCode.ServiceUnavailable || answer.Headers.RetryAfter is null)
                    unexpected.Enqueue($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellation)}");
                await Task.Delay(500, cancellation);
            }

            done();
            await Task.Delay(pace, cancellation);
        });
        return ids;
    }

    private async Task TakeAwayAsync(string server, string how, ModelServer model)
    {
        switch (server, how)
        {
            case ("model", "killed"):
                await model.KillAsync();
                break;
            case ("model", _):
                model.Freeze();
                break;
            case (_, "killed"):
                servers.Kill(server);
                break;
            default:
                servers.Freeze(server);
                break;
        }
    }

    private async Task BringBackAsync(string server, string how, ModelServer model)
    {
        switch (server, how)
        {
            case ("model", "killed"):
                await model.RestartAsync();
                break;
            case ("model", _):
                model.Thaw();
                break;
            case (_, "killed"):
                servers.Restart(server);
                break;
            default:
                servers.Thaw(server);
                break;
        }
    }
}
