using System.Net;
using DocumentSearch.Tests;
using Xunit.Abstractions;

namespace DocumentSearch.IntegrationTests;

/// <summary>Everything through a real PgBouncer, whatever it can: migrations, API, worker.</summary>
[Collection(ServersCollection.Name)]
public sealed class PoolTests(Servers servers, ITestOutputHelper output)
{
    private const int Searches = 400;
    private const int Uploads = 12;

    [Theory(Timeout = Bounds.LongTest)]
    [InlineData("transaction", 0)]
    [InlineData("transaction", 100)]
    [InlineData("session", 0)]
    public async Task Through_a_pool_nothing_is_wrong(string mode, int prepared)
    {
        var port = servers.StartPool(mode, prepared);
        try
        {
            await using var direct = await servers.NewScenarioAsync(migrate: false);
            await using var scenario = direct.With(("POSTGRES_PORT", $"{port}"), ("SEARCH_CACHE_SECONDS", "0"));
            var migrations = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => scenario.RunAsync("migrate")));
            Assert.All(migrations, run => Assert.True(run.ExitCode == 0, run.Errors));
            Assert.Single(migrations, run => run.Output.Contains("0001_expand_documents.sql applied", StringComparison.Ordinal));

            var api = await scenario.StartApiAsync();
            await scenario.StartWorkerAsync("worker");
            using var writer = await Scenario.ClientAsync(api, Scenario.Writer);
            var known = new Guid[8];
            for (var number = 0; number < known.Length; number++)
                known[number] = await writer.AcceptedAsync($"known-{number}.txt", $"Known document with the word {Word('k', number)}.");
            foreach (var id in known)
                await writer.FinishedAsync(id);

            var added = new Guid[Uploads];
            var (wrongSearches, wrongUploads) = (0, 0);
            var uploads = Parallel.ForAsync(0, Uploads, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (number, _) =>
            {
                using var answer = await writer
                    .UploadAsync($"added-{number}.txt", Samples.Utf8($"Added document with the word {Word('a', number)}."));
                if (answer.StatusCode == HttpStatusCode.Accepted)
                    added[number] = await answer.IdAsync();
                else
                    Interlocked.Increment(ref wrongUploads);
            });
            await Parallel.ForAsync(0, Searches, new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (number, cancellation) =>
            {
                var wanted = number % known.Length;
                using var answer = await writer.GetAsync($"/api/v1/search?q={Word('k', wanted)}&limit={1 + (number % 3)}", cancellation);
                if (answer.StatusCode != HttpStatusCode.OK || await answer.FirstAsync() != known[wanted])
                    Interlocked.Increment(ref wrongSearches);
            });
            await uploads;
            for (var number = 0; number < Uploads; number++)
            {
                if (added[number] == Guid.Empty
                    || (await writer.FinishedAsync(added[number])).GetProperty("status").GetString() != "ready"
                    || (await writer.SearchAsync(Word('a', number)))[0].GetProperty("documentId").GetGuid() != added[number])
                    wrongUploads++;
            }

            output.WriteLine(
                $"PgBouncer in {mode} mode, max_prepared_statements {prepared}: "
                + $"{wrongSearches} of {Searches} searches and {wrongUploads} of {Uploads} uploads wrong.");
            Assert.Equal((0, 0), (wrongSearches, wrongUploads));
            Assert.DoesNotContain("\"LogLevel\":\"Error\"", api.Log, StringComparison.Ordinal);
        }
        finally
        {
            servers.StopPool();
        }
    }

    // Words far from each other for stemmers and vectors.
    private static string Word(char group, int number) =>
        group + string.Concat($"{number:00}".Select(digit => "bcdfghjklm"[digit - '0'] + "o")) + "zyx";
}
