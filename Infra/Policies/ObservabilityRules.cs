using Infra.Facts;
using Infra.Files.Observability.Prometheus;
using Infra.Planning;
using Infra.Systems;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>Whether somebody notices (VI-03 to VI-05, FA-02 to FA-06, CA-06, WP-05, WP-06).</summary>
internal static class ObservabilityRules
{
    private const string Standard = "Google SRE Workbook, Alerting on SLOs";

    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "OBS-01",
            Title = "Every service is watched",
            Why = "What is not measured fails in silence (VI-03, FA-06; NIST SP 800-53, SI-4)",
            Remedy = "Give the service Metrics, and let a ServiceMonitor read them",
            Judge = plan =>
            {
                var watched = plan.Deployed.Where(resource => resource.Kind == "ServiceMonitor")
                    .Select(monitor => Text(monitor.Inputs, "metadata", "name")).ToHashSet(StringComparer.Ordinal);
                return plan.Settings.System.ServicesIn(plan.Settings.Topology)
                    .Select(service => new Subject(service.Name, service.Metrics.IsEmpty
                        || (plan.Settings.Topology == Topology.Kubernetes && !watched.Contains(service.Name)) ? "is not watched" : ""));
            },
        },
        new()
        {
            Id = "OBS-02",
            Title = "Every system has objectives that can be missed",
            Why = $"Without an objective nobody knows when an error is too many, and 100 % is none ({Standard}; FA-02)",
            Remedy = "Set availability between 90 and 100 %, exclusive, and a latency",
            Judge = plan => [new(plan.Settings.System.Name,
                plan.Settings.System.Objectives is { AvailabilityPercent: >= 90 and < 100 } objectives
                && objectives.LatencyP95 > TimeSpan.Zero ? "" : "promises nothing, or what cannot be kept")],
        },
        new()
        {
            Id = "OBS-03",
            Title = "Alerts watch the objectives, and say what to do",
            Why = $"An alert without a runbook wakes somebody who does not know what to do ({Standard})",
            Remedy = "Make burn-rate alerts, in a PrometheusRule or in prometheus/rules.yml of the server, each with severity, summary, description and runbook_url",
            Judge = plan => Rules(plan) is { Length: > 0 } rules && rules.Any(rule => Text(rule, "alert").Contains("Budget", StringComparison.Ordinal))
                ? rules.Where(rule => Text(rule, "alert").Length > 0)
                    .Select(rule => new Subject(Text(rule, "alert"), Text(rule, "labels", "severity").Length == 0
                        || new[] { "summary", "description", "runbook_url" }.Any(text => Text(rule, "annotations", text).Length == 0)
                        ? "says not how bad it is, or not what to do" : ""))
                : [new(plan.Settings.System.Name, "has no alert on its objectives")],
        },
        new()
        {
            Id = "OBS-04",
            Title = "Every system has dashboards",
            Why = "Whoever is woken looks at graphs first (VI-04, FA-05)",
            Remedy = "List at least the dashboards Overview and Objectives; ConfigMaps with the label grafana_dashboard carry them, or files in grafana/dashboards of the server",
            Judge = plan => new[] { "overview", "objectives" }.Select(dashboard => new Subject(plan.Settings.System.Name,
                HasDashboard(plan, dashboard) ? "" : $"has no dashboard {dashboard}")),
        },
        new()
        {
            Id = "OBS-05",
            Title = "Somebody outside looks at the system",
            Why = "What watches from inside falls with what it watches (WP-05)",
            Remedy = "Make an UptimeCheck of the public address",
            Judge = plan => [new(plan.Settings.System.Name, plan.OfType("digitalocean:index/uptimeCheck:UptimeCheck").Any(check =>
                Text(check.Inputs, "target").StartsWith($"https://{plan.Settings.PublicHost}", StringComparison.Ordinal))
                ? "" : "is not looked at from outside")],
        },
        new()
        {
            Id = "OBS-06",
            Title = "Every store is watched, the provider's too",
            Why = "An alert on a metric that nobody tells can never fire (CA-06, FA-06)",
            Remedy = "Run the exporter of the store and scrape it: a container and a job of the server's Prometheus, or a workload with a ServiceMonitor",
            Judge = plan => ExportersOf(plan.Settings.System).Select(exporter =>
                new Subject(exporter, IsScraped(plan, exporter) ? "" : "is not there, or is not asked")),
        },
        new()
        {
            Id = "OBS-07",
            Title = "Every alert can fire, and can be over",
            Why = "A threshold beyond what the resources allow is never reached, and one within what is usual is never left (WP-15, FA-03)",
            Remedy = "Set the alert's threshold below the limit of what it watches, and above what is usual",
            Judge = plan => PlatformAlerts.Of(plan.Settings.System, plan.Settings.Topology)
                .Select(alert => new Subject(alert.Name,
                    AlertBounds.Problem(plan.Settings.System, plan.Settings.Topology, alert.Condition))),
        },
    ];

    private static IEnumerable<string> ExportersOf(SystemDefinition system) =>
        system.Needs<Postgres>().Select(_ => JobNames.Postgres).Concat(system.Needs<Redis>().Select(_ => JobNames.Redis));

    private static bool IsScraped(Plan plan, string exporter) => plan.Settings.Topology == Topology.Kubernetes
        ? plan.Deployed.Any(resource => resource.Kind == "ServiceMonitor" && Text(resource.Inputs, "metadata", "name") == exporter)
        : HostConfiguration.Containers(plan).Any(container => container.Key == exporter)
            && Items(HostConfiguration.Yaml(plan, "prometheus/prometheus.yml"), "scrape_configs").Any(job => Text(job, "job_name") == exporter);

    private static bool HasDashboard(Plan plan, string name) => plan.Settings.Topology == Topology.Kubernetes
        ? plan.Deployed.Any(resource => resource.Kind == "ConfigMap"
            && Text(resource.Inputs, "metadata", "labels", "grafana_dashboard") == "1" && Text(resource.Inputs, "metadata", "name").Contains(name, StringComparison.Ordinal))
        : HostConfiguration.Text(plan, $"grafana/dashboards/{name}.json").Contains("\"panels\"", StringComparison.Ordinal);

    private static object?[] Rules(Plan plan) =>
    [
        .. (plan.Settings.Topology == Topology.Kubernetes
            ? plan.Deployed.Where(resource => resource.Kind == "PrometheusRule").SelectMany(resource => Items(resource.Inputs, "spec", "groups"))
            : Items(HostConfiguration.Yaml(plan, "prometheus/rules.yml"), "groups")).SelectMany(group => Items(group, "rules")),
    ];
}
