using System.Collections.Frozen;

namespace Infra.Facts.Charts;

/// <summary>The charts that are installed, with the places and defaults of the values that somebody asks for. Sources: values.yaml and
/// templates of nginx/kubernetes-ingress, cert-manager/cert-manager, prometheus-community/helm-charts, grafana-community/helm-charts and
/// elastic/cloud-on-k8s.</summary>
internal static class ChartCatalogue
{
    /// <summary>Name of the chart of the ingress controller.</summary>
    public const string IngressController = "nginx-ingress";

    /// <summary>Name of the chart of Prometheus, Alertmanager and Grafana.</summary>
    public const string Monitoring = "kube-prometheus-stack";

    /// <summary>Name of the chart of Elastic's operator.</summary>
    public const string ElasticOperator = "eck-operator";

    /// <summary>Name of the chart of Elasticsearch, Logstash and Kibana.</summary>
    public const string ElasticStack = "eck-stack";

    /// <summary>Name of the chart of log shippers.</summary>
    public const string Beats = "eck-beats";

    private const string Blackbox = "prometheus-blackbox-exporter";

    private static readonly FrozenDictionary<string, ChartDefinition> All = new ChartDefinition[]
    {
        new(IngressController)
        {
            Defaults = Of(("controller.replicaCount", 1.0), ("controller.service.create", true), ("controller.ingressClass.create", true),
                ("controller.ingressClass.name", "nginx"), ("controller.ingressClass.setAsDefaultIngress", false),
                ("controller.reportIngressStatus.enable", true), ("controller.telemetryReporting.enable", true),
                ("prometheus.create", true)),
            Workloads =
            [
                new("controller", "controller.resources", "controller.initContainerResources")
                {
                    Instances = "controller.replicaCount",
                    Fewest = 2,
                },
            ],
            Switches =
            [
                new("controller.readOnlyRootFilesystem", true, "can write to its root file system"),
                new("controller.telemetryReporting.enable", false, "reports to its maker"),
                new("prometheus.create", true, "shows no metrics"),
                new("controller.ingressClass.create", true, "makes no class of Ingresses, so that it serves none") { Kind = "Ingress" },
                new("controller.ingressClass.setAsDefaultIngress", false, "serves Ingresses that ask nobody to serve them"),
            ],
        },
        new("cert-manager")
        {
            Defaults = Of(("replicaCount", 1.0), ("webhook.replicaCount", 1.0), ("cainjector.enabled", true),
                ("cainjector.replicaCount", 1.0), ("startupapicheck.enabled", true)),
            Workloads =
            [
                new("controller", "resources") { Instances = "replicaCount", Fewest = 2 },
                new("webhook", "webhook.resources") { Instances = "webhook.replicaCount", Fewest = 2 },
                new("cainjector", "cainjector.resources") { Switch = "cainjector.enabled", Instances = "cainjector.replicaCount" },
                new("startupapicheck", "startupapicheck.resources") { Switch = "startupapicheck.enabled" },
            ],
            Switches =
            [
                new("crds.enabled", true, "brings no kinds for the certificates that there are") { Kind = "Certificate" },
                new("crds.enabled", true, "brings no kinds for the issuers that there are") { Kind = "ClusterIssuer" },
                new("prometheus.servicemonitor.enabled", true, "shows its metrics to nobody"),
            ],
        },
        new(Blackbox)
        {
            Defaults = Of(("replicas", 1.0)),
            Workloads = [new("exporter", "resources") { Instances = "replicas" }],
            Services = release => [new(release.FullName(Blackbox), [9115])],
        },
        new(Monitoring)
        {
            Defaults = Of(("grafana.enabled", true), ("grafana.admin.userKey", "admin-user"),
                ("grafana.admin.passwordKey", "admin-password"),
                ("grafana.sidecar.dashboards.enabled", true), ("grafana.sidecar.dashboards.label", "grafana_dashboard"),
                ("grafana.sidecar.dashboards.labelValue", "1"), ("grafana.sidecar.dashboards.searchNamespace", "ALL"),
                ("grafana.replicas", 1.0), ("prometheus.enabled", true), ("alertmanager.enabled", true), ("nodeExporter.enabled", true),
                ("kubeStateMetrics.enabled", true), ("prometheusOperator.enabled", true), ("kube-state-metrics.replicas", 1.0),
                ("prometheus.prometheusSpec.replicas", 1.0), ("prometheus.prometheusSpec.retention", "10d"),
                ("prometheus.prometheusSpec.scrapeInterval", "30s"), ("prometheus.prometheusSpec.evaluationInterval", "30s"),
                ("prometheus.prometheusSpec.ruleSelectorNilUsesHelmValues", true),
                ("prometheus.prometheusSpec.serviceMonitorSelectorNilUsesHelmValues", true),
                ("prometheus.prometheusSpec.podMonitorSelectorNilUsesHelmValues", true),
                ("alertmanager.alertmanagerSpec.replicas", 1.0), ("kubeControllerManager.enabled", true), ("kubeScheduler.enabled", true),
                ("kubeEtcd.enabled", true), ("kubeProxy.enabled", true)),
            Workloads =
            [
                new("prometheus", "prometheus.prometheusSpec.resources")
                {
                    Instances = "prometheus.prometheusSpec.replicas",
                    Store = new(ChartStoreForm.Template, "prometheus.prometheusSpec.storageSpec.volumeClaimTemplate"),
                },
                new("alertmanager", "alertmanager.alertmanagerSpec.resources")
                {
                    Instances = "alertmanager.alertmanagerSpec.replicas",
                    Store = new(ChartStoreForm.Template, "alertmanager.alertmanagerSpec.storage.volumeClaimTemplate"),
                    Fingerprints = "alertmanager.alertmanagerSpec.podMetadata.annotations",
                },
                new("grafana", "grafana.resources", "grafana.sidecar.resources")
                {
                    Switch = "grafana.enabled",
                    Instances = "grafana.replicas",
                    Store = new(ChartStoreForm.Persistence, "grafana.persistence"),
                    Fingerprints = "grafana.podAnnotations",
                },
                new("operator", "prometheusOperator.resources", "prometheusOperator.prometheusConfigReloader.resources",
                    "prometheusOperator.admissionWebhooks.patch.resources"),
                new("kube-state-metrics", "kube-state-metrics.resources") { Instances = "kube-state-metrics.replicas" },
                new("node-exporter", "prometheus-node-exporter.resources")
                {
                    Switch = "nodeExporter.enabled",
                    ReadsNode = true,
                    Namespace = "prometheus-node-exporter.namespaceOverride",
                },
            ],
            Switches =
            [
                new("prometheus.enabled", true, "runs no Prometheus"),
                new("alertmanager.enabled", true, "runs no Alertmanager"),
                new("prometheusOperator.enabled", true, "runs nobody who makes Prometheus"),
                new("kubeStateMetrics.enabled", true, "tells nothing of the cluster's objects"),
                new("grafana.sidecar.dashboards.enabled", true, "shows no dashboard of a ConfigMap") { Kind = "ConfigMap" },
                new("prometheus.prometheusSpec.serviceMonitorSelectorNilUsesHelmValues", false, "reads only its own ServiceMonitors"),
                new("prometheus.prometheusSpec.podMonitorSelectorNilUsesHelmValues", false, "reads only its own PodMonitors"),
                new("prometheus.prometheusSpec.ruleSelectorNilUsesHelmValues", false, "knows only its own PrometheusRules"),
                new("kubeControllerManager.enabled", false, "asks a controller manager that a managed control plane does not show"),
                new("kubeScheduler.enabled", false, "asks a scheduler that a managed control plane does not show"),
                new("kubeEtcd.enabled", false, "asks an etcd that a managed control plane does not show"),
                new("kubeProxy.enabled", false, "asks a kube-proxy that there is not"),
            ],
            Secrets =
            [
                new("grafana.admin.existingSecret", ["grafana.admin.userKey", "grafana.admin.passwordKey"],
                    "gives Grafana's administrator a password of the chart's making"),
                new("alertmanager.alertmanagerSpec.configSecret", ["=alertmanager.yaml"], "sends alerts to nobody")
                {
                    Switch = "alertmanager.alertmanagerSpec.useExistingSecret",
                },
                new("prometheus.prometheusSpec.additionalScrapeConfigsSecret.name",
                    ["prometheus.prometheusSpec.additionalScrapeConfigsSecret.key"], "leaves out what no monitor describes")
                {
                    Switch = "prometheus.prometheusSpec.additionalScrapeConfigsSecret.enabled",
                },
            ],
        },
        new(ElasticOperator)
        {
            Defaults = Of(("replicaCount", 1.0), ("telemetry.disabled", false), ("resources", Limits("100m", "150Mi", "1", "1Gi"))),
            Workloads = [new("operator", "resources") { Instances = "replicaCount" }],
            Switches = [new("telemetry.disabled", true, "reports to its maker")],
        },
        new(ElasticStack)
        {
            Defaults = Of(("eck-elasticsearch.enabled", true), ("eck-kibana.enabled", true), ("eck-logstash.enabled", false),
                ("eck-kibana.count", 1.0), ("eck-logstash.count", 1.0)),
            Workloads =
            [
                new("Elasticsearch")
                {
                    Switch = "eck-elasticsearch.enabled",
                    Sets = "eck-elasticsearch.nodeSets",
                    Instances = "count",
                    Fewest = 3, // of which two still decide
                    Template = "podTemplate",
                    Container = "elasticsearch",
                    Store = new(ChartStoreForm.Templates, "volumeClaimTemplates", "elasticsearch-data"),
                },
                new("Kibana")
                {
                    Switch = "eck-kibana.enabled",
                    Instances = "eck-kibana.count",
                    Template = "eck-kibana.podTemplate",
                    Container = "kibana",
                },
                new("Logstash")
                {
                    Switch = "eck-logstash.enabled",
                    Instances = "eck-logstash.count",
                    Template = "eck-logstash.podTemplate",
                    Container = "logstash",
                    Store = new(ChartStoreForm.Templates, "eck-logstash.volumeClaimTemplates", "logstash-data"),
                    Fingerprints = "eck-logstash.podTemplate.metadata.annotations",
                },
            ],
            Switches =
            [
                new("eck-elasticsearch.enabled", true, "keeps nothing"),
                new("eck-kibana.enabled", true, "shows nothing"),
                new("eck-logstash.enabled", true, "takes nothing in"),
            ],

            // ECK, pkg/controller: es_namer, kb_namer, ls_namer.
            Services = release =>
            [
                new($"{Elasticsearch(release)}-es-http", [9200], HasTls: true),
                new($"{release.FullName("eck-kibana", "eck-kibana")}-kb-http", [5601], HasTls: true),
                .. from service in release.Items("eck-logstash.services")
                   let map = service as IReadOnlyDictionary<string, object?>
                   where map is not null
                   let name = $"{release.FullName("eck-logstash", "eck-logstash")}-ls-{map.GetValueOrDefault("name")}"
                   select new ChartService(name, [.. Ports(map)]),
            ],
            OwnSecrets = release =>
            [
                ($"{Elasticsearch(release)}-es-elastic-user", ["elastic"]),
                ($"{Elasticsearch(release)}-es-http-certs-public", ["ca.crt", "tls.crt"]),
                ($"{release.FullName("eck-kibana", "eck-kibana")}-kb-http-certs-public", ["ca.crt", "tls.crt"]),
            ],
        },
        new(Beats)
        {
            Workloads =
            [
                new("Filebeat")
                {
                    Template = "daemonSet.podTemplate",
                    Container = "filebeat",
                    ReadsNode = true,
                },
            ],
        },
    }.ToFrozenDictionary(chart => chart.Name, StringComparer.Ordinal);

