using System.Globalization;
using System.Text.RegularExpressions;
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
    public static string SumOfRate(Metric metric, string series, string matchers, string range, params string[] kept) => Sum("rate", metric, series, matchers, range, kept);

    /// <summary>Sum of a metric's increase over instances and all of its own labels.</summary>
    public static string SumOfIncrease(Metric metric, string series, string matchers, string range) => Sum("increase", metric, series, matchers, range, []);

    /// <summary>Sum over the processes of an instance, where each tells a series of its own.</summary>
    public static string SumOfProcesses(string series, string matchers) => $"sum by (job, instance, namespace, pod) ({series}{{{matchers}}})";

    /// <summary>Matcher of requests that users send: none of the routes that only the platform asks.</summary>
    public static string Users(SystemDefinition system) => $"route!~\"{Alternatives(system.PlatformPaths)}\"";

    /// <summary>Matchers of the edge's health routes, asked from outside, that tell whether users are served.</summary>
    public static string UserEndpoints(SystemDefinition system)
    {
        var background = system.BackgroundHealth.Select(route => route.Path).ToList();
        return $"job=\"{JobNames.Endpoints}\"" + (background.Count == 0 ? "" : $",instance!~\"https://[^/]+({Alternatives(background)})\"");
    }

    /// <summary>Matcher of the jobs of some sources.</summary>
    public static string Jobs(IEnumerable<MetricsSource> sources)
    {
        var jobs = sources.Select(source => source.Service).Distinct().Order(StringComparer.Ordinal).ToList();
        return jobs.Count == 1 ? $"job=\"{jobs[0]}\"" : $"job=~\"{string.Join('|', jobs)}\"";
    }

    /// <summary>A regular expression that matches each of some texts and nothing else, as it stands between quotes.</summary>
    private static string Alternatives(IEnumerable<string> texts) =>
        string.Join('|', texts.Select(text => Regex.Escape(text).Replace(@"\", @"\\", StringComparison.Ordinal)));

    private static string Sum(string function, Metric metric, string series, string matchers, string range, string[] kept) =>
        $"sum without ({string.Join(", ", Dropped(metric, kept))}) ({function}({series}{matchers}[{range}]))";

    private static IEnumerable<string> Dropped(Metric metric, string[] kept) => TargetLabels.Concat(metric.Labels).Except(kept);
}
