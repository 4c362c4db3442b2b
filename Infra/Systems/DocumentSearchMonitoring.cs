using static Infra.Systems.MetricKind;
using static Infra.Systems.StandardMetrics;

namespace Infra.Systems;

/// <summary>How document-search is watched: its pages of metrics, and what it wants to be told about.</summary>
internal static class DocumentSearchMonitoring
{
    private static readonly Metric Reclaimed = new("jobs_reclaimed_total", Counter, "Jobs taken over from workers that fell silent.", ["queue"]);
    private static readonly Metric Requeued = new("documents_requeued_total", Counter, "Accepted documents whose job was missing and was queued again.", []);
    private static readonly Metric Accepted = new("documents_accepted_total", Counter, "Uploads accepted by format.", ["format"]);
    private static readonly Metric Processed = new("documents_processed_total", Counter, "Documents processed by format and outcome: ready, failed.", ["format", "outcome"]);
    private static readonly Metric Heap = new("dotnet_gc_heap_bytes", Gauge, "Managed heap after the last collection.", []);
    private static readonly Metric Collections = new("dotnet_gc_collections_total", Counter, "Garbage collections by generation.", ["generation"]);

    private static readonly ImmutableArray<Metric> Everything =
        [.. Http, .. Process, .. Database, .. Cache, .. Queue, LoginAttempts, Reclaimed, Requeued, Accepted, Processed, Heap, Collections];

    /// <summary>The monitoring of the system.</summary>
    public static Monitoring Define() => new()
    {
        Sources = [new("api", Everything), new("worker-documents", Everything), new("worker-cleanup", Everything), new("worker", Everything)],
        Measures =
        [
            new() { Title = "Documents accepted", Description = "Documents that users upload.", Events = new(Accepted) },
            new() { Title = "Documents ready", Description = "Documents that can be found.", Events = new(Processed, "outcome", "ready") },
            new()
            {
                Title = "Documents processed well",
                Description = "Share of documents that could be read and indexed.",
                Events = new(Processed, "outcome", "ready"),
                Of = [new(Processed, "outcome", "ready"), new(Processed, "outcome", "failed")],
            },
        ],
        Alerts =
        [
            new() { Name = "ResultQualityLow", Severity = AlertSeverity.Warning, For = TimeSpan.FromMinutes(30), Condition = new AlertCondition.MeasureBelow("Documents processed well", 80) },
            new() { Name = "DatabaseSlow", Severity = AlertSeverity.Warning, For = TimeSpan.FromMinutes(10), Condition = new AlertCondition.DatabaseLatencyP95Above(TimeSpan.FromMilliseconds(100)) },
        ],
    };
}
