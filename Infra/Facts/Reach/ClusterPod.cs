using Infra.Facts.Pods;

namespace Infra.Facts.Reach;

/// <summary>A namespace of a cluster.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Labels">Its labels, the one with its name among them, which the API server sets.</param>
public sealed record ClusterNamespace(string Name, LabelSet Labels)
{
    /// <summary>Label with the name of a namespace. Source: Kubernetes, "Well-known labels".</summary>
    public const string NameLabel = "kubernetes.io/metadata.name";

    /// <summary>Makes one of its own labels.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="labels">What else it has; whether these are all.</param>
    internal static ClusterNamespace Of(string name, LabelSet labels) =>
        new(name, labels with { Known = labels.Known.SetItem(NameLabel, name) });
}

/// <summary>Pods with the same labels in one namespace: for a network policy they are one.</summary>
public sealed record ClusterPod
{
    /// <summary>Name in findings: that of the object that makes them.</summary>
    public required string Name { get; init; }

    /// <summary>Namespace.</summary>
    public required ClusterNamespace Namespace { get; init; }

    /// <summary>Labels.</summary>
    public required LabelSet Labels { get; init; }

    /// <summary>Ports that have a name: name, protocol, number.</summary>
    public ImmutableArray<(string Name, TransportProtocol Protocol, int Number)> NamedPorts { get; init; } = [];

    /// <summary>Ports that its containers open on the node as well.</summary>
    public PortSet NodePorts { get; init; } = PortSet.None;

    /// <summary>Whether it has the network of its node instead of one of its own, which network policies do not reach.</summary>
    public bool OnHostNetwork { get; init; }

    /// <summary>Namespace and name.</summary>
    public override string ToString() => $"{Namespace.Name}/{Name}";

    /// <summary>The ports of a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="protocol">Protocol that they have to have.</param>
    public PortSet Named(string name, TransportProtocol protocol) => NamedPorts
        .Where(port => port.Name == name && port.Protocol == protocol)
        .Aggregate(PortSet.None, (set, port) => set.Union(PortSet.Of(protocol, port.Number, port.Number)));

    /// <summary>Makes one of a pod that an object of the cluster makes.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="space">Its namespace.</param>
    internal static ClusterPod Of(Pod pod, ClusterNamespace space)
    {
        var ports = pod.Containers.SelectMany(container => container.Definition.Ports ?? []).ToArray();
        return new()
        {
            Name = pod.Owner.Name,
            Namespace = space,
            Labels = new(pod.Labels, AreAll: true),
            NamedPorts = [.. ports.Where(port => port.Name is { Length: > 0 })
                .Select(port => (port.Name, Transport.Of(port.Protocol), port.ContainerPort))],
            NodePorts = ports.Where(port => port.HostPort > 0).Aggregate(PortSet.None, (set, port) =>
                set.Union(PortSet.Of(Transport.Of(port.Protocol), port.ContainerPort, port.ContainerPort))),
            OnHostNetwork = pod.Spec.HostNetwork == true,
        };
    }
}
