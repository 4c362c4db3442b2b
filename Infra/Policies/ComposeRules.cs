using System.Globalization;
using System.Text.RegularExpressions;
using Infra.Facts;
using Infra.Facts.Compose;
using Infra.Facts.Reach;
using Infra.Files.Compose;
using Infra.Files.Nginx;
using Infra.Planning;
using Infra.Settings;
using Infra.Systems;
using static Infra.Facts.HostConfiguration;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>What containers on a server may do: the same as pods (PL-06, PL-07, PL-08).</summary>
internal static partial class ComposeRules
{
    private const string Docker = "CIS Docker Benchmark";

    // What reads the server itself: its processes, and the logs of its containers, which are root's.
    private static readonly string[] ReadTheServer = ["node-exporter", "filebeat"];

    // Elastic's images write their own configuration when they start.
    private static readonly string[] WriteThemselves = ["elasticsearch", "kibana", "logstash"];

    // Nobody releases them and nothing waits for them; Prometheus notices when they do not answer, and some of their images hold nothing to ask with.
    private static readonly string[] WatchingProfiles = ["monitoring", "logging"];

    // What somebody calls, and what ends by itself.
    private const string Tools = "tools";

    // What looks at the server itself may read that of it, and nothing else.
    private static readonly (string Container, string Path)[] LookAtTheServer =
        [("node-exporter", "/"), ("network-exporter", "/proc/1/net"), ("filebeat", "/var/lib/docker/containers")];

