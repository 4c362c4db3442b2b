using Infra.Settings;
using Infra.Systems;

namespace Infra.Files.Compose;

/// <summary>PostgreSQL's programs for backups, restores and questions, in the version of the server: an older pg_dump refuses a newer server.</summary>
internal static class DatabaseTools
{
    /// <summary>Name of the service.</summary>
    public const string Name = "postgres-tools";

    /// <summary>User of the programs, the one of the image.</summary>
    public const int User = 999;

    /// <summary>Image with a server of a version, its programs, and pgvector. Source: pgvector releases (0.8.6, 2026-07).</summary>
    public static string Image(string version) => $"pgvector/pgvector:0.8.6-pg{version}-bookworm";

    /// <summary>The service. The caller mounts what it reads or writes.</summary>
    public static ComposeService Of(StackSettings settings) => new()
    {
        Image = Image(settings.Database.Version),
        Profiles = ["tools"],
        Entrypoint = ["psql"],
        User = $"{User}:{User}",
        Tmpfs = ["/tmp:size=64m,mode=1777,nosuid,nodev,noexec", "/var/run/postgresql:size=1m,mode=1777,nosuid,nodev,noexec"],
        Networks = [Networks.App],
        Deploy = Deploy.Single(new(Memory.MiB(64), Memory.MiB(512), Cpu.Cores(0.1), Cpu.Cores(1))),
        Restart = "no",
        StopGracePeriod = "10s",
        Logging = Logging.Of(settings.System.Logs),
    };
}
