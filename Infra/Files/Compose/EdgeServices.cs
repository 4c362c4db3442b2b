using System.Globalization;
using Infra.Files.Host;
using Infra.Files.Nginx;
using Infra.Systems;

namespace Infra.Files.Compose;

/// <summary>nginx, the only one whose ports are published, and certbot for its certificate.</summary>
internal static class EdgeServices
{
    /// <summary>Name of nginx's service.</summary>
    public const string Nginx = "nginx";

    /// <summary>Name of certbot's service.</summary>
    public const string Certbot = "certbot";

    private static string User => string.Create(CultureInfo.InvariantCulture, $"{EdgeImage.User}:{EdgeImage.User}");

    /// <summary>nginx.</summary>
    public static ComposeService Server(SystemDefinition system) => new()
    {
        Image = EdgeImage.Nginx,
        Entrypoint = ["nginx"],
        Command = ["-c", $"{EdgeConfiguration.Directory}/nginx.conf"],
        User = User,
        Volumes =
        [
            Mount.Reading(HostLayout.Configuration(system.Name, "nginx"), EdgeConfiguration.Directory) with { IsFollowed = true }, // It is reloaded.
            Mount.Reading(HostLayout.Data(system.Name, "certificates"), EdgeConfiguration.Certificates),
            Mount.Reading(HostLayout.Data(system.Name, "challenges"), EdgeConfiguration.Challenges),
            Mount.Writing(HostLayout.Data(system.Name, "nginx-cache"), AnswerCaches.Directory),
            Mount.Writing($"{HostLayout.Root(system.Name)}/logs/nginx", EdgeConfiguration.Logs),
        ],
        Tmpfs = ["/tmp:size=16m,mode=1777,nosuid,nodev,noexec"],
        Networks = [Networks.App, Networks.Edge],
        Ports = [new(EdgeImage.HttpPort, "80"), new(EdgeImage.HttpsPort, "443")],
        Expose = [$"{EdgeImage.StatusPort}"],
        Healthcheck = Healthcheck.Running("curl", "-fsS", "-o", "/dev/null", $"http://127.0.0.1:{EdgeImage.StatusPort}/healthy"),
        Deploy = Deploy.Single(new(Memory.MiB(64), Memory.MiB(256), Cpu.Cores(0.1), Cpu.Cores(1))),
        Restart = "unless-stopped",
        StopGracePeriod = Duration.Of(system.Edge.Timeouts.Read),
        StopSignal = "SIGQUIT", // Finishes what it is doing; SIGTERM would cut it off.
        Logging = Logging.Of(system.Logs),
    };

    /// <summary>certbot. It runs as the user of nginx, so that what it writes can be read without anybody's help.</summary>
    public static ComposeService Client(SystemDefinition system) => new()
    {
        Image = EdgeImage.Certbot,
        Profiles = ["tools"],
        User = User,
        Volumes =
        [
            Mount.Writing(HostLayout.Data(system.Name, "letsencrypt"), "/etc/letsencrypt"),
            Mount.Writing(HostLayout.Data(system.Name, "challenges"), EdgeConfiguration.Challenges),
        ],
        Tmpfs = ["/tmp:size=64m,mode=1777,nosuid,nodev,noexec"],
        Networks = [Networks.Edge],
        Deploy = Deploy.Single(new(Memory.MiB(64), Memory.MiB(256), Cpu.Cores(0.05), Cpu.Cores(0.5))),
        Restart = "no",
        StopGracePeriod = "10s",
        Logging = Logging.Of(system.Logs),
    };
}
