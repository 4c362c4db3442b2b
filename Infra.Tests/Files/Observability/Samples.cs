using Infra.Files.Observability.Prometheus;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Tests.Files.Observability;

/// <summary>What scrape targets tell, recorded from the real programs (see <c>Samples/README.md</c>).</summary>
internal static class Samples
{
    // Told by Prometheus itself about every target and every alert.
    private static readonly string[] Synthetic = ["up", "ALERTS", "ALERTS_FOR_STATE", "scrape_duration_seconds"];

    /// <summary>Series that some target of a stack tells.</summary>
    public static HashSet<string> SeriesOf(StackSettings settings)
    {
        var series = new HashSet<string>(Synthetic);
        var jobs = ScrapeJobs.Of(settings).Select(job => job.JobName).ToHashSet();
        if (settings.Topology == Topology.Kubernetes)
        {
            // kube-prometheus-stack brings the first three; the others have ServiceMonitors.
            jobs.UnionWith([JobNames.Prometheus, JobNames.Alertmanager, JobNames.Machines]);
            jobs.UnionWith(settings.System.ServicesIn(Topology.Kubernetes).Where(service => !service.Metrics.IsEmpty).Select(service => service.Name));
            jobs.UnionWith(settings.System.Needs<Postgres>().Select(_ => JobNames.Postgres));
            jobs.UnionWith(settings.System.Needs<Redis>().Select(_ => JobNames.Redis));
        }

        foreach (var job in jobs)
        {
            series.UnionWith(job switch
            {
                JobNames.Endpoints or JobNames.Probes => Recorded("blackbox-probe"),
                JobNames.Blackbox => [],

                // Two exporters of a server share the work; the one has the collector of these off, the other all the others (MonitoringServices).
                JobNames.Machines when settings.Topology == Topology.Droplet => Recorded(job).Where(name => !IsOfNetwork(name)),
                JobNames.MachineNetwork => Recorded(JobNames.Machines).Where(IsOfNetwork),
                _ when settings.System.Services.Any(service => service.Name == job) => Told(settings.System, job),
                _ => Recorded(job),
            });
        }

        series.UnionWith(settings.Topology == Topology.Droplet
            ? [HostMetrics.BackupSuccess, HostMetrics.BackupSize, HostMetrics.RestoreDrillSuccess]
            : [KubernetesMetrics.LastSuccess, KubernetesMetrics.Created]);

        return series;
    }

    private static bool IsOfNetwork(string name) => name.StartsWith("node_network_", StringComparison.Ordinal);

    /// <summary>Series of a recorded page.</summary>
    public static IEnumerable<string> Recorded(string name) => Lines(name)
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line[..line.IndexOfAny(['{', ' '])])
        .Distinct();

    /// <summary>Lines of a recorded page.</summary>
    public static IEnumerable<string> Lines(string name) =>
        File.ReadLines(Path.Combine(Plans.Repository, "Infra.Tests", "Files", "Observability", "Samples", $"{name}.prom"));

    // The service in this repository was recorded; the others' images are built elsewhere, and what they promise is in their definitions.
    private static IEnumerable<string> Told(SystemDefinition system, string service) => system.Name == "document-search"
        ? Recorded(service == "api" ? "document-search-api" : "document-search-worker")
        : system.Monitoring.Sources.Where(source => source.Service == service).SelectMany(source => source.Metrics).SelectMany(metric => metric.Series);
}
