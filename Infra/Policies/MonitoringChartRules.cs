using System.Globalization;
using System.Text.RegularExpressions;
using Infra.Facts;
using Infra.Facts.Charts;
using Infra.Planning;
using k8s.Models;

namespace Infra.Policies;

/// <summary>Whether the chart's Prometheus and Grafana know what a system's rules and dashboards need (VI-03, FA-02, FA-06).</summary>
internal static partial class MonitoringChartRules
{
    private const string Prometheus = "prometheus.prometheusSpec";
    private const string Dashboards = "grafana.sidecar.dashboards";

    /// <summary>The rules.</summary>
    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "CHT-17",
            Title = "The chart's Prometheus asks as often and remembers as long as objectives need, and Grafana finds the dashboards",
            Scope = Scope.Kubernetes,
            Why = "A burn rate over a month needs a month, a full volume takes no more samples, and the chart keeps ten days of any size "
                + "(FA-02; Google SRE Workbook, Alerting on SLOs; Prometheus, storage)",
            Remedy = "Set scrapeInterval, evaluationInterval and retention as the system's monitoring says, retentionSize below the "
                + "claim's size, and the label and namespaces of dashboards",
            Judge = plan => from release in PlanFacts.Of(plan).Charts
                            where release.Chart == ChartCatalogue.Monitoring
                            select new Subject(release.Resource, Problems(plan, release)),
        },
    ];

    private static IEnumerable<string> Problems(Plan plan, ChartRelease release)
    {
        var monitoring = plan.Settings.System.Monitoring;
        if (!(Duration(release.Text($"{Prometheus}.scrapeInterval")) <= monitoring.ScrapeInterval))
        {
            yield return $"asks every {release.Text($"{Prometheus}.scrapeInterval")}, which is too seldom";
        }

        if (!(Duration(release.Text($"{Prometheus}.evaluationInterval")) <= monitoring.EvaluationInterval))
        {
            yield return $"looks at its rules every {release.Text($"{Prometheus}.evaluationInterval")}, which is too seldom";
        }

        if (!(Duration(release.Text($"{Prometheus}.retention")) >= monitoring.Retention))
        {
            yield return $"forgets after {release.Text($"{Prometheus}.retention")}";
        }

        var claims = release.Workloads.Where(workload => workload.Name == "prometheus").SelectMany(release.ClaimsOf);
        if (Bytes(release.Text($"{Prometheus}.retentionSize")) is not { } most
            || claims.Any(claim => claim is null || !(0.95 * Size(claim.Size) >= most)))
        {
            yield return "keeps samples until its volume is full";
        }

        var (label, value, spaces) = (release.Text($"{Dashboards}.label"), release.Text($"{Dashboards}.labelValue"),
            release.Text($"{Dashboards}.searchNamespace").Split(',', StringSplitOptions.TrimEntries));
        foreach (var map in PlanFacts.Of(plan).Cluster.ConfigMaps.Where(map => map.Content.Data?.Any(file =>
            file.Key.EndsWith(".json", StringComparison.Ordinal) && file.Value.Contains("\"panels\"", StringComparison.Ordinal)) == true))
        {
            if (map.Content.Metadata?.Labels is not { } labels || !labels.TryGetValue(label, out var has)
                || (value.Length > 0 && has != value)
                || (!spaces.Contains("ALL") && !spaces.Contains(map.Namespace) && !(spaces is [""] && map.Namespace == release.Namespace)))
            {
                yield return $"does not find the dashboards of ConfigMap {map.Name}";
            }
        }
    }

    // Prometheus' own writing: 1h30m, 35d.
    private static TimeSpan? Duration(string text)
    {
        var parts = DurationPart().Matches(text);
        if (text.Length == 0 || parts.Sum(part => part.Length) != text.Length)
        {
            return null;
        }

        return TimeSpan.FromSeconds(parts.Sum(part => double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture)
            * part.Groups[2].Value switch
            {
                "ms" => 0.001,
                "s" => 1,
                "m" => 60,
                "h" => 3600,
                "d" => 86_400,
                "w" => 604_800,
                _ => 31_536_000,
            }));
    }

    // Its units are powers of 1024, with or without "i".
    private static double? Bytes(string text) => ByteSize().Match(text) is { Success: true } size
        ? double.Parse(size.Groups[1].Value, CultureInfo.InvariantCulture) * Math.Pow(1024, "BKMGTPE".IndexOf(size.Groups[2].Value[0]))
        : null;

    private static double? Size(string quantity)
    {
        try
        {
            return quantity.Length > 0 ? new ResourceQuantity(quantity).ToDouble() : null;
        }
        catch (Exception e) when (e is ArgumentException or OverflowException or FormatException)
        {
            return null;
        }
    }

    [GeneratedRegex("([0-9]+)(ms|[smhdwy])")]
    private static partial Regex DurationPart();

    [GeneratedRegex("^([0-9]+)((?:[KMGTPE]i?)?B)$")]
    private static partial Regex ByteSize();
}
