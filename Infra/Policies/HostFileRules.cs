using System.Globalization;
using System.Text.RegularExpressions;
using Infra.Facts;
using Infra.Facts.Compose;
using Infra.Facts.Host;
using Infra.Files;
using Infra.Planning;
using Infra.Settings;
using Infra.Systems;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>Whether the files of a server are all there, and on it in time (PL-11, PL-16, DS-07, DS-08).</summary>
internal static partial class HostFileRules
{
    // What people type on a server, and what for (docs/operations.md, docs/runbooks.md).
    private static readonly ImmutableArray<(string Command, string Purpose)> Operations =
    [
        ("release", "a version is put into service"), ("rollback", "the version before is brought back"),
        ("scale", "a service gets more instances"), ("migrate", "a mended migration is run"),
        ("status", "one sees what runs"), ("health-check", "one sees what is ill"), ("logs", "one reads what services say"),
        ("backup", "data is copied away"), ("restore", "a backup is brought back"), ("restore-drill", "a backup is tried"),
        ("certificate", "a certificate is renewed"), ("block", "an address is kept away"),
        ("db-shell", "one looks into the database"), ("dead-jobs", "one sees jobs that were given up"),
    ];

    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "HST-01",
            Title = "What files of a server name is there",
            Scope = Scope.Server,
            Why = "A script without what it sources, or a container without its configuration, fails on the server, at the worst in the "
                + "night in which it was to restore (PL-11)",
            Remedy = "Add the file that the message names, or take away what names it",
            Judge = plan =>
            {
                var files = plan.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
                var directories = files.SelectMany(Parents).ToHashSet(StringComparer.Ordinal);
                return PlanFacts.Of(plan).References.Where(reference => IsNeeded(plan.Settings, reference.Path))
                    .Select(reference => new Subject(reference.From,
                        files.Contains(reference.Path) || directories.Contains(reference.Path)
                            ? "" : $"names {reference.Path}, which is not there"));
            },
        },
        new()
        {
            Id = "HST-02",
            Title = "What a release is put together of is on the server before it",
            Scope = Scope.Server,
            Why = "The server refuses a release that lacks a file; one that came before its files would release those of yesterday (PL-11, "
                + "PL-12)",
            Remedy = "Copy each file of the manifest to where its hash says, write each value, and let the release depend on all of them",
            Judge = plan => from release in plan.OfType("command:remote:Command")
                            let lines = Text(release.Inputs, "stdin").Split('\n').Select(line => Line().Match(line))
                                .Where(line => line.Success).ToArray()
                            where lines.Length > 0
                            select new Subject(release.Name, Missing(plan, release, lines)),
        },
        new()
        {
            Id = "HST-03",
            Title = "A server has the commands by which it is run",
            Scope = Scope.Server,
            Why = "Runbooks say what to type; in an outage nobody writes the command first (PL-16)",
            Remedy = "Add the command that the message names to bin/",
            Judge = plan => plan.Settings.Topology == Topology.Droplet
                ? Operations.Select(operation => new Subject(operation.Command,
                    HostConfiguration.Text(plan, $"bin/{operation.Command}").Length == 0 ? $"is not there: by it {operation.Purpose}" : ""))
                : [],
        },
        new()
        {
            Id = "HST-04",
            Title = "The kernel of a server tells little, takes no routes from others, and gives programs what they need",
            Scope = Scope.Server,
            Why = "What the kernel allows by default serves attackers, and stores fail late where it keeps memory from them (DS-07; CIS "
                + "Ubuntu Linux Benchmark 3.3 and 1.5; Elasticsearch guide, virtual memory; Valkey, administration)",
            Remedy = "Set the parameter in a file below sysctl/, to the value that the message names",
            Judge = plan =>
            {
                var settings = KernelSettings.Read(plan.Files.Where(file => file.Path.StartsWith("sysctl/", StringComparison.Ordinal))
                    .Select(file => (file.Path, file.Content)));
                return from needed in KernelNeeds(plan.Settings)
                       let isSet = settings.TryGetValue(needed.Name, out var text)
                           && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                           && value >= needed.Least && value <= needed.Most
                       select new Subject(needed.Name,
                           isSet ? "" : needed.Least == needed.Most ? $"is not {needed.Least}" : $"is not {needed.Least} or more");
            },
        },
        new()
        {
            Id = "HST-05",
            Title = "Log files of a server are rotated",
            Scope = Scope.Server,
            Why = "A log that grows fills the disk, and a full disk stops everything (DS-08, WP-04; logrotate(8))",
            Remedy = "Add to a file below logrotate/ a pattern of the log's path, when it is due, how many are kept, up to 400, and for a "
                + "container's logs postrotate or copytruncate",
            Judge = plan =>
            {
                var rotations = plan.Files.Where(file => file.Path.StartsWith("logrotate/", StringComparison.Ordinal))
                    .SelectMany(file => RotatedLogs.Read(file.Content)).ToArray();
                return from log in Logs(plan)
                       let rotation = rotations.FirstOrDefault(rotation => rotation.Covers(log.Path))
                       let problem = rotation is null ? "is never rotated"
                           : !rotation.IsDue ? "is rotated at no time that is said"
                           : rotation.Kept is < 1 or > 400 ? "is not kept, or for ever"
                           : log.IsHeldOpen && !rotation.IsNoticed ? "is written to under its old name for ever" : ""
                       select new Subject(log.Path, problem);
            },
        },
    ];

    // Rights are given in a database: a system that has none does without the statements, and the script asks before it sends them.
    private static bool IsNeeded(StackSettings settings, string path) =>
        path != $"lib/{DatabaseRights.Name}.sql" || settings.System.Needs<Postgres>().Any();

    private static IEnumerable<string> Parents(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            yield return path[..(slash + 1)];
        }
    }

    // As the command assemble looks for them: a file where the first sixteen digits of its hash say, a value under its name.
    private static IEnumerable<string> Missing(Plan plan, PlannedResource release, Match[] lines)
    {
        var before = plan.Before(release);
        var copied = plan.OfType("command:remote:CopyToRemote").Where(copy => before.Contains(copy.Key))
            .Select(copy => Text(copy.Inputs, "remotePath")).ToHashSet(StringComparer.Ordinal);
        var written = plan.OfType("command:remote:Command").Where(command => before.Contains(command.Key))
            .SelectMany(command => Written().Matches(Text(command.Inputs, "create"))).Select(match => match.Groups[1].Value)
            .ToHashSet(StringComparer.Ordinal);
        var releases = $"/opt/{plan.Settings.System.Name}/releases";
        return from line in lines
               let path = line.Groups[2].Value
               where !(line.Groups[1].Value == "value" ? written.Contains($"{releases}/values/{path}")
                   : copied.Contains($"{releases}/files/{line.Groups[1].Value[..16]}/{path}"))
               select $"is made of {path}, which is not on the server before it";
    }

    private static IEnumerable<(string Name, long Least, long Most)> KernelNeeds(StackSettings settings)
    {
        if (settings.Topology != Topology.Droplet)
        {
            yield break;
        }

        yield return ("net.ipv4.tcp_syncookies", 1, 1);
        yield return ("net.ipv4.conf.all.rp_filter", 1, 2);
        yield return ("net.ipv4.conf.all.accept_redirects", 0, 0);
        yield return ("net.ipv4.conf.all.send_redirects", 0, 0);
        yield return ("kernel.kptr_restrict", 1, 2);
        yield return ("kernel.dmesg_restrict", 1, 1);
        if (settings.OwnStores.Any())
        {
            yield return ("vm.overcommit_memory", 1, 1);
        }

        if (settings.System.Needs<LogIndex>().Any())
        {
            yield return ("vm.max_map_count", 1_048_576, long.MaxValue);
        }
    }

    // What containers write below logs/, and the lines of the commands themselves.
    private static IEnumerable<(string Path, bool IsHeldOpen)> Logs(Plan plan)
    {
        var logs = $"/opt/{plan.Settings.System.Name}/logs/";
        return HostConfiguration.Containers(plan).SelectMany(container => new ComposeContainer(container.Key, container.Value).Mounts)
            .Where(mount => !mount.ReadOnly && mount.Source.StartsWith(logs, StringComparison.Ordinal))
            .Select(mount => ($"{mount.Source.TrimEnd('/')}/any.log", true))
            .Concat(plan.Files.Any(file => file.Path.StartsWith("lib/", StringComparison.Ordinal)
                && file.Content.Contains("$ROOT/logs/commands.log", StringComparison.Ordinal)) ? [($"{logs}commands.log", false)] : [])
            .Distinct();
    }

    // A hash and a path as sha256sum writes them, or the word for a value.
    [GeneratedRegex("^([0-9a-f]{64}|value)  ([^ ].*)$")]
    private static partial Regex Line();

    // ... && mv -f /opt/SYSTEM/releases/values/environment.new /opt/SYSTEM/releases/values/environment
    [GeneratedRegex(@"mv -f \S+ (\S+)")]
    private static partial Regex Written();
}
