using Infra.Systems;

namespace Infra.Files.Observability.Prometheus;

/// <summary>Recording rules and alerts on how fast the error budgets of a system's objectives burn (FA-02, WP-05).</summary>
internal static class BurnRates
{
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Whole = TimeSpan.FromDays(30);

    /// <summary>Shares of bad requests in every window.</summary>
    public static IEnumerable<RecordingRule> Recordings(SystemDefinition system)
    {
        foreach (var level in ServiceLevel.Of(system))
        {
            foreach (var range in BurnRateWindow.Ranges)
            {
                var text = PromQl.Duration(range);
                yield return new(level.BadIn(range), level.Bad(text));
                yield return new(level.AllIn(range), level.All(text));
                yield return new(level.Recorded(range), $"{level.BadIn(range)} / ({level.AllIn(range)} > 0)");
            }

            // Raw samples of a month are too many to read every minute; sums of what is recorded give the same share.
            var month = PromQl.Duration(Whole);
            yield return new(level.Recorded(Whole), $"sum_over_time({level.BadIn(Short)}[{month}]) / (sum_over_time({level.AllIn(Short)}[{month}]) > 0)");
        }
    }

    /// <summary>The alerts: four windows for each objective.</summary>
    public static IEnumerable<AlertRule> Alerts(SystemDefinition system) =>
        from level in ServiceLevel.Of(system)
        from window in BurnRateWindow.All
        select Alert(system.Monitoring, level, window);

    private static AlertRule Alert(Monitoring monitoring, ServiceLevel level, BurnRateWindow window)
    {
        // A share of bad requests cannot exceed one, however small the promise.
        var threshold = Math.Min(level.Budget * window.Factor, 0.99);
        var fast = window.Severity == AlertSeverity.Critical;
        var enough = $"{level.BadIn(window.Long)} >= {monitoring.LeastBadRequests}";
        if (fast)
        {
            enough += $" and {level.AllIn(window.Long)} >= {PromQl.Number(monitoring.LeastRequestsPerMinute * window.Long.TotalMinutes)}";
        }

        return new()
        {
            Name = $"{(level.Name == "failed" ? "Error" : "Latency")}BudgetBurns{(fast ? "Fast" : "Slowly")}",
            Severity = window.Severity,
            Expression = $"{level.Recorded(window.Long)} > {PromQl.Number(threshold)} and {level.Recorded(window.Short)} > {PromQl.Number(threshold)} and {enough}",

            // The windows are the patience. A page waits as long as that of HighErrorRate, which keeps this one quiet: one cause, one page.
            For = TimeSpan.FromMinutes(fast ? 5 : 15),
            Labels = ImmutableSortedDictionary<string, string>.Empty
                .Add("objective", level.Name)
                .Add("window", PromQl.Duration(window.Long)),
            Summary = $"The error budget burns {PromQl.Number(window.Factor)} times as fast as it may",
            Description = $"The promise is that {level.Promise}. In the last {PromQl.Duration(window.Long)} it was broken for {{{{ $value | humanizePercentage }}}} of them.",
            Fires = level.Example(Math.Min(threshold * 1.2, 1)),
            StaysSilent = level.Example(threshold * 0.8),
            Range = window.Long,
        };
    }
}
