using System.Diagnostics;
using Infra.Files;
using Infra.Files.Observability;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Bench;

/// <summary>How long all files of a system take that land on its server or in its ConfigMaps, once everything is compiled.</summary>
internal static class Rendering
{
    private const int Runs = 9;
    private const double LongestMilliseconds = 150;

    /// <summary>Measures every system: the files of its server, and what a cluster gets of them.</summary>
    public static IEnumerable<Result> Measure(string repository)
    {
        foreach (var system in SystemCatalogue.Names)
        {
            var host = Settings(repository, system, "droplet");
            yield return Row($"all {HostFiles.Render(host).Length} files of the server of {system}", () =>
            {
                HostFiles.Render(host);
                CloudInit.Render(host);
            });
            var cluster = Settings(repository, system, "kubernetes");
            yield return Row($"the {ObservabilityFiles.Render(cluster).Length} files of {system} that a cluster gets", () => ObservabilityFiles.Render(cluster));
        }
    }

    private static StackSettings Settings(string repository, string system, string topology) => SettingsLoader.Load(StackFiles.Read(repository, "prod")
        .With(SettingsCatalogue.System.Key, system, "bench").With(SettingsCatalogue.Topology.Key, topology, "bench"));

    private static Result Row(string measure, Action render)
    {
        var times = Enumerable.Range(0, Runs).Select(_ =>
        {
            var watch = Stopwatch.StartNew();
            render();
            return watch.Elapsed.TotalMilliseconds;
        }).Order().ToArray();
        var median = times[Runs / 2];
        return new($"{measure}, rendered, median of {Runs} runs after one", $"{median:0.0} ms", $"<= {LongestMilliseconds:0} ms", median <= LongestMilliseconds);
    }
}
