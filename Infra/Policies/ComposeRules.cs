using System.Globalization;
using Infra.Facts;
using Infra.Facts.Reach;
using Infra.Files.Compose;
using Infra.Planning;
using Infra.Settings;
using static Infra.Policies.HostConfiguration;
using static Infra.Policies.Wire;

namespace Infra.Policies;

/// <summary>What containers on a server may do: the same as pods (PL-06, PL-07, PL-08).</summary>
internal static class ComposeRules
{
    private const string Docker = "CIS Docker Benchmark";

    // What reads the server itself: its processes, and the logs of its containers, which are root's.
    private static readonly string[] ReadTheServer = ["node-exporter", "filebeat"];

    // Elastic's images write their own configuration when they start.
    private static readonly string[] WriteThemselves = ["elasticsearch", "kibana", "logstash"];

    // Nobody releases them and nothing waits for them; Prometheus notices when they do not answer, and some of their images hold nothing to ask with.
    private static readonly string[] WatchingProfiles = ["monitoring", "logging"];

    public static ImmutableArray<Rule> All { get; } =
    [
        Rule("CMP-01", "Containers on a server run as a user other than root", $"Root in a container is root on the server once it breaks out ({Docker} 4.1; NSA/CISA)",
            "Set user to a number above 0", container => $"{At(container, "user")}" is "" or "0" or "root" || $"{At(container, "user")}".StartsWith("0:", StringComparison.Ordinal) ? "may run as root" : "", ReadTheServer),
        Rule("CMP-02", "The root file system is read-only on a server", $"What cannot be written cannot be replaced by an intruder ({Docker} 5.13)",
            "Set read_only to true, with tmpfs where the program writes", container => IsTrue(container, "read_only") ? "" : "can write to its root file system", WriteThemselves),
        Rule("CMP-03", "Containers on a server cannot gain privileges", $"A setuid program must not make more of a process than it was ({Docker} 5.26)",
            "Set security_opt to no-new-privileges:true and leave privileged out",
            container => Items(container, "security_opt").Contains("no-new-privileges:true") && !IsTrue(container, "privileged") ? "" : "may gain privileges"),
        Rule("CMP-04", "All capabilities are dropped on a server", $"A web service needs none of the kernel's capabilities ({Docker} 5.4)",
            "Set cap_drop to [ALL] and add none", container => Items(container, "cap_drop").Contains("ALL") && !Items(container, "cap_add").Any() ? "" : "keeps capabilities"),
        Rule("CMP-05", "Memory and processor time are limited on a server", $"One container must not take the server from all others ({Docker} 5.11, 5.12)",
            "Set deploy.resources.limits.memory and cpus",
            container => At(container, "deploy", "resources", "limits", "memory") is null || At(container, "deploy", "resources", "limits", "cpus") is null ? "is not limited" : ""),
        Rule("CMP-06", "Long-running containers are asked for their health", $"A release switches to what answers ({Docker} 5.27)",
            "Set healthcheck", container => At(container, "healthcheck", "test") is null && !Items(container, "profiles").Any(profile => WatchingProfiles.Contains(profile)) && Text(container, "restart") is not ("no" or "") ? "is not asked for its health" : ""),
        Rule("CMP-07", "Logs are rotated", "A log that grows fills the disk, and a full disk stops everything (DS-08, WP-04)",
            "Set logging.options max-size and max-file", container => At(container, "logging", "options", "max-size") is null || At(container, "logging", "options", "max-file") is null ? "keeps logs for ever" : ""),
        Rule("CMP-08", "Images on a server are pinned", $"A moving tag runs another program tomorrow (PL-06; {Docker} 4.2)",
            "Give a version or a digest, not latest", container => IsPinned(Text(container, "image")) ? "" : $"takes its image '{Text(container, "image")}' by a moving tag"),
        new()
        {
            Id = "CMP-09",
            Title = "Only the edge publishes ports of a server",
            Why = "A published port goes around the firewall of the host (PL-08; CIS Docker Benchmark 5.9)",
            Remedy = "Use expose, and let nginx alone have ports, or publish to 127.0.0.1 for administrators",
            Check = plan => from container in PlanFacts.Of(plan).Reach.Compose.Containers
                            let open = container.Published.Where(port => !port.IsLoopback).Aggregate(PortSet.None, (set, port) => set.Union(port.OnServer))
                            let hidden = container.Name == EdgeServices.Nginx ? open.Except(PortSet.Tcp(80, 443)) : open
                            from problem in (hidden.IsEmpty ? [] : new[] { $"publishes {hidden}" })
                                .Concat(container.Networks.Where(network => network.IsOpen).Select(network => $"is in the network {network.Name}, which others reach"))
                            select (container.Name, problem),
        },
        new()
        {
            Id = "CMP-11",
            Title = "What runs on a server is promised no more memory than it has",
            Why = "The kernel ends whichever process it likes once memory is gone, and the database's client is as good as any (PL-07, PL-17)",
            Remedy = "Set infra:dropletSize to a size with more memory or to auto, or shorten infra:serverProfiles",
            Check = plan => plan.OfType("digitalocean:index/droplet:Droplet").Select(droplet =>
                {
                    var promised = Containers(plan).Where(container => Runs(plan, container.Value)).Sum(container => Promised(container.Value));
                    var size = ServerSizes.Droplets.FirstOrDefault(size => size.Slug == Text(droplet.Inputs, "size"));
                    return (droplet.Name, Problem: size is null ? $"is of a size that is not known: '{Text(droplet.Inputs, "size")}'"
                        : promised > size.Machine.Memory.WholeMiB ? $"has {size.Machine.Memory.WholeMiB} MiB ({size.Slug}), and its containers are promised {promised} MiB" : "");
                })
                .Where(found => found.Problem.Length > 0),
        },
        Rule("CMP-10", "Nothing of the server is shared", $"Host namespaces and the engine's socket are ways out of the container ({Docker} 5.10, 5.16, 5.17, 5.32)",
            "Leave network_mode, pid and ipc out, and do not mount docker.sock",
            container => new[] { "network_mode", "pid", "ipc" }.Any(kind => Text(container, kind) == "host") || Texts(At(container, "volumes")).Any(text => text.Contains("docker.sock", StringComparison.Ordinal))
                ? "shares namespaces or the engine of its server" : "", ReadTheServer),
    ];