    /// <summary>Policies about single containers, whoever wrote the project.</summary>
    public static ImmutableArray<ContainerRule> Single { get; } =
    [
        Rule("CMP-01", "Containers on a server run as a user and a group other than root",
            $"Root in a container is root on the server once it breaks out ({Docker} 4.1; NSA/CISA)",
            "Set user to two numbers above 0: 1654:1654",
            container => container.HasUnknownUser ? "" : container.User is null or 0 ? "may run as root" : container.Group is null or 0 ? "runs with root's group" : "",
                ReadTheServer),
        Rule("CMP-02", "The root file system is read-only on a server", $"What cannot be written cannot be replaced by an intruder ({Docker} 5.13)",
            "Set read_only to true, with tmpfs where the program writes", container => container.ReadOnly ? ""
                : "can write to its root file system", WriteThemselves),
        Rule("CMP-03", "Containers on a server cannot gain privileges", $"A setuid program must not make more of a process than it was ({Docker} 5.26)",
            "Set security_opt to no-new-privileges:true and leave privileged out",
            container => container.KeepsPrivileges && !container.Privileged ? "" : "may gain privileges"),
        Rule("CMP-04", "All capabilities are dropped on a server", $"A web service needs none of the kernel's capabilities ({Docker} 5.4)",
            "Set cap_drop to [ALL] and add none", container => container.DropsAll && container.AddedCapabilities.IsEmpty ? ""
                : "keeps capabilities"),
        Rule("CMP-05", "Memory, processor time and processes are limited on a server",
            $"One container must not take the server from all others ({Docker} 5.11, 5.12, 5.29)",
            "Set deploy.resources.limits.memory, cpus and pids, at most 8 and 20 times what is reserved of the first two",
            container => container is not { MemoryLimit: { } memory, CpuLimit: { } cpus, ProcessLimit: > 0 and <= 10_000 }
                ? "is not limited"
                : container is not { MemoryReserved: > 0 and var kept, CpuReserved: > 0 and var share } ? "is promised nothing"
                : memory > 8 * kept || memory < kept ? "is promised far less memory than it may take"
                : cpus > 20 * share || cpus < share ? "is promised far less of the processors than it may take" : ""),
        Rule("CMP-06", "Long-running containers are asked for their health", $"A release switches to what answers ({Docker} 5.27)",
            "Set healthcheck so that 3 minutes are enough to fail, after a start of 10 minutes at most",
            container => container.IsAsked ? container.NoticesIllness > 180 || container.StartPeriod > 600
                ? "is asked for its health too seldom" : ""
                : !container.Profiles.Any(profile => WatchingProfiles.Contains(profile)) && container.Restart != "no"
                    ? "is not asked for its health" : ""),
        Rule("CMP-07", "Logs are rotated", "A log that grows fills the disk, and a full disk stops everything (DS-08, WP-04)",
            "Set logging.driver to json-file or local, and max-size and max-file to 1 GiB together at most",
            container => container.LogSize is <= 1 << 30 ? "" : "keeps logs for ever"),
        Rule("CMP-08", "Images on a server are pinned", $"A moving tag runs another program tomorrow (PL-06; {Docker} 4.2)",
            "Give a whole version or a digest, or the variable of a release",
            container => container.Image.Length == 0 ? container.IsWhole ? "" : "names no image"
                : IsPinned(container) ? "" : $"takes its image '{container.Image}' by a moving tag"),
        Rule("CMP-10", "Nothing of the server is shared",
            $"Host namespaces and the engine's socket are ways out of the container ({Docker} 5.10, 5.16, 5.17, 5.21, 5.31, 5.32)",
            "Leave network_mode, pid, ipc, uts, userns_mode, cgroup, devices, sysctls and group_add out",
            container => container.SharedNamespaces.Concat(container.Reaches).FirstOrDefault() is { } shared
                ? $"shares {shared} with its server or another container" : "", ReadTheServer),
        Rule("CMP-12", "The kernel's guards of containers are on", $"They hold what gets past the other walls ({Docker} 5.2, 5.3, 5.22)",
            "Leave seccomp, apparmor, label and systempaths out of security_opt",
            container => container.Unconfined.FirstOrDefault() is { } guard ? $"turns {guard} off" : ""),
        Rule("CMP-19", "The engine's socket and the server's own directories stay with the server",
            $"Who has the socket has the server, and what is mounted of /etc or / is read and rewritten ({Docker} 5.5, 5.32)",
            "Leave the socket and the directories of the server out; mount directories of the project, or volumes",
            container => container.Mounts.FirstOrDefault(IsOfServer) is { } mount
                ? $"has {mount.Source} of the server" : "", [.. LookAtTheServer.Select(one => one.Container)]),
        Rule("CMP-20", "Stores and administration are open to nobody outside",
            $"A published port goes around the firewall of the host, and stores trust whoever reaches them ({Docker} 5.9; OWASP Docker Security)",
            "Leave ports out, for containers of a project reach each other anyway, or publish to 127.0.0.1",
            container => container.Published.Where(port => !port.IsLoopback && !port.IsUnknown)
                .Aggregate(PortSet.None, (set, port) => set.Union(port.InContainer.Intersect(NotPublic))) is { IsEmpty: false } open
                ? $"publishes {open} to everybody" : ""),
        Rule("CMP-21", "Credentials are not written in a project",
            "What stands in a file is known to everybody who reads it, and the same wherever it runs (CWE-798; Compose, secrets)",
            "Give the variable with the suffix _FILE and the path of a secret, or take its value from a variable without a default",
            container => container.Environment.FirstOrDefault(entry => SecretRules.IsWrittenDown(entry.Key, entry.Value)).Key is { } name
                ? $"has {name} written down" : ""),
    ];

