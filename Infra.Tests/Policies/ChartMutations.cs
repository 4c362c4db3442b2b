using Infra.Planning;
using Infra.Systems;
using static Infra.Tests.Policies.Mutation;

namespace Infra.Tests.Policies;

/// <summary>Ways to give a chart values that weaken what it runs, by name of the release.</summary>
internal static class ChartMutations
{
    private const string Ingress = "nginx-ingress";
    private const string Certificates = "cert-manager";
    private const string Watching = "kube-prometheus-stack";
    private const string Stack = "eck-stack";
    private const string Beats = "eck-beats";
    private const string Prometheus = "prometheus.prometheusSpec";
    private const string Alertmanager = "alertmanager.alertmanagerSpec";
    private const string Entries = "controller.config.entries";

    private static readonly object[] Nodes = ["eck-elasticsearch", "nodeSets", 0];
    private static readonly object[] Kibana = ["eck-kibana", "podTemplate", "spec"];
    private static readonly object[] Logstash = ["eck-logstash", "podTemplate", "spec"];
    private static readonly object[] Filebeat = ["daemonSet", "podTemplate", "spec"];
    private static readonly object[] Input = ["config", "filebeat.inputs", 0];
    private static readonly object[] Output = ["config", "output.logstash", "hosts", 0];

