using Infra.Systems;
using Pulumi;
using Pulumi.Kubernetes.Helm.V3;
using Pulumi.Kubernetes.Types.Inputs.Helm.V3;
using static Infra.Components.Kubernetes.ChartValues;

namespace Infra.Components.Kubernetes;

/// <summary>What a <see cref="LogSearch"/> is made of.</summary>
public sealed record LogSearchArgs : InClusterArgs
{
    /// <summary>What the system needs of it.</summary>
    public required LogIndex Need { get; init; }

    /// <summary>Whether it has to survive the loss of a node.</summary>
    public required bool Production { get; init; }
}

/// <summary>Searchable logs (VI-02): Filebeat on every node, Logstash, Elasticsearch and Kibana, run by Elastic's operator (ECK).</summary>
public sealed class LogSearch : ComponentResource
{
    private const string Repository = "https://helm.elastic.co";
    private const string StackVersion = "9.5.2";
    private const string OperatorNamespace = "elastic-system";
    private const string Space = "logging";
    private const string AgentSpace = "logging-agents";

    /// <summary>Installs operator and stack.</summary>
    public LogSearch(string name, LogSearchArgs args, ComponentResourceOptions? options = null)
        : base("infra:kubernetes:LogSearch", name, options)
    {
        var control = Namespace(OperatorNamespace, "baseline", new NetworkFlows().FromAnywhere(9443).ToCluster().ToAnywhere(443, 6443), args); // 9443: its webhook
        var stack = Namespace(Space, "baseline", new NetworkFlows().Among().FromNamespace(OperatorNamespace, 9200).FromNamespace(AgentSpace, 5044).ToAnywhere(443), args);

        // Filebeat reads the log files of its node, which only a privileged namespace allows; nothing else lives in this one.
        var agents = Namespace(AgentSpace, "privileged", new NetworkFlows().ToNamespace(Space, 5044).ToAnywhere(443, 6443), args);

        var eck = Install("eck-operator", "eck-operator", "3.5.0", OperatorNamespace, Map(
            ("managedNamespaces", new object[] { Space, AgentSpace }),
            ("resources", Resources("50m", "150Mi", "500m", "512Mi")),
            ("telemetry", Map(("disabled", true)))), control, args);
        var store = Install("eck-stack", "eck-stack", "0.20.0", Space, StackValues(args.Need, args.Production), [eck, .. stack], args);
        Install("eck-beats", "eck-beats", "0.20.0", AgentSpace, AgentValues(), [store, .. agents], args);
        RegisterOutputs(new Dictionary<string, object?> { ["namespace"] = Space });
    }

    private ImmutableArray<Resource> Namespace(string name, string standard, NetworkFlows flows, LogSearchArgs args) => new ControllerNamespace(name, new()
    {
        Name = name,
        Standard = standard,
        Flows = flows,
        Labels = args.Labels,
        Provider = args.Provider,
    }, new() { Parent = this }).Ready;

