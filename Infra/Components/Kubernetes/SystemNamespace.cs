using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace Infra.Components.Kubernetes;

/// <summary>What a <see cref="SystemNamespace"/> is made of.</summary>
public sealed record SystemNamespaceArgs : InClusterArgs
{
    /// <summary>Name of the namespace.</summary>
    public required string Name { get; init; }

    /// <summary>Read-only credentials of the registry as a Docker configuration; a secret.</summary>
    public required Output<string> PullCredentials { get; init; }

    /// <summary>Whether certificates of the namespace are proven by a pod in it, which the edge asks.</summary>
    public required bool HasCertificates { get; init; }

    /// <summary>Most that all its pods together may ask for.</summary>
    public required InputMap<string> Quota { get; init; }

    /// <summary>Whether the engine refuses to delete or replace it, for everything in it would go with it.</summary>
    public required bool Protect { get; init; }
}

/// <summary>A namespace under the <i>restricted</i> Pod Security Standard in which nothing may talk to anything until a policy says so.</summary>
public sealed class SystemNamespace : ComponentResource
{
    /// <summary>Name of the secret with the registry's credentials.</summary>
    public const string PullSecret = "registry";

    /// <summary>Port on which cert-manager proves a name over HTTP. Source: cert-manager, <c>pkg/issuer/acme/http/pod.go</c>.</summary>
    internal const int ProofPort = 8089;

    /// <summary>Makes the namespace.</summary>
    public SystemNamespace(string name, SystemNamespaceArgs args, ComponentResourceOptions? options = null)
        : base("infra:kubernetes:Namespace", name, options)
    {
        var child = new CustomResourceOptions { Parent = this, Provider = args.Provider };
        (Name, Labels, Provider) = (args.Name, args.Labels, args.Provider);

        var labels = args.Labels.Shared;
        foreach (var mode in new[] { "enforce", "audit", "warn" })
        {
            labels.Add($"pod-security.kubernetes.io/{mode}", "restricted");
            labels.Add($"pod-security.kubernetes.io/{mode}-version", "latest");
        }

        var self = new Namespace(name, new NamespaceArgs { Metadata = new ObjectMetaArgs { Name = args.Name, Labels = labels } },
            new CustomResourceOptions { Parent = this, Provider = args.Provider, Protect = args.Protect });
        var inside = new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = self };

        var closed = new NetworkPolicy("default-deny", new NetworkPolicyArgs
        {
            Metadata = Metadata("default-deny", args),
            Spec = new NetworkPolicySpecArgs { PodSelector = new LabelSelectorArgs(), PolicyTypes = { "Ingress", "Egress" } },
        }, inside);

        var names = new NetworkPolicy("allow-dns", new NetworkPolicyArgs
        {
            Metadata = Metadata("allow-dns", args),
            Spec = new NetworkFlows().ToDns().Of([], "Egress"),
        }, inside);

        // cert-manager answers Let's Encrypt from a pod of its own in this namespace.
        if (args.HasCertificates)
        {
            new NetworkPolicy("allow-certificate-proof", new NetworkPolicyArgs
            {
                Metadata = Metadata("allow-certificate-proof", args),
                Spec = new NetworkFlows().FromNamespace(EdgeControllers.IngressNamespace, ProofPort)
                    .Of(new Dictionary<string, string> { ["acme.cert-manager.io/http01-solver"] = "true" }, "Ingress"),
            }, inside);
        }

        var quota = new ResourceQuota("quota", new ResourceQuotaArgs
        {
            Metadata = Metadata("quota", args),
            Spec = new ResourceQuotaSpecArgs { Hard = args.Quota },
        }, inside);

        var limits = new LimitRange("limits", new LimitRangeArgs
        {
            Metadata = Metadata("limits", args),
            Spec = new LimitRangeSpecArgs
            {
                Limits = new LimitRangeItemArgs
                {
                    Type = "Container",
                    Default = { ["cpu"] = "250m", ["memory"] = "256Mi" },
                    DefaultRequest = { ["cpu"] = "50m", ["memory"] = "64Mi" },
                },
            },
        }, inside);

        var pull = new Secret("registry-pull", new SecretArgs
        {
            Metadata = Metadata(PullSecret, args),
            Type = "kubernetes.io/dockerconfigjson",
            StringData = { [".dockerconfigjson"] = args.PullCredentials },
        }, inside);

        Ready = [self, pull, closed, names, quota, limits];
        RegisterOutputs(new Dictionary<string, object?> { ["name"] = args.Name });
    }

    /// <summary>Name of the namespace.</summary>
    public string Name { get; }

    /// <summary>Labels of the system's objects.</summary>
    public Labels Labels { get; }

    /// <summary>Provider of the cluster.</summary>
    public ProviderResource Provider { get; }

    /// <summary>What has to exist before pods can start.</summary>
    public ImmutableArray<Resource> Ready { get; }

    private static ObjectMetaArgs Metadata(string name, SystemNamespaceArgs args) => new()
    {
        Name = name,
        Namespace = args.Name,
        Labels = args.Labels.Shared,
    };
}
