using System.Globalization;
using System.Text.RegularExpressions;
using Infra.Facts;
using Infra.Facts.Compose;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>Whether the programs of others on a server find their files, keep what they learn, and say nothing to their makers.</summary>
internal static partial class ComposeProgramRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "CMP-15",
            Title = "What containers are told to read is mounted",
            Scope = Scope.Server,
            Why = "A program without its configuration or its secret does not start, or starts without them (PL-05; Compose, volumes)",
            Remedy = "Mount the directory of the path that the message names, and declare each volume under volumes",
            Judge = plan => (from container in PlanFacts.Of(plan).Containers
                             from path in FilesOf(container)
                             select new Subject(container.Name, container.Mounts.Any(mount => IsBelow(path, mount.Target))
                                 ? "" : $"is told to read {path}, which nothing brings"))
                .Concat(from container in PlanFacts.Of(plan).Containers
                        from mount in container.Mounts
                        where !mount.IsBind && mount.Source.Length > 0
                        select new Subject(container.Name, At(HostConfiguration.Yaml(plan, "compose.yaml"), "volumes", mount.Source) is null
                            && !Entries(HostConfiguration.Yaml(plan, "compose.yaml"), "volumes").Any(volume => volume.Key == mount.Source)
                            ? $"has the volume {mount.Source}, which is not declared" : "")),
        },
        new()
        {
            Id = "CMP-16",
            Title = "Stores, dashboards and watchers keep their data outside their containers",
            Scope = Scope.Server,
            Why = "What is in a container is gone with the next version of it (PL-14; Docker, storage)",
            Remedy = "Mount a volume, or a directory below data, where the image keeps its data",
            Judge = plan => from container in PlanFacts.Of(plan).Containers
                            from program in Programs.Where(program => program.Image.IsMatch(container.Image))
                            from path in program.Keeps
                            where container.Profiles is not ["tools"] && container.Restart is not "on-failure:5"
                            select new Subject(container.Name, container.Mounts.Any(mount =>
                                IsBelow(path, mount.Target) && !mount.ReadOnly && mount.Source.Length > 0) ? "" : $"keeps {path} nowhere"),
        },
        new()
        {
            Id = "CMP-17",
            Title = "Programs of others let nobody in by themselves, and tell their makers nothing",
            Scope = Scope.Server,
            Why = "A first login that everybody knows, or a sign-up, is a door; statistics are data of the system (OWASP ASVS 13.2, 14.2)",
            Remedy = "Set the variable that the message names",
            Judge = plan => from container in PlanFacts.Of(plan).Containers
                            from program in Programs.Where(program => program.Image.IsMatch(container.Image))
                            where container.Restart is not "on-failure:5"
                            select new Subject(container.Name, program.Asks(container)),
        },
        new()
        {
            Id = "CMP-18",
            Title = "What a read-only container writes is bounded, and no program",
            Scope = Scope.Server,
            Why = "A directory in memory without a size takes the memory of others, and one with exec runs what an intruder left "
                + "(CIS Docker Benchmark 5.13; tmpfs(5))",
            Remedy = "Give each entry of tmpfs a size, nosuid and nodev, and a read-only container one at /tmp",
            Judge = plan => (from container in PlanFacts.Of(plan).Containers
                             from tmpfs in container.Tmpfs
                             let options = tmpfs.Split(':', 2).ElementAtOrDefault(1)?.Split(',') ?? []
                             let isBounded = options.Any(option =>
                                     option.StartsWith("size=", StringComparison.Ordinal) && option != "size=0")
                                 && options.Contains("nosuid") && options.Contains("nodev")
                             select new Subject(container.Name,
                                 isBounded ? "" : $"may fill {tmpfs.Split(':')[0]}, or make devices there"))
                .Concat(PlanFacts.Of(plan).Containers.Where(container => container.ReadOnly)
                    .Select(container => new Subject(container.Name, container.Tmpfs.Any(tmpfs => tmpfs.Split(':')[0] == "/tmp")
                        || container.Mounts.Any(mount => mount.Target == "/tmp") ? "" : "has nowhere to write"))),
        },
    ];

    /// <summary>An image that the platform runs and did not make.</summary>
    /// <param name="Image">Its repository.</param>
    /// <param name="Keeps">Directories in which it keeps what must not be lost.</param>
    /// <param name="Asks">What is wrong with its variables; empty where nothing is.</param>
    private sealed record Program(Regex Image, ImmutableArray<string> Keeps, Func<ComposeContainer, IEnumerable<string>> Asks);

    // The images' own documentation: where data lies, and what is meant where a variable is missing.
    private static readonly ImmutableArray<Program> Programs =
    [
        new(Repository("grafana/grafana"), ["/var/lib/grafana"], container =>
        [
            Set(container, "GF_SECURITY_ADMIN_PASSWORD__FILE").Length == 0 && Set(container, "GF_SECURITY_ADMIN_PASSWORD").Length == 0
                ? "lets in admin with the password admin: GF_SECURITY_ADMIN_PASSWORD__FILE is not set" : "",
            MustBe(container, "GF_USERS_ALLOW_SIGN_UP", "false"),
            MustBe(container, "GF_ANALYTICS_REPORTING_ENABLED", "false"),
            MustBe(container, "GF_ANALYTICS_CHECK_FOR_UPDATES", "false"),
            Set(container, "GF_AUTH_ANONYMOUS_ENABLED") is "" or "false" ? "" : "lets in whoever comes: GF_AUTH_ANONYMOUS_ENABLED",
            Set(container, "GF_AUTH_DISABLE_LOGIN_FORM") is "" or "false" ? "" : "asks nobody who he is: GF_AUTH_DISABLE_LOGIN_FORM",
        ]),
        new(Repository("prom/prometheus"), ["/prometheus"], _ => []),
        new(Repository("prom/alertmanager"), ["/alertmanager"], _ => []),
        new(Repository("(valkey/valkey|redis)"), ["/data"], _ => []),
        new(Repository("certbot/certbot"), [], container =>
            container.Mounts.Any(mount => mount.Target == "/etc/letsencrypt" && !mount.ReadOnly) ? []
                : ["keeps its certificates nowhere"]),
        new(Repository("elasticsearch/elasticsearch"), ["/usr/share/elasticsearch/data"], container =>
        [
            MustBe(container, "discovery.type", "single-node"),
            Heap(container, "ES_JAVA_OPTS"),
        ]),
        new(Repository("logstash/logstash"), [], container => [Heap(container, "LS_JAVA_OPTS")]),
        new(Repository("beats/filebeat"), ["/usr/share/filebeat/data"], _ => []),
        new(Repository("kibana/kibana"), [], container =>
        [
            Set(container, "TELEMETRY_ENABLED") == "false" || Set(container, "TELEMETRY_OPTIN") == "false" ? ""
                : "tells its makers how it is used: TELEMETRY_ENABLED is not false",
            Set(container, "ELASTICSEARCH_HOSTS").Length == 0 ? "has nothing to search in: ELASTICSEARCH_HOSTS is not set" : "",
        ]),
    ];

    private static Regex Repository(string name) => new($@"(^|/){name}(:|@|$)", RegexOptions.CultureInvariant);

    private static string Set(ComposeContainer container, string name) => container.Environment.GetValueOrDefault(name) ?? "";

    private static string MustBe(ComposeContainer container, string name, string value) =>
        Set(container, name).Equals(value, StringComparison.OrdinalIgnoreCase) ? "" : $"has {name} not set to {value}";

    // Java takes a quarter of the memory by default, and with more than it has the kernel ends it.
    private static string Heap(ComposeContainer container, string name) =>
        MostHeap().Match(Set(container, name)) is not { Success: true } heap ? $"is given no heap: {name} has no -Xmx"
        : double.Parse(heap.Groups[1].Value, CultureInfo.InvariantCulture)
            * heap.Groups[2].Value.ToLowerInvariant() switch
            {
                "g" => 1 << 30,
                "m" => 1 << 20,
                "k" => 1 << 10,
                _ =>
                1
            } > 0.75 * container.MemoryLimit
            ? $"is given more heap than it may have: {name}" : "";

    // Paths of configurations among the words, and of secrets among the variables.
    private static IEnumerable<string> FilesOf(ComposeContainer container) =>
        container.Words.SelectMany(word => Configuration().Matches(word).Select(match => match.Groups[1].Value))
            .Concat(container.Environment.Where(entry => entry.Key.EndsWith("_FILE", StringComparison.Ordinal))
                .Select(entry => $"{entry.Value}").Where(path => path.StartsWith('/')));

    private static bool IsBelow(string path, string directory) =>
        directory.Length > 0 && (path == directory || path.StartsWith($"{directory.TrimEnd('/')}/", StringComparison.Ordinal));

    [GeneratedRegex(@"(?:^|=)(/[A-Za-z0-9_./-]+\.(?:ya?ml|conf|json|toml|pem))$")]
    private static partial Regex Configuration();

    [GeneratedRegex(@"-Xmx([0-9]+)([gGmMkK]?)")]
    private static partial Regex MostHeap();
}
