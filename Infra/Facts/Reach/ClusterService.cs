namespace Infra.Facts.Reach;

/// <summary>A Service of a cluster, with the pods that it leads to.</summary>
public sealed record ClusterService
{
    /// <summary>Name in findings.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the object, by which others in the namespace name it.</summary>
    public required string ObjectName { get; init; }

    /// <summary>Namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its ports.</summary>
    public required ImmutableArray<ClusterServicePort> Ports { get; init; }

    /// <summary>Pods that its selector selects, or may select.</summary>
    public required ImmutableArray<ClusterPod> Pods { get; init; }

    /// <summary>Whether it stands for a name outside of the cluster, and so for no pods.</summary>
    public required bool IsExternalName { get; init; }

    /// <summary>Addresses outside of the cluster from which it may be connected to; none where it is the cluster's own.</summary>
    public required AddressSet Sources { get; init; }

    /// <summary>Whether a pod sees the address of the client, and not that of a node.</summary>
    public required bool KeepsClientAddress { get; init; }
}

/// <summary>A port of a Service.</summary>
/// <param name="Name">Its name; empty where it has none.</param>
/// <param name="Number">Its number.</param>
/// <param name="Protocol">Its protocol.</param>
/// <param name="Target">Number or name of the port of the pods that it leads to.</param>
public sealed record ClusterServicePort(string Name, int Number, TransportProtocol Protocol, string Target)
{
    /// <summary>The ports of a pod that it leads to: none where the pod has no port of that name.</summary>
    /// <param name="pod">The pod.</param>
    public PortSet Of(ClusterPod pod) => int.TryParse(Target, out var number) ? PortSet.Of(Protocol, number, number)
        : pod.Named(Target, Protocol);
}

/// <summary>What an Ingress leads to.</summary>
/// <param name="Name">Name of the Ingress in findings.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Service">Name of the Service.</param>
/// <param name="Port">Name or number of the Service's port.</param>
public sealed record IngressBackend(string Name, string Namespace, string Service, string Port);
