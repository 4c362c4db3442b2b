using Infra.Planning;

namespace Infra.Facts.Cluster;

/// <summary>An object of the Kubernetes API in a plan, in the type of the API.</summary>
/// <typeparam name="T">Type of the API.</typeparam>
/// <param name="Resource">The resource that makes it.</param>
/// <param name="Content">What it says.</param>
public sealed record ClusterObject<T>(PlannedResource Resource, T Content)
{
    /// <summary>Name of the object itself; that of the resource where it has none.</summary>
    public string Name => Metadata("name") is { Length: > 0 } name ? name : Resource.Name;

    /// <summary>Its namespace; empty for what belongs to none.</summary>
    public string Namespace => Metadata("namespace");

    private string Metadata(string name) =>
        Resource.Inputs.GetValueOrDefault("metadata") is IReadOnlyDictionary<string, object?> metadata
            ? metadata.GetValueOrDefault(name) as string ?? "" : "";
}
