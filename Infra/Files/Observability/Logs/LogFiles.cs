using Infra.Settings;
using Infra.Systems;

namespace Infra.Files.Observability.Logs;

/// <summary>The way of log entries: Filebeat reads, Logstash understands, Elasticsearch keeps, Kibana shows.</summary>
public static class LogFiles
{
    /// <summary>Version of the four, which Elastic releases in step.</summary>
    public const string Version = "9.5.2";

    private static readonly Lazy<string> Pipeline = new(() => Carried("logs/pipeline.conf"));
    private static readonly Lazy<string> SetUp = new(() => Carried("logs/set-up"));

    // Where the pipeline sends to. On a server nobody but neighbours reaches Elasticsearch, and it has no password.
    private const string Hosts = "    hosts => [\"${ELASTICSEARCH_URL}\"]\n";

    // ECK sets these variables for the reference to Elasticsearch that is called "logs" (its documentation of Logstash, 2025).
    private const string HostsInCluster = """
            hosts => ["${LOGS_ES_HOSTS}"]
            user => "${LOGS_ES_USER}"
            password => "${LOGS_ES_PASSWORD}"
            ssl_certificate_authorities => "${LOGS_ES_SSL_CERTIFICATE_AUTHORITY}"

        """;

    /// <summary>Name of the reference to Elasticsearch from which ECK makes the names of <see cref="PipelineOf"/>'s variables.</summary>
    public const string Reference = "logs";

    /// <summary>What Filebeat reads: on a server the files of Docker and nginx, on Kubernetes those of the node.</summary>
    /// <param name="topology">Where it runs.</param>
    /// <param name="logstash">Address of Logstash with its port.</param>
    public static FilebeatFile Filebeat(Topology topology, string logstash = "logstash:5044") => new()
    {
        Inputs = topology == Topology.Droplet ? [Containers, Nginx] : [Pods],
        Output = new([logstash]),
    };

    /// <summary>Logstash's pipeline: the same everywhere but for the way to Elasticsearch.</summary>
    public static string PipelineOf(Topology topology) => topology == Topology.Droplet ? Pipeline.Value
        : Pipeline.Value.Contains(Hosts, StringComparison.Ordinal) ? Pipeline.Value.Replace(Hosts, HostsInCluster, StringComparison.Ordinal)
        : throw new InvalidOperationException("pipeline.conf has no line with the address of Elasticsearch");

    /// <summary>What the pipeline reads from its environment besides the way to Elasticsearch.</summary>
    public static ImmutableArray<(string Name, string Value)> PipelineVariables(string system, string stack) =>
        [("SYSTEM", system), ("ENVIRONMENT", stack), ("DATASET", LogDocuments.Part(system)), ("NAMESPACE", LogDocuments.Part(stack))];

    /// <summary>What tells Elasticsearch and Kibana about the logs: three documents, and <c>set-up</c>, which sends them.</summary>
    /// <param name="system">Name of the system.</param>
    /// <param name="index">What the system asks for.</param>
    /// <param name="replicas">Copies of each entry beside the first.</param>
    public static ImmutableArray<HostFile> Documents(string system, LogIndex index, int replicas) =>
    [
        new("lifecycle-policy.json", LogDocuments.LifecyclePolicy(index)),
        new("index-template.json", LogDocuments.IndexTemplate(system, replicas)),
        new("data-view.json", LogDocuments.DataView(system)),
        new("set-up", SetUp.Value),
    ];

    /// <summary>Renders the files below <c>filebeat/</c>, <c>logstash/</c> and <c>elasticsearch/</c>, where the system has a log index.</summary>
    internal static IEnumerable<HostFile> Render(StackSettings settings)
    {
        foreach (var index in settings.System.Needs<LogIndex>())
        {
            yield return new("filebeat/filebeat.yml", ObservabilityYaml.Write(Filebeat(settings.Topology)));
            yield return new("logstash/pipeline.conf", PipelineOf(settings.Topology));
            foreach (var document in Documents(settings.System.Name, index, replicas: 0))
            {
                yield return new($"elasticsearch/{document.Path}", document.Content);
            }
        }
    }

    private static FilebeatInput Containers => new()
    {
        Id = "containers",
        Paths = ["/var/lib/docker/containers/*/*.log"],
        Fields = Source("container"),
    };

    private static FilebeatInput Nginx => new()
    {
        Id = "nginx",
        Paths = ["/var/log/nginx/access*.log"],
        Fields = Source("nginx"),
    };

    private static FilebeatInput Pods => new()
    {
        Id = "pods",
        Paths = ["/var/log/containers/*.log"],
        Scanner = new(Symlinks: true), // The kubelet keeps links there, named by pod.
        Parsers = [new Dictionary<string, object> { ["container"] = new Dictionary<string, object> { ["stream"] = "all", ["format"] = "auto" } }],
        Fields = Source("pod"),
    };

    private static Dictionary<string, string> Source(string name) => new() { ["source"] = name };

    private static string Carried(string name)
    {
        using var reader = new StreamReader(typeof(LogFiles).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