    /// <summary>Values that break a rule.</summary>
    public static ImmutableArray<Mutation> All { get; } =
    [
        new("CHT-05", Topology.Kubernetes, Set(Release(Ingress), Nothing, "name")),
        new("CHT-05", Topology.Kubernetes, Set(Release(Ingress), "", "name")),
        new("CHT-05", Topology.Kubernetes, Set(Release(Ingress), Nothing, "namespace")),
        new("CHT-05", Topology.Kubernetes, Set(Release(Ingress), "default", "namespace")),
        new("CHT-05", Topology.Kubernetes, Set(Release("blackbox-exporter"), Watching, "name")),

        new("CHT-06", Topology.Kubernetes, Set(Release(Certificates), Nothing, "values")),
        new("CHT-06", Topology.Kubernetes, Set(Release(Certificates), "oci://registry.example.com/charts/another", "chart")),
        Of("CHT-06", Certificates, "webhook.resources", Map()),
        Of("CHT-06", Certificates, "startupapicheck", Nothing),
        Of("CHT-06", Ingress, "controller.initContainerResources", Map(("requests", Map(("cpu", "100m"), ("memory", "64Mi"))))),
        Of("CHT-06", Watching, "prometheusOperator.prometheusConfigReloader", Map()),
        Of("CHT-06", Watching, "prometheus-node-exporter.resources", Nothing),
        Vision("CHT-06", Stack, Nothing, [.. Kibana, "containers", 0, "resources", "limits", "cpu"]),
        Vision("CHT-06", Stack, "0", [.. Kibana, "containers", 0, "resources", "requests", "memory"]),
        Vision("CHT-06", Stack, "search", [.. Nodes, "podTemplate", "spec", "containers", 0, "name"]),
        Vision("CHT-06", Stack, Nothing, [.. Logstash, "initContainers", 0, "resources"]),
        Vision("CHT-06", Beats, Nothing, "daemonSet"),

        Of("CHT-07", Watching, $"{Prometheus}.storageSpec", Map(("emptyDir", Map()))),
        Of("CHT-07", Watching, $"{Prometheus}.storageSpec.volumeClaimTemplate.spec.storageClassName", "standard"),
        Of("CHT-07", Watching, $"{Alertmanager}.storage.volumeClaimTemplate.spec.storageClassName", ""),
        Of("CHT-07", Watching, $"{Alertmanager}.storage.volumeClaimTemplate.spec.accessModes", new object[] { "ReadWriteMany" }),
        Of("CHT-07", Watching, $"{Prometheus}.storageSpec.volumeClaimTemplate.spec.resources.requests.storage", "20Mi"),
        Of("CHT-07", Watching, $"{Prometheus}.storageSpec.volumeClaimTemplate.spec.resources.requests.storage", "much"),
        Of("CHT-07", Watching, "grafana.persistence.enabled", true),
        Vision("CHT-07", Stack, "data", [.. Nodes, "volumeClaimTemplates", 0, "metadata", "name"]),
        Vision("CHT-07", Stack, Array.Empty<object>(), "eck-logstash", "volumeClaimTemplates"),

        Of("CHT-08", Ingress, "controller.replicaCount", 1.0),
        Of("CHT-08", Certificates, "webhook.replicaCount", Nothing),
        Of("CHT-08", Watching, "grafana.replicas", 0.0),
        Of("CHT-08", Ingress, "controller.podDisruptionBudget.enabled", false),
        Of("CHT-08", Ingress, "controller.podDisruptionBudget.minAvailable", Nothing),
        Of("CHT-08", Ingress, "controller.podDisruptionBudget.minAvailable", "100%"),
        Of("CHT-08", Ingress, "controller.podDisruptionBudget.minAvailable", "0%"),
        Of("CHT-08", Ingress, "controller.podDisruptionBudget", Map(("enabled", true), ("maxUnavailable", "100%"))),
        Of("CHT-08", Ingress, "controller.podDisruptionBudget.maxUnavailable", 1.0),
        Vision("CHT-08", Stack, 1.0, [.. Nodes, "count"]),
        Vision("CHT-08", "eck-operator", 0.0, "replicaCount"),

        Of("CHT-09", Watching, "grafana.admin.existingSecret", "another"),
        Of("CHT-09", Watching, "grafana.admin.passwordKey", "password"),
        Of("CHT-09", Watching, $"{Alertmanager}.useExistingSecret", Nothing),
        Of("CHT-09", Watching, $"{Alertmanager}.configSecret", "alertmanager-receivers"),
        Of("CHT-09", Watching, $"{Alertmanager}.secrets", new object[] { "another" }),
        Of("CHT-09", Watching, $"{Prometheus}.additionalScrapeConfigsSecret.key", "jobs.yml"),
        new("CHT-09", Topology.Kubernetes, Set(Named("Secret", "grafana-admin"), Nothing, "stringData", "admin-user")),
        new("CHT-09", Topology.Kubernetes, Set(Named("Secret", "alertmanager-routes"), "alerts", "metadata", "namespace")),
        new("CHT-09", Topology.Kubernetes, Set(Named("Secret", "alertmanager-routes"),
            "receivers: [{slack_configs: [{api_url_file: /etc/alertmanager/secrets/alertmanager-receivers/another}]}]",
            "stringData", "alertmanager.yaml")),
        new("CHT-09", Topology.Kubernetes, Without(Named("ConfigMap", "log-documents")), "vision"),
        Vision("CHT-09", Stack, "elasticsearch-es-elastic", [.. Logstash, "volumes", 0, "secret", "secretName"]),
        Vision("CHT-09", Stack, "/set-up/nothing", [.. Logstash, "initContainers", 0, "command", 1]),
        Vision("CHT-09", Stack, "/access/login/kibana", [.. Logstash, "initContainers", 0, "env", 3, "value"]),

        Of("CHT-10", Watching, $"{Alertmanager}.podMetadata.annotations", Map(("note", "restart by hand"))),
        Of("CHT-10", Watching, "grafana.podAnnotations", Map()),
        Vision("CHT-10", Stack, Nothing, "eck-logstash", "podTemplate", "metadata"),

        Of("CHT-11", "blackbox-exporter", "fullnameOverride", "exporter"),
        new("CHT-11", Topology.Kubernetes, Set(Named("Secret", "additional-scrape-jobs"),
            "[{job_name: blackbox, static_configs: [{targets: ['blackbox-exporter:9116']}]}]", "stringData", "jobs.yaml")),
        new("CHT-11", Topology.Kubernetes, Set(Named("Secret", "additional-scrape-jobs"), "[{job_name: blackbox", "stringData",
            "jobs.yaml")),
        Vision("CHT-11", Beats, "logstash:5044", Output),
        Vision("CHT-11", Beats, "logstash-ls-beats.logging.svc:5045", Output),
        Vision("CHT-11", Beats, "logstash-ls-beats.logging.svc", Output),
        Vision("CHT-11", Beats, "logstash-ls-beats:5044", Output),
        Vision("CHT-11", Stack, "http://elasticsearch-es-http.logging.svc:9200", [.. Logstash, "initContainers", 0, "env", 0, "value"]),
        Vision("CHT-11", Stack, "https://elasticsearch:9200", [.. Logstash, "initContainers", 0, "env", 0, "value"]),
        Vision("CHT-11", Stack, "dashboards", "eck-kibana", "fullnameOverride"),

        Of("CHT-12", Certificates, "crds", Map()),
        Of("CHT-12", Certificates, "crds.enabled", Nothing),
        Of("CHT-12", Ingress, "controller.telemetryReporting", Nothing),
        Of("CHT-12", Watching, $"{Prometheus}.ruleSelectorNilUsesHelmValues", Nothing),
        Vision("CHT-12", Stack, Nothing, "eck-logstash", "enabled"),

        Vision("CHT-13", Stack, true, [.. Kibana, "automountServiceAccountToken"]),
        Vision("CHT-13", Stack, Map(("allowPrivilegeEscalation", false)), [.. Kibana, "containers", 0, "securityContext"]),
        Vision("CHT-13", Stack, Map(("runAsUser", 1000.0)), [.. Logstash, "initContainers", 0, "securityContext"]),
        Vision("CHT-13", Stack, Map(("runAsUser", 0.0)), [.. Nodes, "podTemplate", "spec", "securityContext"]),
        Vision("CHT-13", Stack, Map(("runAsNonRoot", false)), [.. Kibana, "securityContext"]),
        Vision("CHT-13", Beats, Map(("readOnlyRootFilesystem", true)), [.. Filebeat, "containers", 0, "securityContext"]),
        Vision("CHT-13", Stack, "docker.elastic.co/elasticsearch/elasticsearch", [.. Logstash, "initContainers", 0, "image"]),
        Vision("CHT-13", Stack, Nothing, [.. Logstash, "initContainers"]),

        Of("CHT-14", Watching, "prometheus-node-exporter.namespaceOverride", "monitoring"),
        Of("CHT-14", Watching, "prometheus-node-exporter.namespaceOverride", ""),
        new("CHT-14", Topology.Kubernetes, Set(Release(Beats), "logging", "namespace"), "vision"),
        Vision("CHT-14", "eck-operator", Nothing, "managedNamespaces"),
        Vision("CHT-14", "eck-operator", new object[] { "logging" }, "managedNamespaces"),
        Vision("CHT-14", "eck-operator", new object[] { "logging", "logging-agents", "kube-system" }, "managedNamespaces"),

        Of("CHT-15", Ingress, "controller.enableSnippets", false),
        Of("CHT-15", Ingress, "controller.ingressClass.name", "public"),
        Of("CHT-15", Ingress, "controller.service", Map(("type", "LoadBalancer"))),
        Of("CHT-15", Ingress, "controller.reportIngressStatus.externalService", "nginx-ingress-service"),
        Of("CHT-15", Ingress, "controller.reportIngressStatus.enable", false),
        new("CHT-15", Topology.Kubernetes, Set(Named("Service", "nginx-ingress-service"), "ClusterIP", "spec", "type")),
        new("CHT-15", Topology.Kubernetes, Without(Named("Service", "nginx-ingress-service"))),

        Of("CHT-16", Ingress, $"{Entries}.server-tokens", "on"),
        Of("CHT-16", Ingress, $"{Entries}.server-tokens", ""),
        Of("CHT-16", Ingress, $"{Entries}.http2", "off"),
        Of("CHT-16", Ingress, $"{Entries}.worker-connections", "512"),
        Of("CHT-16", Ingress, $"{Entries}.worker-processes", "1"),
        Of("CHT-16", Ingress, $"{Entries}.log-format", "$remote_addr [$time_local] $request $status"),
        Of("CHT-16", Ingress, $"{Entries}.log-format", """{"time":"$time_iso8601","status":$status,"client":"$remote_addr"}"""),
        Of("CHT-16", Ingress, $"{Entries}.log-format-escaping", "default"),
        Of("CHT-16", Ingress, "controller.config", Nothing),

        Of("CHT-17", Watching, $"{Prometheus}.scrapeInterval", "1m"),
        Of("CHT-17", Watching, $"{Prometheus}.evaluationInterval", "1h"),
        Of("CHT-17", Watching, $"{Prometheus}.evaluationInterval", "soon"),
        Of("CHT-17", Watching, $"{Prometheus}.retention", "4w"),
        Of("CHT-17", Watching, $"{Prometheus}.retention", "800h"),
        Of("CHT-17", Watching, $"{Prometheus}.retentionSize", Nothing),
        Of("CHT-17", Watching, $"{Prometheus}.retentionSize", "20GiB"),
        Of("CHT-17", Watching, $"{Prometheus}.retentionSize", "1TB"),
        Of("CHT-17", Watching, "grafana.sidecar.dashboards.label", "dashboard"),
        Of("CHT-17", Watching, "grafana.sidecar.dashboards.labelValue", "yes"),
        Of("CHT-17", Watching, "grafana.sidecar.dashboards.searchNamespace", "default, kube-system"),

        Vision("CHT-18", Beats, "metricbeat", "type"),
        Vision("CHT-18", Beats, Array.Empty<object>(), "config", "filebeat.inputs"),
        Vision("CHT-18", Beats, "log", [.. Input, "type"]),
        Vision("CHT-18", Beats, "", [.. Input, "id"]),
        Vision("CHT-18", Beats, "/var/lib/docker/containers/*/*.log", [.. Input, "paths", 0]),
        Vision("CHT-18", Beats, false, [.. Input, "prospector.scanner", "symlinks"]),
        Vision("CHT-18", Beats, "stderr", [.. Input, "parsers", 0, "container", "stream"]),
        Vision("CHT-18", Beats, Map(("ndjson", Map())), [.. Input, "parsers", 0]),
        Vision("CHT-18", Beats, "pods", [.. Input, "fields", "source"]),
        Vision("CHT-18", Beats, Map(), "config", "output.logstash"),
        Vision("CHT-18", Beats, 1000.0, [.. Filebeat, "securityContext", "runAsUser"]),
        Vision("CHT-18", Beats, "/var/log/pods", [.. Filebeat, "volumes", 0, "hostPath", "path"]),

        Vision("CHT-19", Stack, true, [.. Nodes, "config", "node.store.allow_mmap"]),
        Vision("CHT-19", Stack, "another", "eck-kibana", "elasticsearchRef", "name"),
        Vision("CHT-19", Stack, "store", "eck-logstash", "elasticsearchRefs", 0, "clusterName"),
        Vision("CHT-19", Stack, "another", "eck-logstash", "elasticsearchRefs", 0, "name"),
        Vision("CHT-19", Stack, "", "eck-logstash", "pipelines", 0, "config.string"),
        Vision("CHT-19", Stack, "input { beats { port => 5045 } } output { elasticsearch { hosts => [\"${LOGS_ES_HOSTS}\"] } }",
            "eck-logstash", "pipelines", 0, "config.string"),
        Vision("CHT-19", Stack, "input { beats { port => 5044 } } output { stdout {} }", "eck-logstash", "pipelines", 0, "config.string"),
        Vision("CHT-19", Stack, 5045.0, "eck-logstash", "services", 0, "service", "spec", "ports", 0, "targetPort"),
        Vision("CHT-19", Stack, "9.4.0", "eck-kibana", "version"),
        Vision("CHT-19", Stack, Nothing, "eck-elasticsearch", "version"),
        Vision("CHT-19", Beats, "9.6.0", "version"),

        Of("CHT-20", Watching, "grafana.ingress", Map(("enabled", true))),
        Of("CHT-20", Watching, "prometheus.route.main.enabled", true),
        Of("CHT-20", Watching, "alertmanager.ingressPerReplica.enabled", true),
        Of("CHT-20", Watching, "grafana.service.type", "NodePort"),
        Of("CHT-20", Watching, "prometheus.service.externalIPs", new object[] { "198.51.100.7" }),
        Of("CHT-20", Ingress, "controller.hostNetwork", true),
        Of("CHT-20", Ingress, "controller.hostPort.enable", true),
        Of("CHT-20", Certificates, "webhook.hostNetwork", true),
        Vision("CHT-20", Stack, "LoadBalancer", "eck-elasticsearch", "http", "service", "spec", "type"),

        Of("CHT-21", Ingress, "controller.securityContext", Map(("allowPrivilegeEscalation", true))),
        Of("CHT-21", Ingress, "controller.securityContext.capabilities.add", new object[] { "NET_ADMIN" }),
        Of("CHT-21", Ingress, "controller.podSecurityContext.seccompProfile.type", "Unconfined"),
        Of("CHT-21", Ingress, "controller.nginxDebug", true),
        Of("CHT-21", Certificates, "containerSecurityContext.readOnlyRootFilesystem", false),
        Of("CHT-21", Certificates, "securityContext.runAsNonRoot", false),
        Of("CHT-21", Watching, "prometheus.prometheusSpec.securityContext.runAsUser", 0.0),
        Of("CHT-21", Watching, "prometheus.prometheusSpec.enableAdminAPI", true),
        Of("CHT-21", Watching, "grafana.adminPassword", "Winter-2026"),
        new("CHT-21", Topology.Kubernetes, Set(Release(Watching), true, "values", "grafana", "grafana.ini", "auth.anonymous", "enabled")),
        Vision("CHT-21", Stack, true, "eck-elasticsearch", "http", "tls", "selfSignedCertificate", "disabled"),
        Vision("CHT-21", Stack, false, [.. Nodes, "config", "xpack.security.enabled"]),
        Vision("CHT-21", Stack, false, [.. Nodes, "config", "xpack.security.http.ssl.enabled"]),
        Vision("CHT-21", Stack, "superuser", [.. Nodes, "config", "xpack.security.authc.anonymous.roles"]),
    ];