    public static ImmutableArray<Rule> All { get; } =
    [
        .. Single.Select(rule => rule.OfPlan),
        new()
        {
            Id = "CMP-09",
            Title = "Only the edge publishes ports of a server",
            Scope = Scope.Server,
            Why = "A published port goes around the firewall of the host (PL-08; CIS Docker Benchmark 5.9)",
            Remedy = "Use expose, and let nginx alone have ports, or publish to 127.0.0.1 for administrators",
            Judge = plan => from container in PlanFacts.Of(plan).Reach.Compose.Containers
                            let open = container.Published.Where(port => !port.IsLoopback)
                                 .Aggregate(PortSet.None, (set, port) => set.Union(port.OnServer))
                            let hidden = container.Name == EdgeServices.Nginx ? open.Except(PortSet.Tcp(80, 443)) : open
                            select new Subject(container.Name, container.Networks.Where(network => network.IsOpen)
                                .Select(network => $"is in the network {network.Name}, which others reach")
                                .Prepend(hidden.IsEmpty ? "" : $"publishes {hidden}")),
        },
        new()
        {
            Id = "CMP-11",
            Title = "What runs on a server is promised no more memory than it has",
            Scope = Scope.Server,
            Why = "The kernel ends whichever process it likes once memory is gone, and the database's client is as good as any (PL-07, PL-17)",
            Remedy = "Set infra:dropletSize to a size with more memory or to auto, or shorten infra:serverProfiles",
            Judge = plan => plan.OfType("digitalocean:index/droplet:Droplet").Select(droplet =>
                {
                    var promised = Containers(plan).Where(container => Runs(plan, container.Value)).Sum(container => Promised(container.Value));
                    var size = ServerSizes.Droplets.FirstOrDefault(size => size.Slug == Text(droplet.Inputs, "size"));
                    return new Subject(droplet.Name, size is null ? $"is of a size that is not known: '{Text(droplet.Inputs, "size")}'"
                        : promised > size.Machine.Memory.WholeMiB ? $"has {size.Machine.Memory.WholeMiB} MiB ({size.Slug}), and its containers are promised {promised} MiB" : "");
                }),
        },
        new()
        {
            Id = "CMP-13",
            Title = "Containers have files of their own system only, and write where data is kept",
            Scope = Scope.Server,
            Why = $"What mounts the server's files reads its secrets, or rewrites its programs ({Docker} 5.6, 5.13, 5.32)",
            Remedy = "Mount what is below the system's directory, with read_only but for data and logs, and create_host_path off; never "
                + "the engine's socket",
            Judge = plan => from container in Of(plan)
                            from mount in container.Mounts.Where(mount => mount.IsBind)
                            let problem = Problem(plan, container, mount)
                            select new Subject(container.Name, problem),
        },
        new()
        {
            Id = "CMP-14",
            Title = "What a system declares runs on its server, comes back, and ends in time",
            Scope = Scope.Server,
            Why = "A container that is not started again is away until somebody notices, and one that is killed loses its work (DS-07, "
                + "PL-11)",
            Remedy = "Set image, restart to unless-stopped, stop_grace_period to the service's StopTimeout or more, and depends_on of a store "
                + "to service_healthy",
            Judge = plan => HostConfiguration.Text(plan, "compose.yaml").Length == 0 ? []
                : plan.Settings.System.ServicesIn(Topology.Droplet).SelectMany(service =>
                {
                    var containers = Of(plan).Where(container => container.Name == service.Name
                        || Colours.Both.Any(colour => container.Name == Colours.Of(service.Name, colour))).ToArray();
                    return containers.Length < (service.ServesTraffic ? 2 : 1) ? [(service.Name, "does not run")]
                        : containers.Select(container => (container.Name,
                        container.Restart is not ("unless-stopped" or "always") ? "is not started again"
                        : container.StopGrace < service.StopTimeout.TotalSeconds ? "is killed before its work is done"
                        : container.EnvironmentFiles.IsEmpty ? "is told nothing of its environment"
                        : service.ServesTraffic && !container.Replicas.StartsWith("${", StringComparison.Ordinal) ? "cannot be scaled"
                        : container.Waits.Any(wait => wait.Condition != "service_healthy")
                            || (plan.Settings.OwnStores.Any() && !container.Waits.Any())
                            ? "does not wait for its store" : ""));
                })
                .Concat(Of(plan).Where(container => !container.Profiles.Contains(Tools))
                    .Select(container => (container.Name, container.Restart is "no" ? "is not started again" : "")))
                .Concat(Of(plan).Where(container => container.Name == EdgeServices.Nginx)
                    .Select(container => (container.Name, container.StopGrace < plan.Settings.System.Edge.Timeouts.Read.TotalSeconds
                        ? "is killed before its requests are answered" : "")))
                .Concat(Of(plan).Where(container => container.Restart != "no").Select(container =>
                    (container.Name, container.StopGrace < 5 ? "is killed before its work is done" : "")))
                .Concat(Of(plan).Select(container => (container.Name, container.Image.Length == 0 ? "has nothing to run" : "")))
                .GroupBy(judged => judged.Name, judged => judged.Item2)
                .Select(container => new Subject(container.Key, container.Distinct())),
        },
    ];

