using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Npgsql;

namespace DocumentSearch.Bench;

/// <summary>Documents a second, from the first upload to the last one ready, through the API and the workers.</summary>
internal static class Ingestion
{
    public static async Task<double> MeasureAsync(string connectionString, Uri api, string token, int documents)
    {
        // Another seed: the bytes must not be in the database yet.
        var corpus = new Corpus(seed: Environment.TickCount);
        var texts = Enumerable.Range(0, documents).Select(_ => string.Join("\n\n", corpus.Document(chunks: 3))).ToList();
        using var client = new HttpClient { BaseAddress = api };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await using var source = NpgsqlDataSource.Create(connectionString);

        var start = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(texts, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (text, cancellation) =>
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "file", "bench.txt" } };
            using var answer = await client.PostAsync(new Uri("/api/v1/documents", UriKind.Relative), form, cancellation);
            answer.EnsureSuccessStatusCode();
        });
        await using var unfinished = source.CreateCommand("SELECT count(*) FROM documents WHERE status IN ('queued', 'processing')");
        while (await unfinished.ExecuteScalarAsync() is not 0L)
            await Task.Delay(50);
        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await using var ready = source.CreateCommand("SELECT count(*) FROM documents WHERE status = 'ready' AND name = 'bench.txt'");
        if (await ready.ExecuteScalarAsync() is not long count || count < documents)
            throw new InvalidOperationException("Some documents did not get ready; see the log of the worker.");
        return documents / elapsed;
    }
}
