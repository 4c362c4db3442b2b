using static Infra.Systems.AlertCondition;
using static Infra.Systems.StandardMetrics;

namespace Infra.Systems;

/// <summary>How faciliauto is watched (FA-03, FA-05, FA-06).</summary>
internal static class FaciliAutoMonitoring
{
    private static readonly Metric Recommendations = new("recommendations_total", MetricKind.Counter, "Recommendations shown.", []);
    private static readonly Metric Clicks = new("recommendation_clicks_total", MetricKind.Counter, "Recommendations that were opened.", []);
    private static readonly Metric Conversions = new("recommendation_conversions_total", MetricKind.Counter, "Recommendations after which the seller was asked.", []);

    /// <summary>The monitoring of the system.</summary>
    public static Monitoring Define() => new()
    {
        Sources = [new("api", [.. Http, .. Process, .. Cache, Recommendations, Clicks, Conversions])],
        Measures =
        [
            new() { Title = "Recommendations", Description = "Recommendations shown to users.", Events = new(Recommendations) },
            new() { Title = "Click-through rate", Description = "Share of recommendations that were opened.", Events = new(Clicks), Of = [new(Recommendations)] },
            new() { Title = "Conversion", Description = "Share of opened recommendations after which the seller was asked.", Events = new(Conversions), Of = [new(Clicks)] },
        ],
        Alerts =
        [
            new() { Name = "ServiceDown", Severity = AlertSeverity.Critical, For = TimeSpan.FromMinutes(1), Condition = new ServiceDown("api") },
            new() { Name = "HighErrorRate", Severity = AlertSeverity.Critical, For = TimeSpan.FromMinutes(5), Condition = new ErrorRatioAbove(5) },
            new() { Name = "HighLatency", Severity = AlertSeverity.Warning, For = TimeSpan.FromMinutes(5), Condition = new LatencyP95Above(TimeSpan.FromSeconds(1)) },
            new() { Name = "ServiceMemoryHigh", Severity = AlertSeverity.Warning, For = TimeSpan.FromMinutes(10), Condition = new ServiceMemoryAbove("api", new Memory(1_500_000_000)) },
            new() { Name = "CacheHitRateLow", Severity = AlertSeverity.Info, For = TimeSpan.FromMinutes(30), Condition = new CacheHitRatioBelow(80) },
        ],
    };
}