    private static ContainerRule Rule(string id, string title, string why, string remedy, Func<ComposeContainer, string> problem,
        params string[] except) =>
        new() { Id = id, Title = title, Why = why, Remedy = remedy, Problem = problem, Except = [.. except] };

    private static bool IsOfServer(ComposeMount mount) => mount.IsBind ? IsServerPath(mount)
        // Where a variable tells the source, the place tells what it is.
        : ComposeVariables.IsUnknown(mount.Source) && mount.Target.EndsWith("/docker.sock", StringComparison.Ordinal);

    private static bool IsServerPath(ComposeMount mount) => mount.Source.EndsWith(".sock", StringComparison.Ordinal)
        || mount.Source.TrimEnd('/') is "" or "/var" or "/var/run" or "/var/lib" or "/var/lib/docker" or "/var/lib/kubelet" or "/run"
        || OfServer.Any(directory => mount.Source == directory || mount.Source.StartsWith($"{directory}/", StringComparison.Ordinal));

    private static readonly ImmutableArray<string> OfServer =
        ["/etc", "/root", "/boot", "/dev", "/proc", "/sys", "/usr", "/bin", "/sbin", "/lib", "/lib64", "/var/lib/docker", "/var/lib/kubelet"];

    // Engines, PostgreSQL, MySQL, SQL Server, Oracle, MongoDB, Redis, Memcached, Elasticsearch, Cassandra, CouchDB, RabbitMQ, etcd,
    // ZooKeeper, Kafka, InfluxDB, SMB, NFS, LDAP, and debuggers of Node.js and Java (IANA, Service Name and Port Number Registry; the
    // programs' documentation).
    private static readonly PortSet NotPublic = PortSet.Tcp(2375, 2376, 5432, 6432, 3306, 33060, 1433, 1521, 27017, 27018, 6379, 26379, 11211,
        9200, 9300, 9042, 5984, 5672, 15672, 4369, 2379, 2380, 2181, 9092, 8086, 445, 139, 2049, 389, 9229, 5858, 5005);

    private static IEnumerable<ComposeContainer> Of(Plan plan) => PlanFacts.Of(plan).Containers;

    private static string Problem(Plan plan, ComposeContainer container, ComposeMount mount)
    {
        var root = $"/opt/{plan.Settings.System.Name}/";
        var path = mount.Source;
        var isOwn = (path.StartsWith(root, StringComparison.Ordinal) || path.StartsWith("./run/", StringComparison.Ordinal))
            && !path.Split('/').Contains("..");
        var isKept = path.StartsWith($"{root}data/", StringComparison.Ordinal) || path.StartsWith($"{root}logs/", StringComparison.Ordinal);
        return !isOwn && !LookAtTheServer.Contains((container.Name, path)) ? $"has {path} of the server"
            : !mount.ReadOnly && !isKept ? $"may write to {path} of the server"
            : mount.CreatesSource ? $"makes {path} an empty directory of root's where it is missing" : "";
    }

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

    // The tag of a release is a variable of its own, with 0 for none; of an image that is built here there is none.
    private static bool IsPinned(ComposeContainer container) => container.IsBuilt || ReleaseTag().IsMatch(container.Image)
        || container.HasUnknownImage || ImageReference.Parse(container.KnownImage).IsPinned;

    [GeneratedRegex(@":\$\{TAG(_[A-Z]+)?:-0\}$")]
    private static partial Regex ReleaseTag();
}
