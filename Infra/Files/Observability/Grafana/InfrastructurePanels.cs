using Infra.Files.Observability.Prometheus;
using Infra.Settings;
using Infra.Systems;
using static Infra.Files.Observability.Grafana.Panel;

namespace Infra.Files.Observability.Grafana;

/// <summary>Machines, database, store and edge.</summary>
internal static class InfrastructurePanels
{
    private const string Range = PromQl.Range;

    public static IEnumerable<Panel> Of(StackSettings settings) =>
    [
        .. Machines(),
        .. MachineNetworks(),
        .. settings.System.Needs<Postgres>().Any() ? Database() : [],
        .. settings.System.Needs<Redis>().Any() ? Store() : [],
        .. Edge(),
        .. settings.Topology == Topology.Droplet ? Backups() : ScheduledBackups(settings.System),
    ];

    private static IEnumerable<Panel> Machines() =>
    [
        Graph("Processors", Unit.Ratio, new Query(RecordingRules.MachineCpu, "{{instance}}")),
        Graph("Memory", Unit.Ratio, new Query(RecordingRules.MachineMemory, "{{instance}}")),
        Graph("Free disk space", Unit.Ratio, new Query(RecordingRules.DiskFree, "{{instance}} {{mountpoint}}")),
        Graph("Load", Unit.None, new Query("node_load5", "{{instance}}")) with { Description = "Processes that run or wait for a processor or a disk, over five minutes." },
        Graph("Disks", Unit.BytesPerSecond,
            new Query($"sum by (instance) (rate(node_disk_read_bytes_total[{Range}]))", "read {{instance}}"),
            new Query($"sum by (instance) (rate(node_disk_written_bytes_total[{Range}]))", "written {{instance}}")),
    ];

    /// <summary>What goes over a machine's own connections, each byte once: no loopback, and none of the devices of its containers.</summary>
    private const string Wires = "device!~\"lo|veth.*|br-.*|docker.*|cni.*|cilium.*|lxc.*\"";

    private static IEnumerable<Panel> MachineNetworks() =>
    [
        Graph("Network", Unit.BytesPerSecond,
            new Query($"sum by (instance) (rate(node_network_receive_bytes_total{{{Wires}}}[{Range}]))", "in {{instance}}"),
            new Query($"sum by (instance) (rate(node_network_transmit_bytes_total{{{Wires}}}[{Range}]))", "out {{instance}}")),
    ];

    private static IEnumerable<Panel> Database() =>
    [
        Graph("Database connections", Unit.None,
            new Query("sum(pg_stat_database_numbackends)", "open"), new Query("max(pg_settings_max_connections)", "allowed")),
        Graph("Transactions", Unit.Operations,
            new Query($"sum by (datname) (rate(pg_stat_database_xact_commit[{Range}]))", "committed {{datname}}"),
            new Query($"sum by (datname) (rate(pg_stat_database_xact_rollback[{Range}]))", "rolled back {{datname}}")),
        Graph("Blocks found in the database's memory", Unit.Ratio,
            new Query($"sum by (datname) (rate(pg_stat_database_blks_hit[{Range}])) / (sum by (datname) (rate(pg_stat_database_blks_hit[{Range}]) + rate(pg_stat_database_blks_read[{Range}])) > 0)", "{{datname}}")),
        Graph("Size of databases", Unit.Bytes, new Query("max by (datname) (pg_database_size_bytes)", "{{datname}}")),
        Graph("Deadlocks", Unit.Operations, new Query($"sum by (datname) (rate(pg_stat_database_deadlocks[{Range}]))", "{{datname}}")),
    ];

    private static IEnumerable<Panel> Store() =>
    [
        Graph("Store: memory", Unit.Bytes, new Query("redis_memory_used_bytes", "used"), new Query("redis_memory_max_bytes", "allowed")),
        Graph("Store: commands", Unit.Operations, new Query($"rate(redis_commands_processed_total[{Range}])", "commands")),
        Graph("Store: clients", Unit.None, new Query("redis_connected_clients", "connected"), new Query("redis_blocked_clients", "waiting")),
        Graph("Store: keys that went away", Unit.Operations,
            new Query($"rate(redis_evicted_keys_total[{Range}])", "evicted"), new Query($"rate(redis_expired_keys_total[{Range}])", "expired")),
    ];

    private static IEnumerable<Panel> Edge() =>
    [
        Graph("Edge: connections", Unit.None, new Query("sum(nginx_connections_active)", "active"), new Query("sum(nginx_connections_waiting)", "idle")),
        Graph("Edge: requests", Unit.PerSecond, new Query($"sum(rate(nginx_http_requests_total[{Range}]))", "requests")),
    ];

    private static IEnumerable<Panel> ScheduledBackups(SystemDefinition system) => system.KeepsData
        ? [Number("Last backup", Unit.Seconds, KubernetesMetrics.SinceSuccess(KubernetesMetrics.Backup, system)) with { Limits = [90_000, 93_600] }]
        : [];

    private static IEnumerable<Panel> Backups() =>
    [
        Number("Last backup", Unit.Seconds, $"time() - max({HostMetrics.BackupSuccess})") with { Limits = [90_000, 93_600] },
        Number("Last restore drill", Unit.Seconds, $"time() - max({HostMetrics.RestoreDrillSuccess})") with { Limits = [608_400, 691_200] },
        Number("Size of the last backup", Unit.Bytes, $"max({HostMetrics.BackupSize})"),
    ];
}
