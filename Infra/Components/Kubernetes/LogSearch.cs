using Infra.Files;
using Infra.Files.Observability;
using Infra.Files.Observability.Logs;
using Infra.Files.Valkey;
using Infra.Systems;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Helm.V3;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Helm.V3;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using static Infra.Components.Kubernetes.ChartValues;

namespace Infra.Components.Kubernetes;

/// <summary>What a <see cref="LogSearch"/> is made of.</summary>
public sealed record LogSearchArgs : InClusterArgs
{
    /// <summary>What the system needs of it.</summary>
    public required LogIndex Need { get; init; }

    /// <summary>Whether it has to survive the loss of a node.</summary>
    public required bool Production { get; init; }

    /// <summary>Servers of Elasticsearch.</summary>
    internal int Nodes => Production ? 3 : 1;
}

/// <summary>Searchable logs (VI-02): Filebeat on every node, Logstash, Elasticsearch and Kibana, run by Elastic's operator (ECK).
/// What is read, understood and kept is said by <see cref="LogFiles"/>, for a server as for a cluster.</summary>
public sealed class LogSearch : ComponentResource
{
    private const string Repository = "https://helm.elastic.co";

    /// <summary>Namespace of the operator.</summary>
    internal const string OperatorNamespace = "elastic-system";

    /// <summary>Namespace of Elasticsearch, Logstash and Kibana.</summary>
    internal const string Space = "logging";

    /// <summary>Namespace of Filebeat.</summary>
    internal const string AgentSpace = "logging-agents";

    /// <summary>Port of the operator's admission webhook.</summary>
    internal const int WebhookPort = 9443;

    /// <summary>Port of Elasticsearch.</summary>
    internal const int SearchPort = 9200;

    /// <summary>Port of Logstash.</summary>
    internal const int IntakePort = 5044;

    private const string Documents = "log-documents";