    private Release Install(string name, string chart, string version, string space, Dictionary<string, object> values, ImmutableArray<Resource> after, LogSearchArgs args) => new(name, new ReleaseArgs
    {
        Name = name,
        Namespace = space,
        Chart = chart,
        Version = version,
        RepositoryOpts = new RepositoryOptsArgs { Repo = Repository },
        Atomic = true,
        Timeout = 900,
        Values = values,
    }, new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = after });

    private static Dictionary<string, object> StackValues(LogIndex need, bool production) => Map(
        ("eck-elasticsearch", Map(
            ("enabled", true),
            ("fullnameOverride", "elasticsearch"),
            ("version", StackVersion),
            ("nodeSets", new object[]
            {
                Map(
                    ("name", "default"),
                    ("count", production ? 3 : 1),
                    ("config", Map(("node.store.allow_mmap", false))), // Memory mapping would need a kernel setting of the node.
                    ("podTemplate", Map(("spec", Map(("containers", new object[]
                    {
                        Map(
                            ("name", "elasticsearch"),
                            ("env", new object[] { Map(("name", "ES_JAVA_OPTS"), ("value", $"-Xms{need.Heap.WholeMiB}m -Xmx{need.Heap.WholeMiB}m")) }),
                            ("resources", Resources($"{need.Resources.CpuReserved}", $"{need.Resources.Reserved}", $"{need.Resources.CpuLimit}", $"{need.Resources.Limit}"))),
                    }))))),
                    ("volumeClaimTemplates", new object[] { Map(("metadata", Map(("name", "elasticsearch-data"))), ("spec", Claim($"{need.Volume}"))) })),
            }))),
        ("eck-kibana", Map(
            ("enabled", true),
            ("fullnameOverride", "kibana"),
            ("version", StackVersion),
            ("elasticsearchRef", Map(("name", "elasticsearch"))),
            ("podTemplate", Pod("kibana", Resources("100m", "768Mi", "1", "1Gi"))))),
        ("eck-logstash", Map(
            ("enabled", true),
            ("fullnameOverride", "logstash"),
            ("version", StackVersion),
            ("count", 1),
            ("elasticsearchRefs", new object[] { Map(("clusterName", "logs"), ("name", "elasticsearch")) }),
            ("services", new object[] { Map(("name", "beats"), ("service", Map(("spec", Map(("ports", new object[] { Map(("port", 5044), ("name", "beats"), ("targetPort", 5044)) })))))) }),
            ("pipelines", new object[] { Map(("pipeline.id", "main"), ("config.string", Pipeline)) }),
            ("volumeClaimTemplates", new object[] { Map(("metadata", Map(("name", "logstash-data"))), ("spec", Claim("1Gi"))) }),
            ("podTemplate", Pod("logstash", Resources("100m", "1Gi", "1", "1536Mi"))))));

    private static Dictionary<string, object> AgentValues() => Map(
        ("fullnameOverride", "filebeat"),
        ("type", "filebeat"),
        ("version", StackVersion),
        ("config", Map(
            ("filebeat.inputs", new object[]
            {
                Map(
                    ("type", "filestream"),
                    ("id", "containers"),
                    ("paths", new object[] { "/var/log/containers/*.log" }),
                    ("parsers", new object[] { Map(("container", Map())) }),
                    ("prospector", Map(("scanner", Map(("symlinks", true)))))),
            }),
            ("output.logstash", Map(("hosts", new object[] { $"logstash-ls-beats.{Space}.svc:5044" }))))),
        ("daemonSet", Map(("podTemplate", Map(("spec", Map(
            ("automountServiceAccountToken", false),
            ("securityContext", Map(("runAsUser", 0))),
            ("containers", new object[]
            {
                Map(
                    ("name", "filebeat"),
                    ("resources", Resources("50m", "128Mi", "200m", "256Mi")),
                    ("volumeMounts", new object[] { Map(("name", "logs"), ("mountPath", "/var/log"), ("readOnly", true)) })),
            }),
            ("volumes", new object[] { Map(("name", "logs"), ("hostPath", Map(("path", "/var/log")))) }))))))));

    private static Dictionary<string, object> Pod(string container, Dictionary<string, object> resources) =>
        Map(("spec", Map(("containers", new object[] { Map(("name", container), ("resources", resources)) }))));

    /// <summary>Structured lines become fields, so that logs can be searched by service and level.</summary>
    private const string Pipeline = """
        input { beats { port => 5044 } }
        filter {
          json { source => "message" target => "log" skip_on_invalid_json => true }
          mutate { copy => { "[log][level]" => "level" "[kubernetes][labels][app_kubernetes_io/component]" => "service" } }
        }
        output {
          elasticsearch {
            hosts => [ "${LOGS_ES_HOSTS}" ]
            user => "${LOGS_ES_USER}"
            password => "${LOGS_ES_PASSWORD}"
            ssl_certificate_authorities => "${LOGS_ES_SSL_CERTIFICATE_AUTHORITY}"
          }
        }
        """;
}
