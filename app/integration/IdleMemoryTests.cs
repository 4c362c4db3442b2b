using System.Text;
using Xunit.Abstractions;

namespace DocumentSearch.IntegrationTests;

[Collection(ServersCollection.Name)]
public sealed class IdleMemoryTests(Servers servers, ITestOutputHelper output)
{
    private const int Documents = 50;
    private const long Megabyte = 1024 * 1024;

    [Fact(Timeout = Bounds.LongTest)]
    public async Task An_idle_worker_gives_back_the_memory_of_its_work()
    {
        await using var scenario = await servers.NewScenarioAsync();
        var api = await scenario.StartApiAsync();
        var worker = await scenario.StartWorkerAsync("idle");
        using var writer = await Scenario.ClientAsync(api, Scenario.Writer);
        var started = Resident(worker);
        var ids = new List<Guid>();
        var text = string.Join(' ', Enumerable.Range(0, 40_000).Select(number => $"w{number % 9_973}"));
        for (var document = 0; document < Documents; document++)
            ids.Add(await writer.AcceptedAsync($"{document}.txt", $"{document} {text}"));
        var busiest = 0L;
        foreach (var id in ids)
        {
            await writer.FinishedAsync(id, seconds: 240);
            busiest = Math.Max(busiest, Resident(worker));
        }

        await Task.Delay(TimeSpan.FromSeconds(60));
        var idle = Resident(worker);
        output.WriteLine(
            $"| worker's resident memory | {started / Megabyte} MiB at the start | {busiest / Megabyte} MiB in work, {Documents} documents of {Encoding.UTF8.GetByteCount(text) / 1024} KiB | "
            + $"{idle / Megabyte} MiB after 60 s without work |");
        Assert.InRange(idle, 1, started + (busiest - started) / 2);
    }

    private static long Resident(RunningService service)
        => long.Parse(File.ReadAllText($"/proc/{service.Process.Id}/statm").Split(' ')[1]) * Environment.SystemPageSize;
}
