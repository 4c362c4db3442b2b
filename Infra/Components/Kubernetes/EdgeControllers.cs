using Infra.Settings;
using Pulumi;
using Pulumi.Kubernetes.Helm.V3;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Helm.V3;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using static Infra.Components.Kubernetes.ChartValues;
using KubernetesService = Pulumi.Kubernetes.Core.V1.Service;

namespace Infra.Components.Kubernetes;

/// <summary>What <see cref="EdgeControllers"/> are made of.</summary>
public sealed record EdgeControllersArgs : InClusterArgs
{
    /// <summary>The settings, with the system's edge.</summary>
    public required StackSettings Settings { get; init; }

    /// <summary>Instances of the ingress controller.</summary>
    public required int Replicas { get; init; }

    /// <summary>Where Let's Encrypt writes to when a certificate is about to expire; empty for nowhere.</summary>
    public required string Email { get; init; }

    /// <summary>What reads the controllers' metrics.</summary>
    public required Monitoring Monitoring { get; init; }
}

/// <summary>What makes an Ingress work: F5 NGINX Ingress Controller behind a load balancer, and cert-manager with a Let's Encrypt issuer.</summary>
public sealed class EdgeControllers : ComponentResource
{
    /// <summary>Namespace of the ingress controller.</summary>
    public const string IngressNamespace = "nginx-ingress";

    /// <summary>Class of Ingresses that the controller serves.</summary>
    public const string IngressClass = "nginx";

    /// <summary>Name of the certificate issuer.</summary>
    public const string Issuer = "letsencrypt-prod";

    /// <summary>An access log that machines read (ED-08).</summary>
    private const string LogFormat =
        """{"time":"$time_iso8601","request_id":"$request_id","client":"$remote_addr","host":"$host","method":"$request_method","uri":"$request_uri","status":$status,"bytes":$body_bytes_sent,"duration":$request_time,"upstream":"$upstream_addr","upstream_status":"$upstream_status","upstream_duration":"$upstream_response_time","cache":"$upstream_cache_status","agent":"$http_user_agent"}""";

    private const string ServiceName = "nginx-ingress-controller";

    /// <summary>Namespace of cert-manager.</summary>
    internal const string CertManagerNamespace = "cert-manager";

    /// <summary>Port of the ingress controller's metrics.</summary>
    internal const int MetricsPort = 9113;

    /// <summary>Port of cert-manager's metrics.</summary>
    internal const int CertManagerMetricsPort = 9402;

    /// <summary>Port of cert-manager's admission webhook.</summary>
    internal const int WebhookPort = 10250;

    /// <summary>Ports of the ingress controller that users reach.</summary>
    internal static ImmutableArray<int> PublicPorts { get; } = [80, 443];

    /// <summary>What cert-manager asks besides the Kubernetes API and Let's Encrypt: name servers of zones, and the proof itself, as Let's
    /// Encrypt will.</summary>
    internal static ImmutableArray<int> ProofPorts { get; } = [53, 80];

    /// <summary>Installs the controllers.</summary>
    public EdgeControllers(string name, EdgeControllersArgs args, ComponentResourceOptions? options = null)
        : base("infra:kubernetes:EdgeControllers", name, options)
    {
        var ingressNamespace = Space(IngressNamespace, "baseline", // nginx binds ports 80 and 443
            new NetworkFlows().Among().FromAnywhere([.. PublicPorts]).FromNamespace(Monitoring.Namespace, MetricsPort)
                .ToPods().ToAnywhere([.. NetworkFlows.ApiPorts]), args);
        var certificateNamespace = Space(CertManagerNamespace, "restricted",
            new NetworkFlows().Among().FromAnywhere(WebhookPort).FromNamespace(Monitoring.Namespace, CertManagerMetricsPort)
                .ToAnywhere([.. ProofPorts, .. NetworkFlows.ApiPorts]), args);

        var controller = new Release("nginx-ingress", new ReleaseArgs
        {
            Name = "nginx-ingress",
            Namespace = IngressNamespace,
            Chart = "oci://ghcr.io/nginx/charts/nginx-ingress",
            Version = "2.7.3",
            Atomic = true,
            Timeout = 600,
            Values = ControllerValues(args),
        }, new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = [args.Monitoring.Stack, .. ingressNamespace] });

