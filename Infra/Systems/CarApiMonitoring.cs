using static Infra.Systems.AlertCondition;
using static Infra.Systems.StandardMetrics;

namespace Infra.Systems;

/// <summary>How car-api is watched (CA-06).</summary>
internal static class CarApiMonitoring
{
    /// <summary>The monitoring of the system.</summary>
    public static Monitoring Define() => new()
    {
        Sources = [new("api", [.. Http, .. Process, .. StandardMetrics.Database, LoginAttempts])],
        Alerts =
        [
            new() { Name = "ServerErrors", Severity = AlertSeverity.Critical, For = TimeSpan.FromMinutes(5), Condition = new ServerErrorsAbove(0.1) },
            new() { Name = "MachineMemoryHigh", Severity = AlertSeverity.Warning, For = TimeSpan.FromMinutes(5), Condition = new MachineMemoryAbove(90) },
            new() { Name = "DatabaseDown", Severity = AlertSeverity.Critical, For = TimeSpan.FromMinutes(1), Condition = new DatabaseDown() },
        ],
    };
}