    /// <summary>What is known of a chart; null where that is nothing.</summary>
    /// <param name="name">Its name.</param>
    public static ChartDefinition? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>Name of the Elasticsearch of a release.</summary>
    /// <param name="release">The release.</param>
    public static string Elasticsearch(ChartRelease release) => release.FullName("eck-elasticsearch", "eck-elasticsearch");

    private static IEnumerable<int> Ports(IReadOnlyDictionary<string, object?> service) =>
        service.GetValueOrDefault("service") is IReadOnlyDictionary<string, object?> inner
            && inner.GetValueOrDefault("spec") is IReadOnlyDictionary<string, object?> spec
            && spec.GetValueOrDefault("ports") is System.Collections.IEnumerable ports and not string
            ? ports.OfType<IReadOnlyDictionary<string, object?>>().Select(port => port.GetValueOrDefault("port")).OfType<double>()
                .Select(port => (int)port)
            : [];

    private static ImmutableDictionary<string, object?> Limits(string cpu, string memory, string cpuLimit, string memoryLimit)
    {
        ImmutableDictionary<string, object?> Amounts(string ofCpu, string ofMemory) =>
            ImmutableDictionary<string, object?>.Empty.Add("cpu", ofCpu).Add("memory", ofMemory);
        return ImmutableDictionary<string, object?>.Empty.Add("requests", Amounts(cpu, memory))
            .Add("limits", Amounts(cpuLimit, memoryLimit));
    }

    private static ImmutableDictionary<string, object> Of(params ReadOnlySpan<(string Place, object Value)> values) =>
        values.ToArray().ToImmutableDictionary(value => value.Place, value => value.Value, StringComparer.Ordinal);
}
