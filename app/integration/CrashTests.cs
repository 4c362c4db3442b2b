using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DocumentSearch.Tests;
using Xunit.Abstractions;

namespace DocumentSearch.IntegrationTests;

/// <summary>Documents while workers and Redis are killed at random: none lost, none twice.</summary>
[Collection(ServersCollection.Name)]
public sealed class CrashTests(Servers servers, ITestOutputHelper output)
{
    private static readonly int Documents = Scale.Of(300, full: 1_000);
    private static readonly int LeastWorkerKills = Scale.Of(8, full: 15);
    private static readonly int LeastRedisKills = Scale.Of(2, full: 4);
    private const int Workers = 3;
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(2);

    [Fact(Timeout = Bounds.LongTest)]
    public async Task No_accepted_document_is_lost_or_found_twice()
    {
        await using var scenario = await servers.NewScenarioAsync();
        var api = await scenario.StartApiAsync();
        using var writer = await Scenario.ClientAsync(api, Scenario.Writer);
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var workers = new List<RunningService>();
        for (var number = 0; number < Workers; number++)
            workers.Add(await scenario.StartWorkerAsync($"worker-{number}"));

        using var end = new Ending();
        var accepted = AcceptAsync(writer, end.Token);
        var (workerKills, redisKills) = (0, 0);
        var start = Stopwatch.GetTimestamp();
        // Kills go on until every upload is answered, and until there were enough of them.
        while (!accepted.IsCompleted || workerKills < LeastWorkerKills || redisKills < LeastRedisKills)
        {
            Assert.True(
                Stopwatch.GetElapsedTime(start) < MostTime,
                $"Not within {MostTime}: {Documents} documents are accepted. {api.Log[^Math.Min(4_000, api.Log.Length)..]}");
            await Task.Delay(random.Next(100, 600));
            if (random.Next(4) == 0)
            {
                servers.Kill("valkey");
                await Task.Delay(random.Next(0, 500));
                servers.Restart("valkey");
                redisKills++;
            }
            else
            {
                var victim = random.Next(Workers);
                await workers[victim].KillAsync();
                workers[victim] = await scenario.StartWorkerAsync($"worker-{victim}");
                workerKills++;
            }
        }

        var ids = await Wait.ForAsync(accepted, $"{Documents} documents are accepted", () => api.Log);
        Assert.Equal(Documents, ids.Distinct().Count());
        await Wait.UntilAsync(
            async () => await scenario.ValueAsync<long>("SELECT count(*) FROM documents WHERE status IN ('queued', 'processing')") == 0,
            "every document is finished",
            () => string.Join('\n', workers.Select(worker => worker.Log[^Math.Min(2_000, worker.Log.Length)..])),
            seconds: 180);

        var lost = new List<int>();
        var doubled = new List<int>();
        for (var number = 0; number < Documents; number++)
        {
            var found = (await writer.SearchAsync(Words.Of(number), "&limit=50")).Count(result => result.GetProperty("documentId").GetGuid() == ids[number]);
            if (found == 0)
                lost.Add(number);
            if (found > 1)
                doubled.Add(number);
        }

        var chunks = await scenario.ValueAsync<long>("SELECT count(*) FROM chunks");
        var vectors = await scenario.ValueAsync<long>("SELECT count(*) FROM chunk_embeddings");
        output.WriteLine(
            $"Crash test (seed {seed}): {Documents} accepted, {workerKills} workers and {redisKills} times Redis killed in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s; "
            + $"{lost.Count} lost, {doubled.Count} doubled in search, {chunks} chunks, {vectors} vectors.");
        Assert.Empty(lost);
        Assert.Empty(doubled);
        Assert.Equal(Documents, chunks);
        Assert.Equal(Documents, vectors);
        Assert.Equal(Documents, await scenario.ValueAsync<long>("SELECT count(*) FROM documents WHERE status = 'ready'"));
    }

    private static async Task<Guid[]> AcceptAsync(HttpClient writer, CancellationToken end)
    {
        var ids = new Guid[Documents];
        var four = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = end };
        await Parallel.ForAsync(0, Documents, four, async (number, cancellation) =>
        {
            // As a careful client does: what was not answered is sent again. The same bytes are the same document.
            while (true)
            {
                using var answer = await writer.UploadAsync($"{number}.txt", Samples.Utf8($"Document {number} holds the word {Words.Of(number)}."));
                if (answer.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.OK)
                {
                    ids[number] = (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("id").GetGuid();
                    break;
                }

                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                await Task.Delay(200, cancellation);
            }

            // Slow enough for the kills to hit work under way.
            await Task.Delay(30, cancellation);
        });
        return ids;
    }
}
