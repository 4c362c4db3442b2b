using System.Globalization;
using Infra.Files.Host;
using Infra.Files.Nginx;
using Infra.Files.Observability.Logs;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Files.Compose;

/// <summary>Searchable logs on a server, in the profile <c>logging</c> (VI-02). Elasticsearch has no password of its own: only its neighbours
/// in a network without a way out reach it, and Kibana is open on the loopback address only, for a tunnel.</summary>
internal static class LoggingServices
{
    /// <summary>The profile.</summary>
    public const string Profile = "logging";

    private const int User = 1000; // the user of Elastic's images

    private static readonly Resources Moderate = new(Memory.MiB(768), Memory.MiB(1536), Cpu.Cores(0.1), Cpu.Cores(1));

    /// <summary>Volumes that Docker manages, which take the owner that the images give them.</summary>
    public static ImmutableArray<string> Volumes { get; } = ["elasticsearch", "filebeat"];

    /// <summary>The services by name; none for a system without a log index.</summary>
    public static IEnumerable<(string Name, ComposeService Service)> Of(StackSettings settings)
    {
        foreach (var index in settings.System.Needs<LogIndex>())
        {
            yield return ("elasticsearch", Service(settings, "elasticsearch/elasticsearch", User, index.Resources) with
            {
                Environment = Variables(
                    ("discovery.type", "single-node"), ("xpack.security.enabled", "false"),
                    ("ES_JAVA_OPTS", $"-Xms{index.Heap.WholeMiB}m -Xmx{index.Heap.WholeMiB}m"), ("ES_TMPDIR", "/tmp")),
                ReadOnly = false, // It writes its keystore and settings beside its program at every start.
                Volumes = [new("volume", "elasticsearch", "/usr/share/elasticsearch/data", ReadOnly: false)],
                Networks = [Networks.Logs],
                Healthcheck = Healthcheck.Running("curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:9200/_cluster/health"),
            });
            yield return ("logstash", Service(settings, "logstash/logstash", User, Moderate) with
            {
                Environment = Variables(
                [
                    ("LS_JAVA_OPTS", "-Xms512m -Xmx512m"), ("ELASTICSEARCH_URL", "http://elasticsearch:9200"),
                    .. LogFiles.PipelineVariables(settings.System.Name, settings.StackName),
                ]),
                ReadOnly = false, // It writes its settings from the environment at every start.
                Volumes = [Mount.Reading(HostLayout.Configuration(settings.System.Name, "logstash"), "/usr/share/logstash/pipeline")],
                Networks = [Networks.Logs, Networks.Monitoring],
                DependsOn = new SortedDictionary<string, Dependency> { ["elasticsearch"] = Dependency.Healthy },
            });
            yield return ("kibana", Service(settings, "kibana/kibana", User, Moderate) with
            {
                Environment = Variables(("ELASTICSEARCH_HOSTS", "http://elasticsearch:9200"), ("TELEMETRY_ENABLED", "false")),
                ReadOnly = false, // It unpacks its pages at the first start.
                Networks = [Networks.Logs, Networks.Monitoring],
                Ports = [new(5601, "5601", "127.0.0.1")],
                DependsOn = new SortedDictionary<string, Dependency> { ["elasticsearch"] = Dependency.Healthy },
                Healthcheck = Healthcheck.Running("curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:5601/api/status"),
            });

            // Root, as nobody else can read Docker's log files: the engine makes them 0640 root:root in directories of mode 0710, and offers no other owner.
            // Their owner needs no capability, and has none here: it reads three mounts and writes its own volume.
            yield return ("filebeat", Service(settings, "beats/filebeat", 0, new(Memory.MiB(64), Memory.MiB(256), Cpu.Cores(0.05), Cpu.Cores(0.25))) with
            {
                Command = ["-e", "--strict.perms=false"],
                Volumes =
                [
                    Mount.Reading($"{HostLayout.Configuration(settings.System.Name, "filebeat")}/filebeat.yml", "/usr/share/filebeat/filebeat.yml"),
                    Mount.Reading("/var/lib/docker/containers", "/var/lib/docker/containers"),
                    Mount.Reading($"{HostLayout.Root(settings.System.Name)}/logs/nginx", EdgeConfiguration.Logs),
                    new("volume", "filebeat", "/usr/share/filebeat/data", ReadOnly: false),
                ],
            });
            yield return ("logging-set-up", Service(settings, "elasticsearch/elasticsearch", User, new(Memory.MiB(16), Memory.MiB(64), Cpu.Cores(0.02), Cpu.Cores(0.2))) with
            {
                Entrypoint = ["sh", "/set-up/set-up"],
                Environment = Variables(
                    ("ELASTICSEARCH_URL", "http://elasticsearch:9200"), ("KIBANA_URL", "http://kibana:5601"), ("DATASET", LogDocuments.Part(settings.System.Name))),
                Volumes = [Mount.Reading(HostLayout.Configuration(settings.System.Name, "elasticsearch"), "/set-up")],
                Networks = [Networks.Logs],
                Restart = "on-failure:5",
                DependsOn = new SortedDictionary<string, Dependency> { ["kibana"] = Dependency.Healthy },
            });
        }
    }

    private static ComposeService Service(StackSettings settings, string image, int user, Resources resources) => new()
    {
        Image = $"docker.elastic.co/{image}:{LogFiles.Version}",
        Profiles = [Profile],
        User = string.Create(CultureInfo.InvariantCulture, $"{user}:{user}"),
        Tmpfs = ["/tmp:size=64m,mode=1777,nosuid,nodev"],
        Networks = [Networks.Monitoring],
        Deploy = Deploy.Single(resources),
        Restart = "unless-stopped",
        StopGracePeriod = "60s",
        Logging = Logging.Of(settings.System.Logs),
    };

    private static SortedDictionary<string, string> Variables(params ReadOnlySpan<(string Name, string Value)> variables)
    {
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            map[name] = value;
        }

        return map;
    }
}
