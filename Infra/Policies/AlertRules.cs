using System.Globalization;
using System.Text.RegularExpressions;
using Infra.Files.Observability.Prometheus;
using Infra.Planning;
using Infra.Systems;
using static Infra.Policies.Wire;

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
            Check = plan => Loaded(plan).Concat(Groups(plan).Any() ? Missing(plan) : []),
        },
        new()
        {
            Id = "OBS-11",
            Title = "The cloud's own checks are on, look from several places, and tell somebody",
            Why = "They are what is left when everything here is down (WP-05, WP-06)",
            Remedy = "Set enabled, two regions or more, a threshold that can be reached, a window of 30 minutes at most and receivers",
            Check = plan => (from check in plan.OfType("digitalocean:index/uptimeCheck:UptimeCheck")
                             let alerts = plan.OfType("digitalocean:index/uptimeAlert:UptimeAlert").Where(alert =>
                                 Text(alert.Inputs, "checkId") == SimulatedCloud.IdOf(check.Type, check.Name)).ToArray()
                             let problem = IsFalse(check.Inputs, "enabled") ? "is off"
                                 : !Text(check.Inputs, "type").Equals("https", StringComparison.Ordinal) ? "does not ask by TLS"
                                 : Items(check.Inputs, "regions").Count() < 2 ? "looks from one place"
                                 : alerts.Length > 0 && new[] { "down", "ssl_expiry", "latency" }.FirstOrDefault(kind =>
                                     !alerts.Any(alert => Text(alert.Inputs, "type").StartsWith(kind,
                                     StringComparison.Ordinal))) is { } kind
                                     ? $"tells nobody of {kind}" : ""
                             select (check.Name, problem))
                .Concat(plan.OfType("digitalocean:index/uptimeAlert:UptimeAlert").Select(alert => (alert.Name, Problem: OfUptime(alert))))
                .Concat(plan.OfType("digitalocean:index/monitorAlert:MonitorAlert").Select(alert =>
                    (alert.Name, Problem: OfMachines(alert))))
                .Concat(plan.OfType("digitalocean:index/monitorAlert:MonitorAlert").Any()
                    ? new[] { "cpu", "memory", "disk" }.Where(kind =>
                        !plan.OfType("digitalocean:index/monitorAlert:MonitorAlert").Any(alert =>
                        Text(alert.Inputs, "type").Contains($"/droplet/{kind}", StringComparison.Ordinal)))
                        .Select(kind => ("machines", $"nobody is told of their {kind}")) : [])
                .Where(found => found.Item2.Length > 0),
        },
        new()
        {
            Id = "OBS-12",
            Title = "A server's Prometheus loads the rules, asks often enough and tells Alertmanager",
            Why = "Rules that are not loaded, and alerts that are told nobody, look like a system that works (FA-06)",
            Remedy = "Name rules.yml in rule_files, Alertmanager in alerting, targets in every job, and an interval of 2 minutes at most",
            Check = plan => HostConfiguration.Yaml(plan, "prometheus/prometheus.yml") is { Count: > 0 } file
                ? new[]
                {
                    !Items(file, "rule_files").Any(name => name is string text && text.EndsWith("rules.yml", StringComparison.Ordinal))
                        ? "loads no rules" : "",
                    !Items(file, "alerting", "alertmanagers").Any(one =>
                        Items(one, "static_configs").Any(target => Items(target, "targets").Any())) ? "tells no Alertmanager" : "",
                    Seconds(Text(file, "global", "scrape_interval")) is null or > 120 ? "asks too seldom" : "",
                    Seconds(Text(file, "global", "evaluation_interval")) is null or > 300 ? "evaluates its rules too seldom" : "",
                }.Concat(Items(file, "scrape_configs").Select(job =>
                    !Items(job, "static_configs").Any(one => Items(one, "targets").Any())
                        && !Items(job, "dns_sd_configs").Any(one => Items(one, "names").Any()) ? $"asks nobody for {Text(job, "job_name")}"
                    : Text(job, "scrape_interval") is { Length: > 0 } interval && Seconds(interval) is null or > 120
                        ? $"asks {Text(job, "job_name")} too seldom" : ""))
                .Where(problem => problem.Length > 0).Select(problem => ("prometheus", problem))
                : HostConfiguration.Containers(plan).Any(container => container.Key == "prometheus")
                    ? [("prometheus", "has no configuration")] : [],
        },
    ];

    private static IEnumerable<object?> Groups(Plan plan) => plan.Settings.Topology == Topology.Kubernetes
        ? plan.Deployed.Where(resource => resource.Kind == "PrometheusRule").SelectMany(resource =>
            Items(resource.Inputs, "spec", "groups"))
        : Items(HostConfiguration.Yaml(plan, "prometheus/rules.yml"), "groups");

    private static IEnumerable<(string Resource, string Problem)> Loaded(Plan plan) =>
        from @group in Groups(plan)
        from found in Items(@group, "rules").Select(rule => (Name: Text(rule, "alert") is { Length: > 0 } alert ? alert
            : Text(rule, "record"), Problem:
                Text(rule, "alert").Length == 0 && Text(rule, "record").Length == 0 ? "has no name"
                : Text(rule, "expr") is var expression && !Metric().IsMatch(Aggregation().Replace(expression, ""))
                    ? "is computed of no metric"
                : Text(rule, "for") is { Length: > 0 } wait && Seconds(wait) is null or > 3600 ? "waits for more than an hour"
                : Text(rule, "alert").Length > 0 && !Text(rule, "annotations", "runbook_url").StartsWith("https://",
                    StringComparison.Ordinal) ? "has no runbook that can be opened" : ""))
            .Append((Name: Text(@group, "name"), Problem: !Items(@group, "rules").Any() ? "is empty"
                : Text(@group, "interval") is { Length: > 0 } interval && Seconds(interval) is null or > 300 ? "is evaluated too seldom"
                    : ""))
        where found.Problem.Length > 0
        select found;

    private static IEnumerable<(string Resource, string Problem)> Missing(Plan plan)
    {
        var loaded = Groups(plan).SelectMany(one => Items(one, "rules")).Select(rule => Text(rule, "alert")).ToHashSet();
        return PlatformAlerts.Of(plan.Settings.System, plan.Settings.Topology).Where(alert => !loaded.Contains(alert.Name)).Select(alert =>
            (alert.Name, "is declared and not loaded"));
    }

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

    // 1h30m, 15s, 500ms (Prometheus, configuration, duration).
    private static double? Seconds(string text)
    {
        var parts = Span().Matches(text);
        return parts.Count == 0 || string.Concat(parts.Select(part => part.Value)) != text ? null
            : parts.Sum(part => double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture)
                * part.Groups[2].Value switch
                {
                    "ms" => 0.001,
                    "s" => 1,
                    "m" => 60,
                    "h" => 3600,
                    "d" => 86_400,
                    "w" => 604_800,
                    _ =>
                    31_536_000
                });
    }

    [GeneratedRegex(@"([0-9]+)(ms|[smhdwy])")]
    private static partial Regex Span();

    // A name that is called, or a word of the language, is no metric.
    [GeneratedRegex(@"\b(by|without|on|ignoring|and|or|unless|bool|offset|group_left|group_right|vector|time)\b|[a-z_0-9]+\s*(?=\()")]
    private static partial Regex Aggregation();

    [GeneratedRegex(@"[a-zA-Z_:][a-zA-Z0-9_:]*")]
    private static partial Regex Metric();
}
