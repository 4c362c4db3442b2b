using System.Text.RegularExpressions;
using Infra.Facts;
using Infra.Facts.Alerts;
using Infra.Files.Observability.Prometheus;
using Infra.Planning;
using Infra.Systems;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>Whether alerts fire in time, are loaded, and reach somebody (FA-06, WP-05, WP-06).</summary>
internal static partial class AlertRules
{
    private const string Standard = "Google SRE Workbook, Alerting on SLOs";

    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "OBS-10",
            Title = "Every alert that a system declares is loaded, can fire, and fires in time",
            Why = $"An alert that nobody loaded, or that waits for a day, is none ({Standard})",
            Remedy = "Load each alert of the definition with an expression over metrics, for an hour at most, in a group that is "
                + "evaluated every 5 minutes or more often",
            Judge = plan => Loaded(plan).Concat(!PlanFacts.Of(plan).Rules.IsEmpty ? Missing(plan) : []),
        },
        new()
        {
            Id = "OBS-11",
            Title = "The cloud's own checks are on, look from several places, and tell somebody",
            Why = "They are what is left when everything here is down (WP-05, WP-06)",
            Remedy = "Set enabled, two regions or more, a threshold that can be reached, a window of 30 minutes at most and receivers",
            Judge = plan => (from check in plan.OfType("digitalocean:index/uptimeCheck:UptimeCheck")
                             let alerts = plan.OfType("digitalocean:index/uptimeAlert:UptimeAlert").Where(alert =>
                                 Text(alert.Inputs, "checkId") == SimulatedCloud.IdOf(check.Type, check.Name)).ToArray()
                             let problem = IsFalse(check.Inputs, "enabled") ? "is off"
                                 : !Text(check.Inputs, "type").Equals("https", StringComparison.Ordinal) ? "does not ask by TLS"
                                 : Items(check.Inputs, "regions").Count() < 2 ? "looks from one place"
                                 : alerts.Length > 0 && new[] { "down", "ssl_expiry", "latency" }.FirstOrDefault(kind =>
                                     !alerts.Any(alert => Text(alert.Inputs, "type").StartsWith(kind,
                                     StringComparison.Ordinal))) is { } kind
                                     ? $"tells nobody of {kind}" : ""
                             select new Subject(check.Name, problem))
                .Concat(plan.OfType("digitalocean:index/uptimeAlert:UptimeAlert").Select(alert => new Subject(alert.Name, OfUptime(alert))))
                .Concat(plan.OfType("digitalocean:index/monitorAlert:MonitorAlert").Select(alert =>
                    new Subject(alert.Name, OfMachines(alert))))
                .Concat(plan.OfType("digitalocean:index/monitorAlert:MonitorAlert").Any()
                    ? new[] { "cpu", "memory", "disk" }.Select(kind => new Subject("machines",
                        plan.OfType("digitalocean:index/monitorAlert:MonitorAlert").Any(alert =>
                            Text(alert.Inputs, "type").Contains($"/droplet/{kind}", StringComparison.Ordinal))
                            ? "" : $"nobody is told of their {kind}")) : []),
        },
        new()
        {
            Id = "OBS-16",
            Title = "What rules and dashboards read is recorded",
            Why = "A rule on a series that nobody records has no result, as if all were well (Prometheus, recording rules)",
            Remedy = "Record the series that the message names, or read one that is recorded",
            Judge = plan =>
            {
                var rules = PlanFacts.Of(plan).Rules;
                var recorded = rules.Select(rule => rule.Record).ToHashSet(StringComparer.Ordinal);
                return rules.Length == 0 ? [] : rules.SelectMany(rule => rule.Series.Select(series => (rule.Name, Series: series)))
                    .Concat(Dashboards(plan).SelectMany(dashboard => Recorded().Matches(dashboard.Text)
                        .Select(match => (dashboard.Name, Series: match.Value))))
                    .Where(read => read.Series.Contains(':')).Distinct()
                    .Select(read => new Subject(read.Name,
                        recorded.Contains(read.Series) ? "" : $"reads {read.Series}, which nobody records"));
            },
        },
    ];

    private static IEnumerable<Subject> Loaded(Plan plan) =>
        PlanFacts.Of(plan).Rules.Select(rule => new Subject(rule.Name, OfRule(plan, rule)))
            .Concat(LoadedRule.Groups(plan).Select(group => new Subject(Text(group, "name"), OfGroup(group))));

    private static string OfRule(Plan plan, LoadedRule rule) =>
        rule.Name.Length == 0 ? "has no name"
        : rule.Series.IsEmpty ? "is computed of no metric"
        : rule.For > 3600 ? "waits for more than an hour"
        : rule.Alert.Length == 0 ? ""
        : !rule.Annotations.GetValueOrDefault("runbook_url", "").StartsWith("https://", StringComparison.Ordinal)
            ? "has no runbook that can be opened"
        : !Enum.GetValues<AlertSeverity>().Any(severity => rule.Labels.GetValueOrDefault("severity") == AlertRule.Label(severity))
            ? "says in no known word how bad it is"
        : rule.Labels.GetValueOrDefault("system") != plan.Settings.System.Name ? "says not which system it is about" : "";

    private static string OfGroup(object? group) =>
        Text(group, "name").Length == 0 ? "has no name"
        : !Items(group, "rules").Any() ? "is empty"
        : Text(group, "interval") is { Length: > 0 } interval && PrometheusDuration.Seconds(interval) is null or > 300
            ? "is evaluated too seldom" : "";

    private static IEnumerable<Subject> Missing(Plan plan)
    {
        var loaded = PlanFacts.Of(plan).Rules.ToLookup(rule => rule.Alert);
        return from alert in PlatformAlerts.Of(plan.Settings.System, plan.Settings.Topology)
               let problem = !loaded.Contains(alert.Name) ? "is declared and not loaded"
                   : loaded[alert.Name].Any(rule => rule.For < Math.Min(alert.For.TotalSeconds, 60)) ? "fires at the first glance"
                   : !loaded[alert.Name].Any(rule => rule.Labels.GetValueOrDefault("severity") == AlertRule.Label(alert.Severity))
                       ? $"is not as bad as it is declared: {AlertRule.Label(alert.Severity)}" : ""
               select new Subject(alert.Name, problem);
    }

    private static IEnumerable<(string Name, string Text)> Dashboards(Plan plan) => plan.Settings.Topology == Topology.Kubernetes
        ? plan.Deployed.Where(resource => resource.Kind == "ConfigMap"
                && At(resource.Inputs, "metadata", "labels", "grafana_dashboard") is not null)
            .SelectMany(resource => Entries(resource.Inputs, "data").Select(entry => (resource.Name, $"{entry.Value}")))
        : plan.Files.Where(file => file.Path.StartsWith("grafana/dashboards/", StringComparison.Ordinal))
            .Select(file => (file.Path, file.Content));

    private static string OfUptime(PlannedResource alert) =>
        !Items(alert.Inputs, "notifications").Any(Tells) ? "tells nobody"
        : Text(alert.Inputs, "period") is not ("2m" or "3m" or "5m" or "10m" or "15m" or "30m" or "1h") ? "waits too long"
        : (Text(alert.Inputs, "type"), Text(alert.Inputs, "comparison"), Number(alert.Inputs, "threshold")) switch
        {
            ("latency", "greater_than", > 0 and <= 10_000) => "",
            ("ssl_expiry", "less_than", >= 7 and < 30) => "",
            ("down" or "down_global", "less_than", 1) => "",
            _ => "cannot fire, or always does",
        };

    private static string OfMachines(PlannedResource alert) =>
        !IsTrue(alert.Inputs, "enabled") ? "is off"
        : !Tells(At(alert.Inputs, "alerts")) ? "tells nobody"
        : !Items(alert.Inputs, "tags").Any() && !Items(alert.Inputs, "entities").Any() ? "looks at no machine"
        : Text(alert.Inputs, "compare") != "GreaterThan" || Number(alert.Inputs, "value") is not (>= 50 and < 100)
            ? "cannot fire, or always does"
        : Text(alert.Inputs, "window") is "5m" or "10m" or "30m" ? "" : "waits too long";

    private static bool Tells(object? receivers) => Items(receivers, "emails").Any()
        || Items(receivers, "slacks").Any(slack => Text(slack, "url").Length > 0);

    // level:metric:operations (Prometheus documentation, practices/rules), for the levels that this program records.
    [GeneratedRegex(@"\b(job|instance|slo):[a-z_]+:[a-z0-9_]+\b")]
    private static partial Regex Recorded();
}