    /// <summary>Other values that are as good.</summary>
    public static ImmutableArray<Mutation> Harmless { get; } =
    [
        Of("CHT-07", Watching, $"{Prometheus}.storageSpec.volumeClaimTemplate.spec.resources.requests.storage", "20480Mi"),
        Of("CHT-07", Watching, $"{Prometheus}.storageSpec.volumeClaimTemplate.spec.storageClassName", "do-block-storage-xfs-retain"),
        Of("CHT-07", Watching, "grafana.persistence", Map(("enabled", true), ("size", "1Gi"), ("storageClassName", "do-block-storage"))),
        Of("CHT-08", Ingress, "controller.podDisruptionBudget", Map(("enabled", true), ("maxUnavailable", 1.0))),
        Of("CHT-08", Ingress, "controller.podDisruptionBudget.minAvailable", "50%"),
        Of("CHT-08", Certificates, "replicaCount", 3.0),
        Of("CHT-09", Watching, "grafana.admin.userKey", Nothing),
        new("CHT-09", Topology.Kubernetes, plan => Set(Named("Secret", "alertmanager-routes"),
            "receivers: [{slack_configs: [{api_url_file: /etc/alertmanager/secrets/alertmanager-receivers/slack-webhook-url}]}]",
            "stringData", "alertmanager.yaml")(
                Set(Named("Secret", "alertmanager-receivers"), "any", "stringData", "slack-webhook-url")(plan))),
        Vision("CHT-12", Stack, Nothing, "eck-kibana", "enabled"),
        Vision("CHT-13", Stack, Map(("runAsNonRoot", true), ("allowPrivilegeEscalation", false), ("readOnlyRootFilesystem", true),
            ("capabilities", Map(("drop", new object[] { "ALL" })))), [.. Kibana, "containers", 0, "securityContext"]),
        Vision("CHT-14", "eck-operator", new object[] { "logging-agents", "logging" }, "managedNamespaces"),
        Of("CHT-16", Ingress, $"{Entries}.server-tokens", "false"),
        Of("CHT-16", Ingress, $"{Entries}.http2", "true"),
        Of("CHT-16", Ingress, $"{Entries}.worker-connections", "16384"),
        Of("CHT-16", Ingress, $"{Entries}.worker-processes", Nothing),
        Of("CHT-17", Watching, $"{Prometheus}.scrapeInterval", "10s"),
        Of("CHT-17", Watching, $"{Prometheus}.retention", "5w"),
        Of("CHT-17", Watching, $"{Prometheus}.retention", "840h"),
        Of("CHT-17", Watching, $"{Prometheus}.retentionSize", "18432MB"),
        Of("CHT-17", Watching, "grafana.sidecar.dashboards", Nothing),
        Vision("CHT-11", Beats, "logstash-ls-beats.logging.svc.cluster.local:5044", Output),
        Vision("CHT-11", Beats, "logstash-ls-beats.logging:5044", Output),
        Vision("CHT-18", Beats, "cri", [.. Input, "parsers", 0, "container", "format"]),
        Vision("CHT-18", Beats, "containers", [.. Input, "id"]),
        Vision("CHT-19", Stack, Nothing, "eck-logstash", "services", 0, "service", "spec", "ports", 0, "targetPort"),
        Vision("CHT-19", Stack, Nothing, "eck-logstash", "pipelines", 0, "pipeline.id"),
        Of("CHT-20", Watching, "grafana.ingress", Map(("enabled", false))),
        Of("CHT-20", Watching, "prometheus-node-exporter.hostNetwork", true),
        Of("CHT-20", Watching, "prometheus.service.type", "ClusterIP"),
        Of("CHT-21", Watching, "prometheus.prometheusSpec.securityContext", Map(("runAsNonRoot", true), ("runAsUser", 1000.0))),
    ];

    private static Mutation Of(string rule, string release, string place, object? value) =>
        new(rule, Topology.Kubernetes, Set(Release(release), value, ["values", .. place.Split('.')]));

    private static Mutation Vision(string rule, string release, object? value, params object[] path) =>
        new(rule, Topology.Kubernetes, Set(Release(release), value, ["values", .. path]), "vision");

    private static Func<PlannedResource, bool> Release(string name) => Named("Release", name);

    private static Func<PlannedResource, bool> Named(string kind, string name) => resource => resource.Kind == kind && resource.Name == name
        && !resource.IsComponent;

    private static Dictionary<string, object?> Map(params (string Name, object? Value)[] entries) =>
        entries.ToDictionary(entry => entry.Name, entry => entry.Value);
}