    private static Rule Rule(string id, string title, string why, string remedy, Func<object?, string> problem, params string[] except) =>
        new() { Id = id, Title = title, Why = why, Remedy = remedy, Check = Each(problem, except) };

    /// <summary>Whether a container runs all the time. Of the two colours of a service one does.</summary>
    private static bool Runs(Plan plan, object? container) => Items(container, "profiles").ToArray() is not { Length: > 0 } profiles
        || profiles.Any(profile => profile is "blue" || (profile is string name && plan.Settings.Droplet.Profiles.Contains(name)));

    /// <summary>The memory that is reserved for the instances of a container, in MiB.</summary>
    private static long Promised(object? container)
    {
        var memory = Text(container, "deploy", "resources", "reservations", "memory");
        var replicas = $"{At(container, "deploy", "replicas")}"; // A number, or a variable with a number as its default.
        var instances = int.TryParse(replicas.TrimEnd('}').Split(":-")[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;
        return memory.EndsWith('m') && long.TryParse(memory[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var mebibytes) ? mebibytes * instances : 0;
    }

    private static bool IsPinned(string image)
    {
        var name = image[(image.LastIndexOf('/') + 1)..];
        return image.Contains("@sha256:", StringComparison.Ordinal) || (name.IndexOf(':') is var colon and > 0 && !name[(colon + 1)..].Contains("latest", StringComparison.Ordinal));
    }
}
