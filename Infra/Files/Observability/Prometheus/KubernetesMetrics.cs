using Infra.Systems;

namespace Infra.Files.Observability.Prometheus;

/// <summary>What kube-state-metrics tells about jobs that run by the clock. Source: kube-state-metrics, docs/metrics/workload/cronjob-metrics.md.</summary>
public static class KubernetesMetrics
{
    /// <summary>Seconds since the epoch when the last job ended well; nothing before the first one.</summary>
    public const string LastSuccess = "kube_cronjob_status_last_successful_time";

    /// <summary>Seconds since the epoch when the schedule was made.</summary>
    public const string Created = "kube_cronjob_created";

    /// <summary>Name of the CronJob of nightly backups.</summary>
    public const string Backup = "backup";

    /// <summary>Name of the CronJob that restores a backup on trial.</summary>
    public const string RestoreDrill = "restore-drill";

    /// <summary>Matchers of a system's CronJob.</summary>
    internal static string Matchers(string cronJob, SystemDefinition system) => $"namespace=\"{system.Name}\",cronjob=\"{cronJob}\"";

    /// <summary>Seconds since a CronJob of a system last ended well; before the first time, since it exists.</summary>
    internal static string SinceSuccess(string cronJob, SystemDefinition system)
    {
        var which = Matchers(cronJob, system);
        return $"time() - (max by (namespace, cronjob) ({LastSuccess}{{{which}}}) or max by (namespace, cronjob) ({Created}{{{which}}}))";
    }
}
