using Pulumi;

namespace Infra.Components.Kubernetes;

/// <summary>What everything in a cluster is made of.</summary>
public abstract record InClusterArgs
{
    /// <summary>Labels of the system's objects.</summary>
    public required Labels Labels { get; init; }

    /// <summary>Provider of the cluster.</summary>
    public required ProviderResource Provider { get; init; }
}

/// <summary>What everything in the system's namespace is made of.</summary>
public abstract record InNamespaceArgs
{
    /// <summary>Namespace of the system.</summary>
    public required SystemNamespace Namespace { get; init; }

    /// <summary>Labels of the system's objects.</summary>
    public Labels Labels => Namespace.Labels;

    /// <summary>Provider of the cluster.</summary>
    public ProviderResource Provider => Namespace.Provider;
}
