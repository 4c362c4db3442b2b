using Infra.Systems;
using static Infra.Files.Observability.Prometheus.InputSeries;

namespace Infra.Files.Observability.Prometheus;

/// <summary>Machines, and what services take of them; backups.</summary>
internal static class MachineExpressions
{
    private const string Target = $"job=\"{JobNames.Machines}\",instance=\"server\"";

    public static MeasuredCondition ServiceMemory(AlertCondition.ServiceMemoryAbove condition)
    {
        // Four processes of two instances: what one instance holds counts, and neither a single process nor all together.
        InputSeries[] Held(double share) =>
        [
            .. from instance in new[] { "10.0.0.1:8000", "10.0.0.2:8000" }
               from process in Enumerable.Range(1, 4)
               select Constant($"{StandardMetrics.ProcessMemory.Name}{{job=\"{condition.Service}\",instance=\"{instance}\",pid=\"{process}\"}}",
                   condition.Amount.Bytes / 4 * (instance == "10.0.0.1:8000" ? share : 0.5)),
        ];
        return new()
        {
            Expression = $"{PromQl.SumOfProcesses(StandardMetrics.ProcessMemory.Name, $"job=\"{condition.Service}\"")} > {condition.Amount.Bytes}",
            Labels = MeasuredCondition.Service(condition.Service),
            Summary = $"{condition.Service} takes more than {PromQl.Number(condition.Amount.Bytes / 1e9)} GB of memory",
            Description = $"{{{{ $labels.instance }}}} of {condition.Service} holds {{{{ $value | humanize1024 }}}}B of memory.",
            Fires = [.. Held(1.1)],
            StaysSilent = [.. Held(0.9)],
        };
    }

    public static MeasuredCondition Memory(AlertCondition.MachineMemoryAbove condition)
    {
        static ImmutableArray<InputSeries> Used(double percent) =>
            [Constant($"node_memory_MemTotal_bytes{{{Target}}}", 4e9), Constant($"node_memory_MemAvailable_bytes{{{Target}}}", 4e9 * (100 - percent) / 100)];
        return new()
        {
            Expression = $"{RecordingRules.MachineMemory} > {PromQl.Ratio(condition.Percent)}",
            Summary = "{{ $labels.instance }} has little memory left",
            Description = "{{ $value | humanizePercentage }} of the memory of {{ $labels.instance }} is used.",
            Fires = Used(condition.Percent + 5),
            StaysSilent = Used(condition.Percent - 5),
        };
    }

    public static MeasuredCondition Cpu(AlertCondition.MachineCpuAbove condition)
    {
        static ImmutableArray<InputSeries> Busy(double percent) =>
        [
            Growing($"node_cpu_seconds_total{{{Target},cpu=\"0\",mode=\"idle\"}}", (100 - percent) / 100),
            Growing($"node_cpu_seconds_total{{{Target},cpu=\"0\",mode=\"user\"}}", percent / 100),
        ];
        return new()
        {
            Expression = $"{RecordingRules.MachineCpu} > {PromQl.Ratio(condition.Percent)}",
            Summary = "{{ $labels.instance }} is busy",
            Description = "The processors of {{ $labels.instance }} are {{ $value | humanizePercentage }} busy.",
            Fires = Busy(condition.Percent + 5),
            StaysSilent = Busy(condition.Percent - 5),
        };
    }

    public static MeasuredCondition DiskFree(AlertCondition.DiskFreeBelow condition)
    {
        static ImmutableArray<InputSeries> Free(double percent) =>
        [
            Constant($"node_filesystem_size_bytes{{{Target},device=\"/dev/vda1\",fstype=\"ext4\",mountpoint=\"/\"}}", 80e9),
            Constant($"node_filesystem_avail_bytes{{{Target},device=\"/dev/vda1\",fstype=\"ext4\",mountpoint=\"/\"}}", 80e9 * percent / 100),
        ];
        return new()
        {
            Expression = $"{RecordingRules.DiskFree} < {PromQl.Ratio(condition.Percent)}",
            Summary = "{{ $labels.mountpoint }} of {{ $labels.instance }} is nearly full",
            Description = "Only {{ $value | humanizePercentage }} of {{ $labels.mountpoint }} on {{ $labels.instance }} is free.",
            Fires = Free(condition.Percent / 2),
            StaysSilent = Free(condition.Percent + 5),
        };
    }

    public static MeasuredCondition Backup(SystemDefinition system, Topology topology, AlertCondition.BackupOlderThan condition) => Age(
        system, topology, HostMetrics.BackupSuccess, KubernetesMetrics.Backup, condition.Age,
        "The last good backup is too old",
        "The last backup that ended well is {{ $value | humanizeDuration }} old; more data than promised would be lost.");

    public static MeasuredCondition RestoreDrill(SystemDefinition system, Topology topology, AlertCondition.RestoreDrillOlderThan condition) => Age(
        system, topology, HostMetrics.RestoreDrillSuccess, KubernetesMetrics.RestoreDrill, condition.Age,
        "No backup was restored for long",
        "A backup was last restored and found complete {{ $value | humanizeDuration }} ago; until it is tried, nobody knows whether it works.");

    // Tests begin at the epoch, so that an old timestamp lies before it.
    private static MeasuredCondition Age(SystemDefinition system, Topology topology, string told, string cronJob, TimeSpan age, string summary, string description)
    {
        var onHost = topology == Topology.Droplet;
        InputSeries Ended(double secondsAgo) => Constant(
            onHost ? $"{told}{{{Target}}}" : $"{KubernetesMetrics.LastSuccess}{{{KubernetesMetrics.Matchers(cronJob, system)},instance=\"kube-state-metrics\"}}", -secondsAgo);
        InputSeries[] made = onHost ? [] : [Constant($"{KubernetesMetrics.Created}{{{KubernetesMetrics.Matchers(cronJob, system)},instance=\"kube-state-metrics\"}}", -age.TotalSeconds * 9)];
        return new()
        {
            Expression = $"{(onHost ? $"time() - {told}" : KubernetesMetrics.SinceSuccess(cronJob, system))} > {PromQl.Number(age.TotalSeconds)}",
            Summary = summary,
            Description = description,
            Fires = [Ended(age.TotalSeconds), .. made],
            StaysSilent = [Ended(age.TotalSeconds / 2), .. made],
        };
    }
}
