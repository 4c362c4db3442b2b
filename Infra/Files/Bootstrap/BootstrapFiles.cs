using System.Text.Json;
using Infra.Systems;

namespace Infra.Files.Bootstrap;

/// <summary>The files that a server has before anything is deployed to it.</summary>
internal static class BootstrapFiles
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>All of them.</summary>
    public static ImmutableArray<WrittenFile> Of(SystemDefinition system) =>
    [
        new("/etc/docker/daemon.json", "0644", DockerDaemon(system.Logs)),
        new("/etc/ssh/sshd_config.d/10-hardening.conf", "0600", SshDaemon), // Before the provider's own file: the first value counts.
        new("/etc/fail2ban/jail.d/sshd.local", "0644", "[sshd]\nenabled = true\nbackend = systemd\nmaxretry = 5\nfindtime = 10m\nbantime = 1h\nbantime.increment = true\n"),
        new("/etc/apt/apt.conf.d/20auto-upgrades", "0644",
            "APT::Periodic::Update-Package-Lists \"1\";\nAPT::Periodic::Unattended-Upgrade \"1\";\nAPT::Periodic::AutocleanInterval \"7\";\n"),

        // A restart by itself would cut off users; health-check tells when one is due.
        new("/etc/apt/apt.conf.d/52unattended-upgrades-local", "0644",
            "Unattended-Upgrade::Automatic-Reboot \"false\";\nUnattended-Upgrade::Remove-Unused-Kernel-Packages \"true\";\nUnattended-Upgrade::Package-Blacklist { \"docker-ce\"; \"containerd.io\"; };\n"),
    ];

    private static string SshDaemon =>
        $"""
        PermitRootLogin no
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        PubkeyAuthentication yes
        AuthenticationMethods publickey
        AllowUsers {HostFiles.DeployUser}
        MaxAuthTries 3
        LoginGraceTime 20
        X11Forwarding no
        AllowAgentForwarding no
        AllowTcpForwarding local
        ClientAliveInterval 300
        ClientAliveCountMax 2

        """;

    private static string DockerDaemon(LogRotation logs) => JsonSerializer.Serialize(new SortedDictionary<string, object>(StringComparer.Ordinal)
    {
        ["live-restore"] = true, // Containers keep running while the engine is updated.
        ["userland-proxy"] = false, // Addresses of clients stay what they are.
        ["no-new-privileges"] = true,
        ["log-driver"] = "json-file",
        ["log-opts"] = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["max-size"] = $"{logs.Size.WholeMiB}m", ["max-file"] = $"{logs.Files}" },
    }, Indented) + "\n";
}
