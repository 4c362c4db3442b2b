using Infra.Files.Observability.Alertmanager;
using Infra.Files.Observability.Prometheus;
using Infra.Settings;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Helm.V3;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Helm.V3;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using static Infra.Components.Kubernetes.ChartValues;

namespace Infra.Components.Kubernetes;

/// <summary>What <see cref="Monitoring"/> is made of.</summary>
public sealed record MonitoringArgs : InClusterArgs
{
    /// <summary>The stack, with its system.</summary>
    public required StackSettings Settings { get; init; }

    /// <summary>Password of Grafana's administrator, a secret.</summary>
    public required Output<string> GrafanaPassword { get; init; }
}

/// <summary>Prometheus, Alertmanager and Grafana for the cluster, from the chart kube-prometheus-stack. Rules, dashboards and scrape
/// targets are found by their kind and label in every namespace.</summary>
public sealed class Monitoring : ComponentResource
{
    /// <summary>Namespace of Prometheus, which has to be let in by what it reads.</summary>
    public const string Namespace = "monitoring";

    /// <summary>Label of a ConfigMap that holds dashboards.</summary>
    public const string DashboardLabel = "grafana_dashboard";

    private const string AlertRoutesSecret = "alertmanager-routes";
    private const string ScrapeJobsSecret = "additional-scrape-jobs";

    /// <summary>Namespace of what reads the nodes themselves.</summary>
    internal const string NodeNamespace = "monitoring-nodes";

    /// <summary>Port of the operator's admission webhook.</summary>
    internal const int WebhookPort = 10250;

    /// <summary>Port of the exporter on each node.</summary>
    internal const int NodeExporterPort = 9100;

    /// <summary>Ports of nodes that Prometheus reads: the exporter's and the kubelet's.</summary>
    internal static ImmutableArray<int> NodePorts { get; } = [NodeExporterPort, 10250];

    /// <summary>Installs the chart.</summary>
    public Monitoring(string name, MonitoringArgs args, ComponentResourceOptions? options = null)
        : base("infra:kubernetes:Monitoring", name, options)
    {
        var part = new ComponentResourceOptions { Parent = this };
        var space = new ControllerNamespace(Namespace, new()
        {
            Name = Namespace,
            Standard = "baseline",
            Flows = new NetworkFlows().Among().FromAnywhere(WebhookPort)
                .ToPods().ToNetwork(args.Settings.VpcRange, [.. NodePorts])
                .ToAnywhere([.. NetworkFlows.ApiPorts, .. MailPort(args.Settings)]),
            Protect = args.Settings.IsProduction,
            Labels = args.Labels,
            Provider = args.Provider,
        }, part);

        // The exporter reads the node's own files and processes, which only a privileged namespace allows; nothing else lives in this one.
        var nodes = new ControllerNamespace(NodeNamespace, new()
        {
            Name = NodeNamespace,
            Standard = "privileged",
            Flows = new NetworkFlows().FromNamespace(Namespace, NodeExporterPort),
            Protect = args.Settings.IsProduction,
            Labels = args.Labels,
            Provider = args.Provider,
        }, part);

        var login = new Secret("grafana-admin", new SecretArgs
        {
            Metadata = new ObjectMetaArgs { Name = "grafana-admin", Namespace = Namespace, Labels = args.Labels.Of("grafana") },
            Type = "Opaque",
            StringData = { ["admin-user"] = "admin", ["admin-password"] = args.GrafanaPassword },
        }, new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = space.Ready });