        var certManager = new Release("cert-manager", new ReleaseArgs
        {
            Name = "cert-manager",
            Namespace = CertManagerNamespace,
            Chart = "oci://quay.io/jetstack/charts/cert-manager",
            Version = "v1.21.2",
            Atomic = true,
            Timeout = 600,
            Values = CertificateValues(args.Replicas),
        }, new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = [args.Monitoring.Stack, .. certificateNamespace] });

        Issuance = new ClusterIssuer(Issuer, new ClusterIssuerArgs
        {
            Metadata = new ObjectMetaArgs { Name = Issuer, Labels = args.Labels.Shared },
            Spec = ClusterIssuerArgs.LetsEncrypt(args.Email, IngressClass),
        }, new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = certManager });

        // Not the chart's: looked up by an id that only the chart's installation gives, it would be made anew in every preview before that.
        var service = new KubernetesService("nginx-ingress-service", PublicService(args),
            new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = [controller, .. ingressNamespace] });
        Address = service.Status.Apply(status => status?.LoadBalancer?.Ingress is { IsDefaultOrEmpty: false } ingress ? ingress[0].Ip ?? "" : "");
        Controller = controller;
        RegisterOutputs(new Dictionary<string, object?> { ["address"] = Address });
    }

    /// <summary>Public IPv4 address of the load balancer.</summary>
    public Output<string> Address { get; }

    /// <summary>The ingress controller.</summary>
    public Release Controller { get; }

    /// <summary>The certificate issuer.</summary>
    public ClusterIssuer Issuance { get; }

    private ImmutableArray<Resource> Space(string name, string standard, NetworkFlows flows, EdgeControllersArgs args) => new ControllerNamespace(name, new()
    {
        Name = name,
        Standard = standard,
        Flows = flows,
        Protect = args.Settings.IsProduction,
        Labels = args.Labels,
        Provider = args.Provider,
    }, new() { Parent = this }).Ready;

    private static Dictionary<string, object> CertificateValues(int replicas) => Map(
        ("crds", Map(("enabled", true))),
        ("replicaCount", replicas),
        ("resources", Resources("10m", "64Mi", "250m", "256Mi")),
        ("webhook", Map(("replicaCount", replicas), ("resources", Resources("10m", "32Mi", "100m", "128Mi")))),
        ("cainjector", Map(("resources", Resources("10m", "64Mi", "250m", "256Mi")))),
        ("startupapicheck", Map(("resources", Resources("10m", "32Mi", "100m", "128Mi")))),
        ("prometheus", Map(("servicemonitor", Map(("enabled", true))))));

    private static Dictionary<string, object> ControllerValues(EdgeControllersArgs args) => Map(
        ("controller", Map(
            ("replicaCount", args.Replicas),
            ("readOnlyRootFilesystem", true),
            ("enableSnippets", true),
            ("ingressClass", Map(("name", IngressClass), ("create", true), ("setAsDefaultIngress", false))),
            ("resources", Resources("100m", "128Mi", "1", "512Mi")),
            ("initContainerResources", Resources("100m", "128Mi", "1", "256Mi")), // copies files before the controller starts
            ("telemetryReporting", Map(("enable", false))),
            ("podDisruptionBudget", Map(("enabled", args.Replicas > 1), ("minAvailable", 1))),
            ("service", Map(("create", false))),
            ("reportIngressStatus", Map(("externalService", ServiceName))),
            ("config", Map(("entries", ConfigurationEntries(args.Settings)))))),
        ("prometheus", Map(("create", true))));

    /// <summary>The load balancer in front of the controller. It keeps the client's address, by which limits count: a network load balancer does where traffic stays on the node.</summary>
    private static ServiceArgs PublicService(EdgeControllersArgs args) => new()
    {
        Metadata = new ObjectMetaArgs
        {
            Name = ServiceName,
            Namespace = IngressNamespace,
            Labels = args.Labels.Shared,
            Annotations =
            {
                ["service.beta.kubernetes.io/do-loadbalancer-type"] = "REGIONAL_NETWORK",
                ["service.beta.kubernetes.io/do-loadbalancer-name"] = $"{args.Labels.System}-{args.Labels.Instance}",
            },
        },
        Spec = new ServiceSpecArgs
        {
            Type = "LoadBalancer",
            ExternalTrafficPolicy = "Local",
            Selector = { ["app.kubernetes.io/name"] = "nginx-ingress", ["app.kubernetes.io/instance"] = "nginx-ingress" }, // of the chart and of its release
            Ports =
            {
                new ServicePortArgs { Name = "http", Port = 80, TargetPort = 80, Protocol = "TCP" },
                new ServicePortArgs { Name = "https", Port = 443, TargetPort = 443, Protocol = "TCP" },
            },
        },
    };

    private static Dictionary<string, object> ConfigurationEntries(StackSettings settings) => Map(
        ("http2", "True"),
        ("ssl-protocols", "TLSv1.2 TLSv1.3"),
        ("server-tokens", "False"),
        ("worker-processes", "auto"),
        ("worker-connections", $"{settings.System.Edge.WorkerConnections}"),
        ("log-format-escaping", "json"),
        ("log-format", LogFormat),
        ("http-snippets", EdgeSnippets.OfController(settings)));
}
