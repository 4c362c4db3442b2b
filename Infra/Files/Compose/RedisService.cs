using Infra.Files.Host;
using Infra.Files.Valkey;
using Infra.Systems;

namespace Infra.Files.Compose;

/// <summary>The Redis-compatible store of a system on a server.</summary>
internal static class RedisService
{
    /// <summary>Name of the service, and host name under which the others find it.</summary>
    public const string Name = "redis";

    /// <summary>User of the store, the one of its image.</summary>
    public const int User = 999;

    /// <summary>The service.</summary>
    public static ComposeService Of(SystemDefinition system, Redis need) => new()
    {
        Image = ValkeyConfiguration.Image,
        Entrypoint = ["valkey-server"],
        Command = [$"{ValkeyConfiguration.Directory}/{ValkeyConfiguration.FileName}"],
        User = $"{User}:{User}",
        Volumes =
        [
            Mount.Reading(HostLayout.Configuration(system.Name, "redis"), ValkeyConfiguration.Directory),

            // Read at the start only, but a release tells the running store what is new in it (lib/store.sh): nobody has to wait for a restart.
            Mount.Reading(HostLayout.Configuration(system.Name, "redis-password"), ValkeyConfiguration.PasswordDirectory) with { IsFollowed = true },
            Mount.Writing(HostLayout.Data(system.Name, "redis"), ValkeyConfiguration.DataDirectory),
        ],
        Tmpfs = ["/tmp:size=16m,mode=1777,nosuid,nodev,noexec"],
        Networks = [Networks.Data],
        Expose = ["6379"],

        // It answers even before it is logged in to: with PONG or with a demand for the password. A hung one answers nothing.
        Healthcheck = Healthcheck.Running("valkey-cli", "ping"),
        Deploy = Deploy.Single(new(need.Memory, need.Memory, Cpu.Cores(0.1), Cpu.Cores(0.5))),
        Restart = "unless-stopped",
        StopGracePeriod = "60s", // It writes a snapshot before it ends.
        Logging = Logging.Of(system.Logs),
    };
}
