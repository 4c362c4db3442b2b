using Infra.Systems;
using static Infra.Systems.AlertCondition;

namespace Infra.Files.Observability.Prometheus;

/// <summary>Turns what a system wants to be told about into rules, each with the examples that prove it.</summary>
internal static class AlertRules
{
    /// <summary>The rules of a system in a topology.</summary>
    public static ImmutableArray<AlertRule> Of(SystemDefinition system, Topology topology) =>
        [.. PlatformAlerts.Of(system, topology).Select(alert => Rule(system, topology, alert))];

    private static AlertRule Rule(SystemDefinition system, Topology topology, Alert alert)
    {
        var measured = alert.Condition switch
        {
            ServiceDown condition => AvailabilityExpressions.ServiceDown(system, condition),
            EndpointDown => AvailabilityExpressions.EndpointDown(system),
            CertificateExpiresWithin condition => AvailabilityExpressions.CertificateExpires(condition),
            ExporterDown => AvailabilityExpressions.ExporterDown(),
            NotificationsFail => AvailabilityExpressions.NotificationsFail(),
            ReloadFailed => AvailabilityExpressions.ReloadFailed(),
            ErrorRatioAbove condition => TrafficExpressions.ErrorRatio(system, condition),
            ServerErrorsAbove condition => TrafficExpressions.ServerErrors(system, condition),
            LatencyP95Above condition => TrafficExpressions.Latency(system, condition),
            RequestsPerInstanceAbove condition => TrafficExpressions.RequestsPerInstance(system, condition),
            FailedLoginsAbove condition => TrafficExpressions.FailedLogins(system, condition),
            RateLimitedAbove condition => TrafficExpressions.RateLimited(system, condition),
            MeasureBelow condition => TrafficExpressions.MeasureBelow(system, condition),
            DatabaseDown => StoreExpressions.DatabaseDown(),
            DatabaseConnectionsUsedAbove condition => StoreExpressions.ConnectionsUsed(condition),
            DatabaseLatencyP95Above condition => StoreExpressions.DatabaseLatency(system, condition),
            RedisDown => StoreExpressions.RedisDown(),
            RedisMemoryAbove condition => StoreExpressions.RedisMemory(condition),
            CacheHitRatioBelow condition => StoreExpressions.CacheHitRatio(system, condition),
            QueueOlderThan condition => StoreExpressions.QueueAge(system, condition),
            DeadJobs => StoreExpressions.DeadJobs(system),
            ServiceMemoryAbove condition => MachineExpressions.ServiceMemory(condition),
            MachineMemoryAbove condition => MachineExpressions.Memory(condition),
            MachineCpuAbove condition => MachineExpressions.Cpu(condition),
            DiskFreeBelow condition => MachineExpressions.DiskFree(condition),
            BackupOlderThan condition => MachineExpressions.Backup(system, topology, condition),
            RestoreDrillOlderThan condition => MachineExpressions.RestoreDrill(system, topology, condition),
            _ => throw new NotSupportedException($"alert {alert.Name}: no expression for {alert.Condition.GetType().Name}"),
        };
        return new()
        {
            Name = alert.Name,
            Severity = alert.Severity,
            For = alert.For,
            Expression = measured.Expression,
            Labels = measured.Labels,
            Summary = measured.Summary,
            Description = measured.Description,
            Fires = measured.Fires,
            StaysSilent = measured.StaysSilent,
            Range = measured.Range,
        };
    }
}
