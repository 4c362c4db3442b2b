using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Components.Kubernetes;

/// <summary>What a <see cref="ControllerNamespace"/> is made of.</summary>
public sealed record ControllerNamespaceArgs : InClusterArgs
{
    /// <summary>Name of the namespace.</summary>
    public required string Name { get; init; }

    /// <summary>Pod Security Standard that is enforced: <c>restricted</c>, <c>baseline</c> or, for what reads the node itself, <c>privileged</c>.</summary>
    public required string Standard { get; init; }

    /// <summary>Connections of its pods; all others are denied.</summary>
    public required NetworkFlows Flows { get; init; }

    /// <summary>Whether the engine refuses to delete or replace it, for everything in it would go with it.</summary>
    public required bool Protect { get; init; }
}

/// <summary>A namespace for other people's charts: with a Pod Security Standard, and closed but for what they need.</summary>
public sealed class ControllerNamespace : ComponentResource
{
    /// <summary>Makes the namespace.</summary>
    public ControllerNamespace(string name, ControllerNamespaceArgs args, ComponentResourceOptions? options = null)
        : base("infra:kubernetes:ControllerNamespace", name, options)
    {
        var labels = args.Labels.Shared;
        labels.Add("pod-security.kubernetes.io/enforce", args.Standard);
        labels.Add("pod-security.kubernetes.io/enforce-version", "latest");
        labels.Add("pod-security.kubernetes.io/audit", "restricted");
        labels.Add("pod-security.kubernetes.io/audit-version", "latest");

        var self = new Namespace(name, new NamespaceArgs { Metadata = new ObjectMetaArgs { Name = args.Name, Labels = labels } },
            new CustomResourceOptions { Parent = this, Provider = args.Provider, Protect = args.Protect });
        var inside = new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = self };
        ObjectMetaArgs Metadata(string objectName) => new() { Name = objectName, Namespace = args.Name, Labels = args.Labels.Shared };

        new NetworkPolicy($"{name}-default-deny", new() { Metadata = Metadata("default-deny"), Spec = new NetworkFlows().Of([]) }, inside);
        var policy = new NetworkPolicy($"{name}-flows", new() { Metadata = Metadata("flows"), Spec = args.Flows.ToDns().Of([]) }, inside);

        Name = args.Name;
        Ready = [self, policy];
        RegisterOutputs(new Dictionary<string, object?> { ["name"] = args.Name });
    }

    /// <summary>Name of the namespace.</summary>
    public string Name { get; }

    /// <summary>What has to exist before a chart is installed.</summary>
    public ImmutableArray<Resource> Ready { get; }
}
