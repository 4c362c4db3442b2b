using Infra.Settings;
using Infra.Systems;

namespace Infra.Files.Units;

/// <summary>What a server does by the clock: backups, restore drills, certificates, and a look at its own health.</summary>
public static class SystemUnits
{
    /// <summary>Renders the units, below <c>systemd/</c>.</summary>
    public static IEnumerable<HostFile> Render(StackSettings settings) => Units(settings).Select(unit => unit.Render());

    private static IEnumerable<UnitFile> Units(StackSettings settings)
    {
        yield return Blocked(settings.System);
        var system = settings.System;
        var backup = system.Backup.At.ToString("HH:mm:ss");
        foreach (var unit in Timed(system, "backup", "Backup", $"*-*-* {backup} UTC", "2h", randomDelay: "0"))
        {
            yield return unit;
        }

        if (system.Needs<Postgres>().Any())
        {
            // After the backup of the same night, so that it is the one that is tried.
            foreach (var unit in Timed(system, "restore-drill", "Restore drill", $"Sun *-*-* {system.Backup.At.AddHours(2):HH:mm:ss} UTC", "2h", randomDelay: "0"))
            {
                yield return unit;
            }
        }

        // Let's Encrypt asks for a random minute, and for two tries a day.
        foreach (var unit in Timed(system, "certificate", "Certificate renewal", "*-*-* 03,15:17:00 UTC", "15min", randomDelay: "1h", arguments: "renew"))
        {
            yield return unit;
        }

        foreach (var unit in Timed(system, "health-check", "Health check", "*:0/5", "1min", randomDelay: "0", arguments: "--record"))
        {
            yield return unit;
        }
    }

    /// <summary>Rules of the kernel are gone after a restart. Those that keep addresses away come back before there is a network.</summary>
    private static UnitFile Blocked(SystemDefinition system) => new($"{system.Name}-blocked.service",
        new("Unit", ("Description", $"Addresses that are kept away from {system.Name}"), ("DefaultDependencies", "no"), ("After", "local-fs.target"), ("Before", "network-pre.target docker.service"), ("Wants", "network-pre.target")),
        new("Service", ("Type", "oneshot"), ("RemainAfterExit", "yes"), ("ExecStart", $"/opt/{system.Name}/bin/block --apply")),
        new("Install", ("WantedBy", "multi-user.target")));

    private static IEnumerable<UnitFile> Timed(
        SystemDefinition system, string command, string what, string when, string longest, string randomDelay, string arguments = "")
    {
        var name = $"{system.Name}-{command}";
        yield return new($"{name}.service",
            new("Unit", ("Description", $"{what} of {system.Name}"), ("Requires", "docker.service"), ("After", "docker.service network-online.target"), ("Wants", "network-online.target")),
            new("Service",
                ("Type", "oneshot"),
                ("ExecStart", $"/opt/{system.Name}/bin/{command}{(arguments.Length > 0 ? " " + arguments : "")}"),
                ("TimeoutStartSec", longest),
                ("Nice", "10"),
                ("IOSchedulingClass", "idle"),
                ("ProtectHome", "read-only"),
                ("PrivateTmp", "yes"),
                ("NoNewPrivileges", "yes")));
        yield return new($"{name}.timer",
            new("Unit", ("Description", $"{what} of {system.Name} by the clock")),
            new("Timer", ("OnCalendar", when), ("RandomizedDelaySec", randomDelay), ("Persistent", "true")), // What was missed while the server was off is made up for.
            new("Install", ("WantedBy", "timers.target")));
    }
}
