using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Helm.V3;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Helm.V3;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Components.Kubernetes;

/// <summary>What <see cref="EdgeControllers"/> are made of.</summary>
public sealed record EdgeControllersArgs
{
    /// <summary>Labels of the system's objects.</summary>
    public required Labels Labels { get; init; }

    /// <summary>Connections that one nginx worker may hold.</summary>
    public required int WorkerConnections { get; init; }

    /// <summary>Instances of the ingress controller.</summary>
    public required int Replicas { get; init; }

    /// <summary>Where Let's Encrypt writes to when a certificate is about to expire; empty for nowhere.</summary>
    public required string Email { get; init; }

    /// <summary>Provider of the cluster.</summary>
    public required ProviderResource Provider { get; init; }
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

    private const string CertManagerNamespace = "cert-manager";

    /// <summary>Installs the controllers.</summary>
    public EdgeControllers(string name, EdgeControllersArgs args, ComponentResourceOptions? options = null)
        : base("infra:kubernetes:EdgeControllers", name, options)
    {
        var child = new CustomResourceOptions { Parent = this, Provider = args.Provider };
        var ingressNamespace = NamespaceOf(IngressNamespace, "baseline", args, child);
        var certificateNamespace = NamespaceOf(CertManagerNamespace, "restricted", args, child);

        var controller = new Release("nginx-ingress", new ReleaseArgs
        {
            Name = "nginx-ingress",
            Namespace = IngressNamespace,
            Chart = "oci://ghcr.io/nginx/charts/nginx-ingress",
            Version = "2.7.3",
            Atomic = true,
            Timeout = 600,
            Values = ControllerValues(args),
        }, new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = ingressNamespace });

        var certManager = new Release("cert-manager", new ReleaseArgs
        {
            Name = "cert-manager",
            Namespace = CertManagerNamespace,
            Chart = "oci://quay.io/jetstack/charts/cert-manager",
            Version = "v1.21.2",
            Atomic = true,
            Timeout = 600,
            Values = new Dictionary<string, object>
            {
                ["crds"] = new Dictionary<string, object> { ["enabled"] = true },
                ["replicaCount"] = args.Replicas,
                ["resources"] = Requests("10m", "64Mi", "250m", "256Mi"),
                ["webhook"] = new Dictionary<string, object> { ["replicaCount"] = args.Replicas, ["resources"] = Requests("10m", "32Mi", "100m", "128Mi") },
                ["cainjector"] = new Dictionary<string, object> { ["resources"] = Requests("10m", "64Mi", "250m", "256Mi") },
            },
        }, new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = certificateNamespace });

        Issuance = new ClusterIssuer(Issuer, new ClusterIssuerArgs
        {
            Metadata = new ObjectMetaArgs { Name = Issuer, Labels = args.Labels.Shared },
            Spec = ClusterIssuerArgs.LetsEncrypt(args.Email, IngressClass),
        }, new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = certManager });

        // The chart makes the Service; its address is known once the load balancer stands.
        var service = Service.Get("nginx-ingress-service", Output.Format($"{controller.Status.Apply(_ => IngressNamespace)}/nginx-ingress-controller"), child);
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

    private static Namespace NamespaceOf(string name, string standard, EdgeControllersArgs args, CustomResourceOptions child)
    {
        var labels = args.Labels.Shared;
        labels.Add("pod-security.kubernetes.io/enforce", standard);
        return new Namespace(name, new NamespaceArgs { Metadata = new ObjectMetaArgs { Name = name, Labels = labels } }, child);
    }

    private static Dictionary<string, object> ControllerValues(EdgeControllersArgs args) => new()
    {
        ["controller"] = new Dictionary<string, object>
        {
            ["replicaCount"] = args.Replicas,
            ["readOnlyRootFilesystem"] = true,
            ["enableSnippets"] = false,
            ["ingressClass"] = new Dictionary<string, object> { ["name"] = IngressClass, ["create"] = true, ["setAsDefaultIngress"] = false },
            ["resources"] = Requests("100m", "128Mi", "1", "512Mi"),
            ["podDisruptionBudget"] = new Dictionary<string, object> { ["enabled"] = args.Replicas > 1, ["minAvailable"] = 1 },
            ["service"] = new Dictionary<string, object>
            {
                // A network load balancer keeps the client's address where traffic is local to the node: rate limits count by it.
                ["externalTrafficPolicy"] = "Local",
                ["annotations"] = new Dictionary<string, object>
                {
                    ["service.beta.kubernetes.io/do-loadbalancer-type"] = "REGIONAL_NETWORK",
                    ["service.beta.kubernetes.io/do-loadbalancer-name"] = $"{args.Labels.System}-{args.Labels.Instance}",
                },
            },
            ["config"] = new Dictionary<string, object>
            {
                ["entries"] = new Dictionary<string, object>
                {
                    ["http2"] = "True",
                    ["ssl-protocols"] = "TLSv1.2 TLSv1.3",
                    ["server-tokens"] = "False",
                    ["worker-processes"] = "auto",
                    ["worker-connections"] = $"{args.WorkerConnections}",
                },
            },
        },
        ["prometheus"] = new Dictionary<string, object> { ["create"] = true },
    };

    private static Dictionary<string, object> Requests(string cpu, string memory, string cpuLimit, string memoryLimit) => new()
    {
        ["requests"] = new Dictionary<string, object> { ["cpu"] = cpu, ["memory"] = memory },
        ["limits"] = new Dictionary<string, object> { ["cpu"] = cpuLimit, ["memory"] = memoryLimit },
    };
}
