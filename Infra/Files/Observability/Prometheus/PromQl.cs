using System.Globalization;
using Infra.Systems;

namespace Infra.Files.Observability.Prometheus;

/// <summary>Pieces of PromQL that several expressions share.</summary>
internal static class PromQl
{
    // Labels of every scraped series besides the metric's own. The last five are those that Prometheus' operator adds on Kubernetes.
    private static readonly string[] TargetLabels = ["instance", "container", "endpoint", "namespace", "pod", "service"];

    /// <summary>Range of rates. At least four scrapes of the slowest target (30 s) fit in.</summary>
    public const string Range = "5m";

    /// <summary>A number without exponent and without superfluous zeros.</summary>
    public static string Number(double value) => value.ToString("0.############", CultureInfo.InvariantCulture);

    /// <summary>A share in percent as a number from 0 to 1.</summary>
    public static string Ratio(double percent) => Number(percent / 100);

    /// <summary>A time span as PromQL writes it: <c>90s</c>, <c>5m</c>, <c>6h</c>, <c>3d</c>.</summary>
    public static string Duration(TimeSpan span) =>
        span.Ticks % TimeSpan.TicksPerDay == 0 && span >= TimeSpan.FromDays(1) ? $"{span.Days}d"
        : span.Ticks % TimeSpan.TicksPerHour == 0 && span >= TimeSpan.FromHours(1) ? $"{(int)span.TotalHours}h"
        : span.Ticks % TimeSpan.TicksPerMinute == 0 && span >= TimeSpan.FromMinutes(1) ? $"{(int)span.TotalMinutes}m"
        : $"{(int)span.TotalSeconds}s";

    /// <summary>Sum of a metric's rate over instances and all of its own labels but those that are kept.</summary>
    public static string SumOfRate(Metric metric, string series, string matchers, string range, params string[] kept) =>
        $"sum without ({string.Join(", ", Dropped(metric, kept))}) (rate({series}{matchers}[{range}]))";

    /// <summary>Matcher of the jobs of some sources.</summary>
    public static string Jobs(IEnumerable<MetricsSource> sources)
    {
        var jobs = sources.Select(source => source.Service).Distinct().Order(StringComparer.Ordinal).ToList();
        return jobs.Count == 1 ? $"job=\"{jobs[0]}\"" : $"job=~\"{string.Join('|', jobs)}\"";
    }

    private static IEnumerable<string> Dropped(Metric metric, string[] kept) => TargetLabels.Concat(metric.Labels).Except(kept);
}
