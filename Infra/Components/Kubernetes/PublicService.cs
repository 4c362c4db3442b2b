using Infra.Systems;
using Pulumi;
using Pulumi.DigitalOcean;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using KubernetesService = Pulumi.Kubernetes.Core.V1.Service;

namespace Infra.Components.Kubernetes;

/// <summary>What a <see cref="PublicService"/> is made of.</summary>
public sealed record PublicServiceArgs : InNamespaceArgs
{
    /// <summary>Prefix of names: unique per system and stack.</summary>
    public required string Prefix { get; init; }

    /// <summary>The route that leads to the service.</summary>
    public required Route Route { get; init; }

    /// <summary>Host name.</summary>
    public required string Host { get; init; }

    /// <summary>Whether the load balancer has to survive the loss of a node of its own.</summary>
    public required bool Production { get; init; }
}

/// <summary>A service behind a load balancer of its own (CA-03): TLS ends there, HTTP is redirected, and nodes of all zones of the region
/// get traffic. There is no nginx, so there are no limits, caches or headers.</summary>
public sealed class PublicService : ComponentResource
{
    private const string Annotation = "service.beta.kubernetes.io/do-loadbalancer-";

    /// <summary>Makes the certificate and the load balancer.</summary>
    public PublicService(string name, PublicServiceArgs args, ComponentResourceOptions? options = null)
        : base("infra:kubernetes:PublicService", name, options)
    {
        var certificate = new Certificate($"{name}-certificate", new CertificateArgs
        {
            Name = $"{args.Prefix}-public",
            Type = "lets_encrypt",
            Domains = { args.Host },
        }, new CustomResourceOptions { Parent = this });

        var objectName = $"{args.Route.Service}-public";
        var service = new KubernetesService(name, new ServiceArgs
        {
            Metadata = new ObjectMetaArgs
            {
                Name = objectName,
                Namespace = args.Namespace.Name,
                Labels = args.Labels.Of("edge"),
                Annotations =
                {
                    [$"{Annotation}name"] = args.Prefix,
                    [$"{Annotation}type"] = "REGIONAL",
                    [$"{Annotation}protocol"] = "http",
                    [$"{Annotation}tls-ports"] = "443",
                    [$"{Annotation}certificate-id"] = certificate.Uuid.Apply(id => id ?? ""),
                    [$"{Annotation}redirect-http-to-https"] = "true",
                    [$"{Annotation}size-unit"] = args.Production ? "2" : "1",
                },
            },
            Spec = new ServiceSpecArgs
            {
                Type = "LoadBalancer",
                ExternalTrafficPolicy = "Cluster",
                Selector = args.Labels.Selecting(args.Route.Service),
                Ports =
                {
                    new ServicePortArgs { Name = "http", Port = 80, TargetPort = args.Route.Port, Protocol = "TCP" },
                    new ServicePortArgs { Name = "https", Port = 443, TargetPort = args.Route.Port, Protocol = "TCP" },
                },
            },
        }, new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = args.Namespace.Ready });

        Address = service.Status.Apply(status => status?.LoadBalancer?.Ingress is { IsDefaultOrEmpty: false } ingress ? ingress[0].Ip ?? "" : "");
        Url = Output.Create($"https://{args.Host}");
        RegisterOutputs(new Dictionary<string, object?> { ["address"] = Address });
    }

    /// <summary>Public IPv4 address of the load balancer.</summary>
    public Output<string> Address { get; }

    /// <summary>Address of the system.</summary>
    public Output<string> Url { get; }
}
