using System.Diagnostics;
using Infra.Costs;
using Infra.Planning;
using Infra.Policies;
using Infra.Reports;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Bench;

/// <summary>How long a difference takes: a saved plan of a stack of 300 resources, and the plan of its next revision.</summary>
internal static class Differences
{
    private const int Resources = 300;
    private const int Runs = 9;
    private const double LongestSeconds = 2.0;

    /// <summary>Measures reading, planning and comparing, and the whole command with two saved revisions.</summary>
    public static async Task<IEnumerable<Result>> MeasureAsync(string repository)
    {
        var settings = await LargeAsync(SettingsLoader.Load(StackFiles.Read(repository, "prod").With(SettingsCatalogue.Topology.Key, "kubernetes", "bench")));
        var before = (await DocumentAsync(settings)).ToJson();
        var next = settings with { ImageTag = "2.0.0", Database = settings.Database with { Nodes = 1 } };
        var times = new List<double>();
        PlanDifference? difference = null;
        for (var run = 0; run <= Runs; run++)
        {
            var watch = Stopwatch.StartNew();
            difference = PlanComparison.Compare(PlanReader.Read(before, "bench"), "bench", await DocumentAsync(next));
            _ = difference.ToText();
            times.Add(watch.Elapsed.TotalSeconds);
        }

        var first = times[0]; // What a command pays: nothing is compiled yet.
        var median = times.Skip(1).Order().ElementAt(Runs / 2);
        return
        [
            new($"diff of two revisions of {difference!.After.Deployed.Count()} resources ({difference.Summary}), first run", $"{first:0.00} s", $"<= {LongestSeconds:0.0} s", first <= LongestSeconds),
            new($"the same, median of {Runs} runs after it", $"{median * 1000:0} ms", "-", true),
        ];
    }

    private static async Task<PlanDocument> DocumentAsync(StackSettings settings)
    {
        var plan = await PlanRecorder.RecordAsync(settings);
        return PlanDocument.Of(plan, PolicyGate.Check(plan, DateOnly.FromDateTime(DateTime.UtcNow)), CostEstimator.Estimate(plan));
    }

    /// <summary>The stack's system with as many copies of a worker as make it large enough; each is about eight resources.</summary>
    private static async Task<StackSettings> LargeAsync(StackSettings settings)
    {
        var own = (await PlanRecorder.RecordAsync(settings)).Deployed.Count();
        var template = settings.System.ServicesIn(Topology.Kubernetes).First(service => !service.ServesTraffic);
        var copies = Enumerable.Range(1, Math.Max(0, (Resources - own) / 8)).Select(number => template with { Name = $"{template.Name}-{number}" });
        return settings with { System = settings.System with { Services = [.. settings.System.Services, .. copies] } };
    }
}
