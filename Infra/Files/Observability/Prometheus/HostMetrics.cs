namespace Infra.Files.Observability.Prometheus;

/// <summary>What the host's scripts tell by files in the node exporter's textfile directory.</summary>
public static class HostMetrics
{
    /// <summary>Directory of the files, <c>NAME.prom</c>; written under another name first and then renamed.</summary>
    public const string Directory = "/var/lib/node-exporter/textfile";

    /// <summary>Seconds since the epoch when the last backup ended well; before the first one, when the server was installed.</summary>
    public const string BackupSuccess = "backup_last_success_timestamp_seconds";

    /// <summary>Size of the last good backup in bytes.</summary>
    public const string BackupSize = "backup_last_size_bytes";

    /// <summary>Seconds since the epoch when a backup was last restored and found complete; before the first time, when the server was installed.</summary>
    public const string RestoreDrillSuccess = "restore_drill_last_success_timestamp_seconds";
}
