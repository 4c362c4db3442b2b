using Infra.Files.Bootstrap;
using Infra.Settings;
using Infra.Systems;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Infra.Files;

/// <summary>What a new server does at its first start (DS-07): it gets ready for the first deployment, and no more. A change counts for new servers
/// only, so nothing that belongs to a version of the system is in here.</summary>
public static class CloudInit
{
    // Fingerprint of Docker's release key. Source: docs.docker.com/engine/install/ubuntu (2026-08).
    private const string DockerKey = "9DC858229FC7DD38854AE2D88D81803C0EBFCD88";

    private static readonly ISerializer Serializer = new SerializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .WithEventEmitter(next => new ReadableYaml(next))
        .WithQuotingNecessaryStrings(quoteYaml1_1Strings: true)
        .WithIndentedSequences()
        .DisableAliases()
        .Build();

    /// <summary>Renders the cloud-config of a stack.</summary>
    public static string Render(StackSettings settings) => "#cloud-config\n" + Serializer.Serialize(Of(settings));

    private static CloudConfig Of(StackSettings settings)
    {
        var root = $"/opt/{settings.System.Name}";
        return new()
        {
            PackageUpdate = true,
            PackageUpgrade = true,
            SshPasswords = false,
            DisableRoot = true,
            Timezone = "Etc/UTC",
            Users =
            [
                new()
                {
                    Name = HostFiles.DeployUser,
                    Gecos = "Deployments",

                    // Who may start containers is root in all but name (DS-07); saying so keeps nobody from reading the logs of what was done.
                    Sudo = "ALL=(ALL) NOPASSWD:ALL",
                    AuthorizedKeys = settings.Droplet.SshPublicKeys,
                },
            ],
            Apt = new(new SortedDictionary<string, PackageSource>
            {
                ["docker"] = new(
                    "deb [signed-by=$KEY_FILE] https://download.docker.com/linux/ubuntu $RELEASE stable", DockerKey, "https://keyserver.ubuntu.com"),
            }),
            Packages =
            [
                "bsdextrautils", "ca-certificates", "containerd.io", "curl", "docker-ce", "docker-ce-cli", "docker-compose-plugin", "fail2ban", "jq", "logrotate",
                "openssl", "ufw", "unattended-upgrades",
            ],
            Swap = new("/swapfile", Memory.GiB(2).Bytes),
            Files = BootstrapFiles.Of(settings.System),
            Commands =
            [
                ["install", "-d", "-m", "0755", "-o", "root", "-g", "root", root],
                ["install", "-d", "-m", "0750", "-o", HostFiles.DeployUser, "-g", HostFiles.DeployUser, $"{root}/releases"],
                .. Firewall(),
                ["systemctl", "restart", "ssh"],
                ["systemctl", "enable", "--now", "docker", "fail2ban", "unattended-upgrades"],
            ],
        };
    }

    /// <summary>Which ports there are. From where one may come to SSH is decided by the provider's firewall in front of the server, and there alone: a rule
    /// that can be changed only by who has logged in must not decide who can log in. <c>install</c> keeps the rules as they are here. No container has anything
    /// to ask of the server itself; rules before these let in the answers that it is owed.</summary>
    private static IEnumerable<ImmutableArray<string>> Firewall() =>
    [
        ["ufw", "default", "deny", "incoming"],
        ["ufw", "default", "allow", "outgoing"],
        ["ufw", "deny", "in", "on", "br-+"],
        ["ufw", "deny", "in", "on", "docker0"],
        ["ufw", "allow", "22/tcp"],
        ["ufw", "allow", "80/tcp"],
        ["ufw", "allow", "443/tcp"],
        ["ufw", "--force", "enable"],
    ];
}
