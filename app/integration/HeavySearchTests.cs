using System.Diagnostics;
using System.Net;
using Npgsql;
using Xunit.Abstractions;

namespace DocumentSearch.IntegrationTests;

/// <summary>One client asks for much at once; the others do not notice.</summary>
[Collection(ServersCollection.Name)]
public sealed class HeavySearchTests(Servers servers, ITestOutputHelper output)
{
    private const int Heavy = 40;
    private const int Documents = 300;
    private const int ChunksOfOne = 100;

    [Fact(Timeout = Bounds.LongTest)]
    public async Task Forty_heavy_searches_of_one_client_leave_the_others_theirs()
    {
        await using var scenario = await servers.NewScenarioAsync(migrate: true, ("SEARCH_CACHE_SECONDS", "0"));
        await FillAsync(scenario);
        var api = await scenario.StartApiAsync();
        using var greedy = await Scenario.ClientAsync(api, Scenario.Reader);
        using var modest = await Scenario.ClientAsync(api, Scenario.Writer);
        var alone = await TimesAsync(modest, TimeSpan.FromSeconds(3));

        using var end = new CancellationTokenSource();
        var (answered, refused, other) = (0, 0, 0);
        var heavy = Enumerable.Range(0, Heavy).Select(number => Task.Run(async () =>
        {
            for (var round = 0; !end.IsCancellationRequested; round++)
            {
                // Phrases of words that are everywhere and never beside each other: each match has to be looked at.
                var query = string.Join(" or ", Enumerable.Range(0, 15)
                    .Select(word => $"\"common{(number + word) % 20} common{(round + word) % 20}\""));
                using var answer = await greedy.GetAsync($"/api/v1/search?limit=50&q={Uri.EscapeDataString(query)}");
                if (answer.IsSuccessStatusCode)
                    Interlocked.Increment(ref answered);
                else if (answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
                    && answer.Headers.RetryAfter is not null)
                    Interlocked.Increment(ref refused);
                else
                    Interlocked.Increment(ref other);
                if (!answer.IsSuccessStatusCode)
                    await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.Zero);
            }
        })).ToList();
        await Task.Delay(TimeSpan.FromSeconds(2));
        var beside = await TimesAsync(modest, TimeSpan.FromSeconds(10));
        await end.CancelAsync();
        await Wait.ForAsync(Task.WhenAll(heavy), $"all {Heavy} heavy searches are answered", () => api.Log, seconds: 60);

        output.WriteLine(
            $"{Heavy} heavy searches of one client at once over {Documents * ChunksOfOne} chunks "
            + $"({answered} answered, {refused} told to wait): another client's p95 is {Percentile(beside, 0.95):0} ms "
            + $"over {beside.Count} searches; alone it is {Percentile(alone, 0.95):0} ms.");
        Assert.Equal(0, other);
        Assert.True(answered > 0, "The greedy client is served, too.");
        Assert.InRange(Percentile(beside, 0.95), 0, 1_500);
    }

    private static async Task<List<double>> TimesAsync(HttpClient client, TimeSpan length)
    {
        var times = new List<double>();
        var start = Stopwatch.GetTimestamp();
        for (var number = 0; Stopwatch.GetElapsedTime(start) < length; number++)
        {
            var begun = Stopwatch.GetTimestamp();
            await client.SearchAsync($"rare{number % 997}");
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        return times;
    }

    private static double Percentile(List<double> times, double part) => times.Order().ElementAt((int)(times.Count * part));

    // Directly: through the queue it would take minutes. Words alone; vectors play no part here.
    private static async Task FillAsync(Scenario scenario)
    {
        await using var connection = await scenario.ConnectAsync();
        await using var command = new NpgsqlCommand(
            $"""
            INSERT INTO documents (id, name, format, size_bytes, sha256, uploaded_by, status, chunk_count)
            SELECT gen_random_uuid(), 'filled-' || number, 'txt', 1, sha256(number::text::bytea), 'test', 'ready', {ChunksOfOne}
            FROM generate_series(1, {Documents}) AS number;
            INSERT INTO chunks (document_id, ordinal, content)
            SELECT id, ordinal, (
                SELECT string_agg('common' || (word * 7 + ordinal) % 20 || ' rare' || (word * 31 + ordinal * 17 + row) % 997, ' ')
                FROM generate_series(1, 40) AS word)
            FROM (SELECT id, row_number() OVER () AS row FROM documents) AS documents, generate_series(1, {ChunksOfOne}) AS ordinal;
            ANALYZE
            """,
            connection)
        { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }
}
