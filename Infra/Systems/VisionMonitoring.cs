using static Infra.Systems.AlertCondition;
using static Infra.Systems.StandardMetrics;

namespace Infra.Systems;

/// <summary>How vision is watched (VI-03 to VI-05).</summary>
internal static class VisionMonitoring
{
    private static readonly Metric Processed = new("images_processed_total", MetricKind.Counter, "Images processed by outcome: done, failed.", ["outcome"]);
    private static readonly Metric Recognised = new("text_recognitions_total", MetricKind.Counter, "Recognised texts by confidence: high, low.", ["confidence"]);

    /// <summary>The monitoring of the system.</summary>
    public static Monitoring Define() => new()
    {
        Sources = [new("api", [.. Http, .. Process, .. StandardMetrics.Database, .. Cache, LoginAttempts, Processed, Recognised])],
        Measures =
        [
            new() { Title = "Images processed", Description = "Images that went through recognition.", Events = new(Processed) },
            new()
            {
                Title = "Sure results",
                Description = "Share of recognised texts in which the recognition is confident.",
                Events = new(Recognised, "confidence", "high"),
                Of = [new(Recognised, "confidence", "high"), new(Recognised, "confidence", "low")],
            },
        ],
        Alerts =
        [
            // Performance and availability.
            new() { Name = "HighLatency", Severity = AlertSeverity.Warning, For = TimeSpan.FromMinutes(5), Condition = new LatencyP95Above(TimeSpan.FromSeconds(5)) },
            new() { Name = "HighErrorRate", Severity = AlertSeverity.Critical, For = TimeSpan.FromMinutes(5), Condition = new ErrorRatioAbove(5) },

            // Security.
            new() { Name = "FailedLogins", Severity = AlertSeverity.Warning, For = TimeSpan.FromMinutes(5), Condition = new FailedLoginsAbove(10) },
            new() { Name = "ManyRequestsLimited", Severity = AlertSeverity.Warning, For = TimeSpan.FromMinutes(10), Condition = new RateLimitedAbove(100) },

            // Business.
            new() { Name = "ProcessingVolumeLow", Severity = AlertSeverity.Info, For = TimeSpan.FromHours(1), Condition = new MeasureBelow("Images processed", 1) },
            new() { Name = "ResultQualityLow", Severity = AlertSeverity.Warning, For = TimeSpan.FromMinutes(30), Condition = new MeasureBelow("Sure results", 80) },
        ],
    };
}
