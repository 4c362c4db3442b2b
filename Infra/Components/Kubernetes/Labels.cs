using Pulumi;

namespace Infra.Components.Kubernetes;

/// <summary>The labels that Kubernetes recommends (<c>app.kubernetes.io/*</c>), for the objects of one system.</summary>
/// <param name="System">Name of the system.</param>
/// <param name="Instance">Name of the environment.</param>
/// <param name="Version">Version of the images.</param>
public sealed record Labels(string System, string Instance, string Version)
{
    private const string Prefix = "app.kubernetes.io/";
    private const int LongestValue = 63;

    // An image tag may be twice as long as a label's value, and end in what a value may not end in.
    private string VersionLabel => Version[..Math.Min(LongestValue, Version.Length)].TrimEnd('.', '-', '_');

    /// <summary>Labels of an object that belongs to no single component.</summary>
    public InputMap<string> Shared => new Dictionary<string, string>
    {
        [Prefix + "name"] = System,
        [Prefix + "instance"] = Instance,
        [Prefix + "part-of"] = System,
        [Prefix + "managed-by"] = "pulumi",
    };

    /// <summary>Labels of a component's objects and pods. They say nothing of the version: a release leaves the rest alone.</summary>
    public InputMap<string> Of(string component) => new Dictionary<string, string>
    {
        [Prefix + "name"] = component,
        [Prefix + "instance"] = Instance,
        [Prefix + "component"] = component,
        [Prefix + "part-of"] = System,
        [Prefix + "managed-by"] = "pulumi",
    };

    /// <summary>Labels of what runs an image of the system's own, with its version.</summary>
    public InputMap<string> OfRelease(string component)
    {
        var labels = Of(component);
        labels.Add(Prefix + "version", VersionLabel);
        return labels;
    }

    /// <summary>Labels by which a component's pods are found. They never change, for selectors cannot.</summary>
    public InputMap<string> Selecting(string component) => new Dictionary<string, string>
    {
        [Prefix + "instance"] = Instance,
        [Prefix + "component"] = component,
        [Prefix + "part-of"] = System,
    };
}
