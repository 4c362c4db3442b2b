using System.Diagnostics;
using System.Text;
using Xunit.Abstractions;

namespace DocumentSearch.IntegrationTests;

[Collection(ServersCollection.Name)]
public sealed class IdleMemoryTests(Servers servers, ITestOutputHelper output)
{
    private const int Documents = 8;
    private const long Megabyte = 1024 * 1024;

    [Fact(Timeout = Bounds.LongTest)]
    public async Task An_idle_worker_gives_back_the_memory_of_its_work()
    {
        await using var scenario = await servers.NewScenarioAsync();
        var api = await scenario.StartApiAsync();
        var worker = await scenario.StartWorkerAsync("idle");
        using var writer = await Scenario.ClientAsync(api, Scenario.Writer);
        // What one small document takes stays: the code of all that is on its way, and connections.
        await writer.FinishedAsync(await writer.AcceptedAsync("warm.txt", "One small document."));
        await Task.Delay(TimeSpan.FromSeconds(2));
        var ready = Resident(worker);

        var busiest = 0L;
        using var watch = new CancellationTokenSource();
        var watching = WatchAsync();
        var ids = new List<Guid>();
        var text = string.Join(' ', Enumerable.Range(0, 300_000).Select(number => $"w{number % 9_973}"));
        for (var document = 0; document < Documents; document++)
            ids.Add(await writer.AcceptedAsync($"{document}.txt", $"{document} {text}"));
        foreach (var id in ids)
            Assert.Equal("ready", (await writer.FinishedAsync(id, seconds: 120)).GetProperty("status").GetString());
        await watch.CancelAsync();
        await watching;

        var (bound, start) = (ready + ((busiest - ready) / 2), Stopwatch.GetTimestamp());
        await Wait.UntilAsync(
            () => Task.FromResult(Resident(worker) <= bound),
            "the idle worker has given memory back",
            () => $"{ready / Megabyte} MiB when ready, {busiest / Megabyte} MiB in work, {Resident(worker) / Megabyte} MiB now.");
        var waited = Stopwatch.GetElapsedTime(start);
        await Task.Delay(TimeSpan.FromSeconds(5));
        var idle = Resident(worker);
        output.WriteLine(
            $"| worker's resident memory | {ready / Megabyte} MiB when ready | {busiest / Megabyte} MiB in work, {Documents} documents of "
            + $"{Encoding.UTF8.GetByteCount(text) / 1024} KiB | {idle / Megabyte} MiB, {waited.TotalSeconds:0} s later |");
        Assert.InRange(idle, 1, bound);
        Assert.True(busiest - ready > 20 * Megabyte, "The work is large enough to be seen.");

        async Task WatchAsync()
        {
            while (!watch.IsCancellationRequested)
            {
                busiest = Math.Max(busiest, Resident(worker));
                await Task.Delay(100);
            }
        }
    }

    private static long Resident(RunningService service)
        => long.Parse(File.ReadAllText($"/proc/{service.Process.Id}/statm").Split(' ')[1]) * Environment.SystemPageSize;
}