    /// <summary>Installs operator and stack.</summary>
    public LogSearch(string name, LogSearchArgs args, ComponentResourceOptions? options = null)
        : base("infra:kubernetes:LogSearch", name, options)
    {
        var control = Namespace(OperatorNamespace, "baseline",
            new NetworkFlows().FromAnywhere(WebhookPort).ToPods().ToAnywhere([.. NetworkFlows.ApiPorts]), args);
        var stack = Namespace(Space, "baseline",
            new NetworkFlows().Among().FromNamespace(OperatorNamespace, SearchPort).FromNamespace(AgentSpace, IntakePort)
                .ToAnywhere(443), args);

        // Filebeat reads the log files of its node, which only a privileged namespace allows; nothing else lives in this one.
        var agents = Namespace(AgentSpace, "privileged",
            new NetworkFlows().ToNamespace(Space, IntakePort).ToAnywhere([.. NetworkFlows.ApiPorts]), args);

        var eck = Install("eck-operator", "eck-operator", "3.5.0", OperatorNamespace, Map(
            ("managedNamespaces", new object[] { Space, AgentSpace }),
            ("resources", Resources("50m", "150Mi", "500m", "512Mi")),
            ("telemetry", Map(("disabled", true)))), control, args);
        var documents = LogFiles.Documents(args.Labels.System, args.Need, replicas: args.Nodes > 1 ? 1 : 0);
        var files = new ConfigMap(Documents, new ConfigMapArgs
        {
            Metadata = new ObjectMetaArgs { Name = Documents, Namespace = Space, Labels = args.Labels.Shared },
            Data = documents.ToDictionary(document => document.Path, document => document.Content),
        }, new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = stack });
        var store = Install("eck-stack", "eck-stack", "0.20.0", Space, StackValues(args, documents), [eck, files, .. stack], args);
        Install("eck-beats", "eck-beats", "0.20.0", AgentSpace, AgentValues(), [store, .. agents], args);
        RegisterOutputs(new Dictionary<string, object?> { ["namespace"] = Space });
    }

    private ImmutableArray<Resource> Namespace(string name, string standard, NetworkFlows flows, LogSearchArgs args) => new ControllerNamespace(name, new()
    {
        Name = name,
        Standard = standard,
        Flows = flows,
        Protect = args.Production,
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

    private static Dictionary<string, object> StackValues(LogSearchArgs args, ImmutableArray<HostFile> documents) => Map(
        ("eck-elasticsearch", Map(
            ("enabled", true),
            ("fullnameOverride", "elasticsearch"),
            ("version", LogFiles.Version),
            ("nodeSets", new object[]
            {
                Map(
                    ("name", "default"),
                    ("count", args.Nodes),
                    ("config", Map(("node.store.allow_mmap", false))), // Memory mapping would need a kernel setting of the node.
                    ("podTemplate", Map(("spec", Map(("containers", new object[]
                    {
                        Map(
                            ("name", "elasticsearch"),
                            ("env", new object[] { Map(("name", "ES_JAVA_OPTS"), ("value", $"-Xms{args.Need.Heap.WholeMiB}m -Xmx{args.Need.Heap.WholeMiB}m")) }),
                            ("resources", Resources($"{args.Need.Resources.CpuReserved}", $"{args.Need.Resources.Reserved}", $"{args.Need.Resources.CpuLimit}", $"{args.Need.Resources.Limit}"))),
                    }))))),
                    ("volumeClaimTemplates", new object[] { Map(("metadata", Map(("name", "elasticsearch-data"))), ("spec", Claim($"{args.Need.Volume}"))) })),
            }))),
        ("eck-kibana", Map(
            ("enabled", true),
            ("fullnameOverride", "kibana"),
            ("version", LogFiles.Version),
            ("elasticsearchRef", Map(("name", "elasticsearch"))),
            ("podTemplate", Pod("kibana", Resources("100m", "768Mi", "1", "1Gi"))))),
        ("eck-logstash", Map(
            ("enabled", true),
            ("fullnameOverride", "logstash"),
            ("version", LogFiles.Version),
            ("count", 1),
            ("elasticsearchRefs", new object[] { Map(("clusterName", LogFiles.Reference), ("name", "elasticsearch")) }),
            ("services", new object[] { Map(("name", "beats"), ("service", Map(("spec", Map(("ports", new object[] { Map(("port", 5044), ("name", "beats"), ("targetPort", 5044)) })))))) }),
            ("pipelines", new object[] { Map(("pipeline.id", "main"), ("config.string", LogFiles.PipelineOf(Topology.Kubernetes))) }),
            ("volumeClaimTemplates", new object[] { Map(("metadata", Map(("name", "logstash-data"))), ("spec", Claim("1Gi"))) }),
            ("podTemplate", LogstashPod(args.Labels, documents)))));

    private static Dictionary<string, object> AgentValues() => Map(
        ("fullnameOverride", "filebeat"),
        ("type", "filebeat"),
        ("version", LogFiles.Version),
        ("config", ObservabilityYaml.AsValues(LogFiles.Filebeat(Topology.Kubernetes, $"logstash-ls-beats.{Space}.svc:5044"))),
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

    // Before it sends anything, Elasticsearch is told how long entries are kept: an index that exists keeps the settings it began with.
    private static Dictionary<string, object> LogstashPod(Labels labels, ImmutableArray<HostFile> documents) => Map(
        ("metadata", Map(("annotations", Map(("documents", ValkeyConfiguration.Fingerprint(string.Concat(documents.Select(document => document.Content)))))))),
        ("spec", Map(
            ("initContainers", new object[]
            {
                Map(
                    ("name", "set-up"),
                    ("image", $"docker.elastic.co/elasticsearch/elasticsearch:{LogFiles.Version}"),
                    ("command", new object[] { "sh", "/set-up/set-up" }),
                    ("env", Variables([
                        ("ELASTICSEARCH_URL", "https://elasticsearch-es-http:9200"), ("KIBANA_URL", "https://kibana-kb-http:5601"), ("DATASET", LogDocuments.Part(labels.System)),
                        ("PASSWORD_FILE", "/access/login/elastic"), ("ELASTICSEARCH_CA", "/access/elasticsearch/ca.crt"), ("KIBANA_CA", "/access/kibana/ca.crt"),
                    ])),
                    ("resources", Resources("20m", "16Mi", "200m", "64Mi")),
                    ("volumeMounts", Access.Select(object (part) => Map(("name", part.Name), ("mountPath", part.Path), ("readOnly", true)))
                        .Append(Map(("name", Documents), ("mountPath", "/set-up"), ("readOnly", true))).ToArray())),
            }),
            ("containers", new object[]
            {
                Map(
                    ("name", "logstash"),
                    ("env", Variables(LogFiles.PipelineVariables(labels.System, labels.Instance))),
                    ("resources", Resources("100m", "1Gi", "1", "1536Mi"))),
            }),
            ("volumes", Access.Select(object (part) => Map(("name", part.Name), ("secret", Map(("secretName", part.Secret)))))
                .Append(Map(("name", Documents), ("configMap", Map(("name", Documents))))).ToArray()))));

    // Secrets that ECK makes for the objects "elasticsearch" and "kibana" (its documentation, 2025).
    private static ImmutableArray<(string Name, string Secret, string Path)> Access { get; } =
    [
        ("set-up-login", "elasticsearch-es-elastic-user", "/access/login"),
        ("set-up-elasticsearch", "elasticsearch-es-http-certs-public", "/access/elasticsearch"),
        ("set-up-kibana", "kibana-kb-http-certs-public", "/access/kibana"),
    ];

    private static object[] Variables(ImmutableArray<(string Name, string Value)> variables) =>
        [.. variables.Select(object (variable) => Map(("name", variable.Name), ("value", variable.Value)))];
}
