namespace Infra.Facts.Pods;

/// <summary>The object that makes pods.</summary>
/// <param name="Kind">Its kind: <c>Deployment</c>.</param>
/// <param name="Namespace">Its namespace; empty where none is said.</param>
/// <param name="Name">Name by which a finding names it: that of the resource in a plan, the object's own in a manifest.</param>
public sealed record PodOwner(string Kind, string Namespace, string Name)
{
    /// <summary>Whether what it makes is meant to run until somebody stops it.</summary>
    public bool KeepsRunning => Kind is not ("Job" or "CronJob");
}
