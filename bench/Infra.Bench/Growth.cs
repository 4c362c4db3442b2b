using System.Diagnostics;
using Infra.Planning;
using Infra.Policies;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Bench;

/// <summary>How the time of a plan grows with the system: made-up systems of more and more services.</summary>
internal static class Growth
{
    private const double MostGrowth = 12;

    /// <summary>Measures plans, checked against the policies, of 10, 100 and 1,000 services on Kubernetes.</summary>
    public static async Task<IEnumerable<Result>> MeasureAsync(string repository)
    {
        var settings = SettingsLoader.Load(StackFiles.Read(repository, "prod").With(SettingsCatalogue.Topology.Key, "kubernetes", "bench"));
        await TimeAsync(With(settings, 100), runs: 3); // Compiles what the figures must not contain.

        var results = new List<Result>();
        var times = new Dictionary<int, double>();
        foreach (var (services, runs) in new[] { (10, 15), (100, 9), (1000, 5) })
        {
            var (seconds, resources) = await TimeAsync(With(settings, services), runs);
            times[services] = seconds;
            results.Add(new($"plan and policies of {services} services ({resources} resources), median of {runs}", $"{seconds * 1000:0.0} ms, {seconds / resources * 1e6:0} µs a resource", "-", true));
        }

        var growth = times[1000] / times[100];
        results.Add(new("T(1000) / T(100)", $"{growth:0.0}", $"<= {MostGrowth:0}", growth <= MostGrowth));
        results.Add(new("the slowest policies on 1000 services", await SlowestAsync(With(settings, 1000)), "-", true));
        return results;
    }

    /// <summary>The policies that take longest, each with its milliseconds; what several of them read is part of the first.</summary>
    private static async Task<string> SlowestAsync(StackSettings settings)
    {
        var plan = await PlanRecorder.RecordAsync(settings);
        return string.Join(", ", PolicyGate.Rules
            .Select(rule =>
            {
                var watch = Stopwatch.StartNew();
                _ = rule.Check(plan).Count();
                return (rule.Id, watch.Elapsed.TotalMilliseconds);
            })
            .OrderByDescending(rule => rule.TotalMilliseconds)
            .Take(5)
            .Select(rule => $"{rule.Id} {rule.TotalMilliseconds:0}"));
    }

    private static async Task<(double Seconds, int Resources)> TimeAsync(StackSettings settings, int runs)
    {
        var times = new List<double>();
        var resources = 0;
        for (var run = 0; run < runs; run++)
        {
            GC.Collect();
            var watch = Stopwatch.StartNew();
            var plan = await PlanRecorder.RecordAsync(settings);
            PolicyGate.Check(plan, DateOnly.FromDateTime(DateTime.UtcNow));
            times.Add(watch.Elapsed.TotalSeconds);
            resources = plan.Deployed.Count();
        }

        times.Sort();
        return (times[times.Count / 2], resources);
    }

    /// <summary>The stack's system with copies of its worker, each under a name of its own.</summary>
    private static StackSettings With(StackSettings settings, int services)
    {
        var template = settings.System.ServicesIn(Topology.Kubernetes).First(service => !service.ServesTraffic);
        var copies = Enumerable.Range(1, services - 1).Select(number => template with { Name = $"{template.Name}-{number}" });
        return settings with { System = settings.System with { Services = [.. settings.System.Services.Where(service => service.ServesTraffic), .. copies] } };
    }
}
