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

    /// <summary>What Filebeat reads: on a server the files of Docker and nginx, on Kubernetes those of the node.</summary>
    public static FilebeatFile Filebeat(Topology topology) => new()
    {
        Inputs = topology == Topology.Droplet ? [Containers, Nginx] : [Pods],
        Output = new(["logstash:5044"]),
    };

    /// <summary>Renders the files below <c>filebeat/</c>, <c>logstash/</c> and <c>elasticsearch/</c>, where the system has a log index.</summary>
    internal static IEnumerable<HostFile> Render(StackSettings settings)
    {
        foreach (var index in settings.System.Needs<LogIndex>())
        {
            yield return new("filebeat/filebeat.yml", ObservabilityYaml.Write(Filebeat(settings.Topology)));
            yield return new("logstash/pipeline.conf", Pipeline.Value);
            yield return new("elasticsearch/lifecycle-policy.json", LogDocuments.LifecyclePolicy(index));
            yield return new("elasticsearch/index-template.json", LogDocuments.IndexTemplate(settings.System));
            yield return new("elasticsearch/data-view.json", LogDocuments.DataView(settings.System));
            yield return new("elasticsearch/set-up", SetUp.Value);
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
        Processors =
        [
            new Dictionary<string, object>
            {
                ["add_kubernetes_metadata"] = new Dictionary<string, object>
                {
                    ["host"] = "${NODE_NAME}",
                    ["matchers"] = new[] { new Dictionary<string, object> { ["logs_path"] = new Dictionary<string, object> { ["logs_path"] = "/var/log/containers/" } } },
                },
            },
            new Dictionary<string, object>
            {
                ["copy_fields"] = new Dictionary<string, object>
                {
                    ["fields"] = new[] { new Dictionary<string, string> { ["from"] = "kubernetes.labels.app_kubernetes_io/component", ["to"] = "service.name" } },
                    ["fail_on_error"] = false,
                    ["ignore_missing"] = true,
                },
            },
        ],
        Fields = Source("pod"),
    };

    private static Dictionary<string, string> Source(string name) => new() { ["source"] = name };

    private static string Carried(string name)
    {
        using var reader = new StreamReader(typeof(LogFiles).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
