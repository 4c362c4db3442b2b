using static Infra.Systems.AlertCondition;
using static Infra.Systems.StandardMetrics;

namespace Infra.Systems;

/// <summary>How web-platform is watched (WP-05, WP-06).</summary>
internal static class WebPlatformMonitoring
{
    private static readonly Metric SignUps = new("sign_ups_total", MetricKind.Counter, "Accounts made.", []);

    /// <summary>The monitoring of the system.</summary>
    public static Monitoring Define() => new()
    {
        Sources =
        [
            new("backend", [.. Http, .. Process, .. StandardMetrics.Database, .. Cache, LoginAttempts, SignUps]),
            new("frontend", [.. Http, .. Process]),
        ],
        Measures = [new() { Title = "Sign-ups", Description = "Accounts that users make.", Events = new(SignUps) }],
        Alerts =
        [
            new() { Name = "MachineCpuHigh", Severity = AlertSeverity.Warning, For = TimeSpan.FromMinutes(5), Condition = new MachineCpuAbove(80) },
            new() { Name = "MachineMemoryHigh", Severity = AlertSeverity.Warning, For = TimeSpan.FromMinutes(5), Condition = new MachineMemoryAbove(90) },
            new() { Name = "HighErrorRate", Severity = AlertSeverity.Critical, For = TimeSpan.FromMinutes(5), Condition = new ErrorRatioAbove(5) },
            new() { Name = "HighLatency", Severity = AlertSeverity.Warning, For = TimeSpan.FromMinutes(5), Condition = new LatencyP95Above(TimeSpan.FromMilliseconds(500)) },
            new() { Name = "DiskSpaceLow", Severity = AlertSeverity.Warning, For = TimeSpan.FromMinutes(5), Condition = new DiskFreeBelow(20) },

            // The write-up's 400 of 500, of whatever the server allows.
            new() { Name = "DatabaseConnectionsHigh", Severity = AlertSeverity.Warning, For = TimeSpan.FromMinutes(5), Condition = new DatabaseConnectionsUsedAbove(80) },
        ],
    };
}