        var settings = args.Settings;
        var child = new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = space.Ready };
        var routes = TextSecret(AlertRoutesSecret, "alertmanager.yaml", AlertRoutes.Text(settings), args, child);
        var jobs = TextSecret(ScrapeJobsSecret, "jobs.yaml", ScrapeJobs.Text(settings), args, child);
        var receivers = new Secret(AlertmanagerSecrets.SecretName, new SecretArgs
        {
            Metadata = new ObjectMetaArgs { Name = AlertmanagerSecrets.SecretName, Namespace = Namespace, Labels = args.Labels.Of("alertmanager") },
            Type = "Opaque",
            StringData = Receivers(settings),
        }, child);

        // Asks the system's addresses as users do (ED-01, PL-18).
        new Release("blackbox-exporter", new ReleaseArgs
        {
            Name = "blackbox-exporter",
            Namespace = Namespace,
            Chart = "oci://ghcr.io/prometheus-community/charts/prometheus-blackbox-exporter",
            Version = "11.17.2",
            Atomic = true,
            Timeout = 300,
            Values = Map(
                ("fullnameOverride", "blackbox-exporter"),
                ("resources", Resources("10m", "32Mi", "100m", "64Mi"))),
        }, child);

        Stack = new Release("kube-prometheus-stack", new ReleaseArgs
        {
            Name = "kube-prometheus-stack",
            Namespace = Namespace,
            Chart = "oci://ghcr.io/prometheus-community/charts/kube-prometheus-stack",
            Version = "92.3.0", // nearly a major version every two weeks: it is pinned and raised by hand
            Atomic = true,
            Timeout = 900,
            Values = Values(settings, args.GrafanaPassword),
        }, new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = [login, routes, jobs, receivers, .. space.Ready, .. nodes.Ready] });
        RegisterOutputs(new Dictionary<string, object?> { ["namespace"] = Namespace });
    }

    /// <summary>The chart: what makes rules and targets possible.</summary>
    public Release Stack { get; }

    /// <summary>Port of the mail server by which alerts go out; none where there is none.</summary>
    internal static IEnumerable<int> MailPort(StackSettings settings) =>
        settings.Alerts.SmtpServer.Split(':') is [_, var port] ? [int.Parse(port, System.Globalization.CultureInfo.InvariantCulture)] : [];

    private static InputMap<string> Receivers(StackSettings settings)
    {
        var map = new InputMap<string>();
        foreach (var secret in AlertmanagerSecrets.Of(settings))
        {
            map.Add(secret.File, settings.Secrets[secret.Setting]);
        }

        return map;
    }

    private static Secret TextSecret(string name, string key, string text, MonitoringArgs args, CustomResourceOptions child) => new(name, new SecretArgs
    {
        Metadata = new ObjectMetaArgs { Name = name, Namespace = Namespace, Labels = args.Labels.Of(name) },
        Type = "Opaque",
        StringData = { [key] = text },
    }, child);

    private static Dictionary<string, object> Values(StackSettings settings, Output<string> grafanaPassword) => Values(
        settings.System.Monitoring, settings.IsProduction,
        ServiceEnvironment.Fingerprint(AlertmanagerSecrets.Of(settings).Select(secret => (secret.File, settings.Secrets[secret.Setting]))),
        ServiceEnvironment.Fingerprint([("admin-password", grafanaPassword)]));

    // Prometheus' and Alertmanager's own files are read again by the operator's reloader, rules and dashboards by what finds them; logins
    // are not, so that their fingerprints are part of the pods.
    private static Dictionary<string, object> Values(
        Systems.Monitoring monitoring, bool production, Output<string> receivers, Output<string> login) => Map(
        ("prometheus", Map(("prometheusSpec", Map(
            ("replicas", 1),
            ("scrapeInterval", $"{Quantities.Seconds(monitoring.ScrapeInterval)}s"),
            ("evaluationInterval", $"{Quantities.Seconds(monitoring.EvaluationInterval)}s"),
            ("additionalScrapeConfigsSecret", Map(("enabled", true), ("name", ScrapeJobsSecret), ("key", "jobs.yaml"))),
            ("retention", $"{monitoring.Retention.Days}d"),
            ("retentionSize", production ? "18GB" : "8GB"),
            ("serviceMonitorSelectorNilUsesHelmValues", false), // false: whatever the namespace and the release
            ("podMonitorSelectorNilUsesHelmValues", false),
            ("ruleSelectorNilUsesHelmValues", false),
            ("resources", Resources("200m", "512Mi", "1", "1536Mi")),
            ("storageSpec", Map(("volumeClaimTemplate", Map(("spec", Claim(production ? "20Gi" : "10Gi")))))))))),
        ("alertmanager", Map(("alertmanagerSpec", Map(
            ("replicas", 1),
            ("useExistingSecret", true),
            ("configSecret", AlertRoutesSecret),
            ("secrets", new object[] { AlertmanagerSecrets.SecretName }),
            ("podMetadata", Map(("annotations", Map(("checksum/receivers", receivers))))),
            ("resources", Resources("10m", "32Mi", "100m", "128Mi")),
            ("storage", Map(("volumeClaimTemplate", Map(("spec", Claim("1Gi")))))))))),
        ("grafana", Map(
            ("admin", Map(("existingSecret", "grafana-admin"), ("userKey", "admin-user"), ("passwordKey", "admin-password"))),
            ("podAnnotations", Map(("checksum/login", login))), // Read when its own database is made, which is when the pod starts.
            ("initChownData", Map(("enabled", false))), // would run as root
            ("persistence", Map(("enabled", false))), // dashboards are code
            ("resources", Resources("50m", "192Mi", "500m", "512Mi")),
            ("sidecar", Map(
                ("resources", Resources("10m", "96Mi", "100m", "192Mi")),
                ("dashboards", Map(("label", DashboardLabel), ("labelValue", "1"), ("searchNamespace", "ALL"))))))),
        ("prometheusOperator", Map(
            ("resources", Resources("20m", "96Mi", "200m", "256Mi")),
            ("prometheusConfigReloader", Map(("resources", Resources("10m", "32Mi", "100m", "64Mi")))),
            ("admissionWebhooks", Map(("patch", Map(("resources", Resources("10m", "32Mi", "100m", "64Mi")))))))),
        ("kube-state-metrics", Map(("resources", Resources("10m", "64Mi", "200m", "256Mi")))),
        ("prometheus-node-exporter", Map(
            ("namespaceOverride", NodeNamespace),
            ("resources", Resources("10m", "32Mi", "200m", "96Mi")))),

        // A managed control plane shows none of these.
        ("kubeControllerManager", Map(("enabled", false))),
        ("kubeScheduler", Map(("enabled", false))),
        ("kubeEtcd", Map(("enabled", false))),
        ("kubeProxy", Map(("enabled", false))));
}
