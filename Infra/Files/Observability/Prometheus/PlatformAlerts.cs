using Infra.Systems;
using static Infra.Systems.AlertCondition;
using static Infra.Systems.AlertSeverity;

namespace Infra.Files.Observability.Prometheus;

/// <summary>What is watched in every system, by what the system is made of. A system's own alert of the same name takes the place of one of these.</summary>
internal static class PlatformAlerts
{
    /// <summary>The alerts of a system in a topology: the platform's and its own.</summary>
    public static ImmutableArray<Alert> Of(SystemDefinition system, Topology topology)
    {
        var own = system.Monitoring.Alerts;
        var replaced = own.Select(Key).ToHashSet();
        return [.. own, .. Platform(system, topology).Where(alert => !replaced.Contains(Key(alert)))];
    }

    private static (string Name, string Service) Key(Alert alert) => (alert.Name, alert.Condition is ServiceDown down ? down.Service : "");

    private static IEnumerable<Alert> Platform(SystemDefinition system, Topology topology)
    {
        var monitoring = system.Monitoring;
        foreach (var service in system.ServicesIn(topology))
        {
            yield return service.ServesTraffic
                ? New("ServiceDown", Critical, 1, new ServiceDown(service.Name))
                : New("WorkerDown", Warning, 5, new ServiceDown(service.Name));
        }

        if (system.UserHealth.Any())
        {
            yield return New("EndpointDown", Critical, 2, new EndpointDown());
            yield return New("CertificateExpiring", Warning, 60, new CertificateExpiresWithin(TimeSpan.FromDays(14)));
        }

        if (monitoring.SourcesOf(StandardMetrics.Requests).Any())
        {
            yield return New("HighErrorRate", Critical, 5, new ErrorRatioAbove(5));
        }

        if (monitoring.SourcesOf(StandardMetrics.RequestDuration).Any())
        {
            yield return New("HighLatency", Warning, 10, new LatencyP95Above(system.Objectives.LatencyP95 * 2));
        }

        foreach (var alert in Promised(system))
        {
            yield return alert;
        }

        if (monitoring.SourcesOf(StandardMetrics.LoginAttempts).Any())
        {
            yield return New("FailedLogins", Warning, 5, new FailedLoginsAbove(30));
        }

        if (monitoring.SourcesOf(StandardMetrics.RateLimited).Any())
        {
            yield return New("ManyRequestsLimited", Info, 15, new RateLimitedAbove(300));
        }

        if (monitoring.SourcesOf(StandardMetrics.QueueOldestJob).Any())
        {
            yield return New("QueueStuck", Warning, 5, new QueueOlderThan(TimeSpan.FromMinutes(15)));
            yield return New("DeadJobs", Warning, 0, new DeadJobs());
        }

        if (system.Needs<Postgres>().Any())
        {
            yield return New("DatabaseDown", Critical, 1, new DatabaseDown());
            yield return New("DatabaseConnectionsHigh", Warning, 5, new DatabaseConnectionsUsedAbove(80));
        }

        if (system.Needs<Redis>().Any())
        {
            yield return New("RedisDown", Critical, 1, new RedisDown());
        }

        // A cache that drops what is old is meant to be full.
        if (system.Needs<Redis>().Any(redis => redis.Eviction == Eviction.Never))
        {
            yield return New("RedisMemoryHigh", Warning, 10, new RedisMemoryAbove(85));
        }

        yield return New("MachineCpuHigh", Warning, 15, new MachineCpuAbove(90));
        yield return New("MachineMemoryHigh", Warning, 5, new MachineMemoryAbove(90));
        yield return New("DiskSpaceLow", Warning, 10, new DiskFreeBelow(15));
        yield return New("DiskFull", Critical, 5, new DiskFreeBelow(5));

        // A server also copies its configuration and its logs away.
        if (topology == Topology.Droplet || system.KeepsData)
        {
            yield return New("BackupTooOld", Warning, 30, new BackupOlderThan(system.Backup.RecoveryPoint + TimeSpan.FromHours(2)));
        }

        // Drills are about databases.
        if (system.Needs<Postgres>().Any())
        {
            yield return New("RestoreDrillTooOld", Info, 60, new RestoreDrillOlderThan(TimeSpan.FromDays(8)));
        }

        yield return New("ExporterDown", Warning, 5, new ExporterDown());
        yield return New("NotificationsFailing", Critical, 10, new NotificationsFail());
        yield return New("ReloadFailed", Warning, 10, new ReloadFailed());
    }

    /// <summary>Objectives that have no error budget, but a limit.</summary>
    private static IEnumerable<Alert> Promised(SystemDefinition system)
    {
        var (objectives, monitoring) = (system.Objectives, system.Monitoring);
        if (objectives.CacheHitPercent > 0 && monitoring.SourcesOf(StandardMetrics.CacheHits).Any())
        {
            yield return New("CacheHitRateLow", Info, 30, new CacheHitRatioBelow(objectives.CacheHitPercent));
        }

        if (objectives.RequestsPerSecondPerInstance > 0 && monitoring.SourcesOf(StandardMetrics.Requests).Any())
        {
            yield return New("CapacityReached", Info, 15, new RequestsPerInstanceAbove(objectives.RequestsPerSecondPerInstance));
        }

        if (objectives.DatabaseLatencyP95 > TimeSpan.Zero && monitoring.SourcesOf(StandardMetrics.DatabaseQueryDuration).Any())
        {
            yield return New("DatabaseSlow", Warning, 10, new DatabaseLatencyP95Above(objectives.DatabaseLatencyP95));
        }
    }

    private static Alert New(string name, AlertSeverity severity, int minutes, AlertCondition condition) =>
        new() { Name = name, Severity = severity, For = TimeSpan.FromMinutes(minutes), Condition = condition };
}
