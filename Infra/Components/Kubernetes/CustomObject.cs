using Pulumi;
using K8s = Pulumi.Kubernetes.ApiExtensions;

namespace Infra.Components.Kubernetes;

/// <summary>What a <see cref="CustomObject"/> is made of.</summary>
/// <param name="apiVersion">Group and version, such as <c>monitoring.coreos.com/v1</c>.</param>
/// <param name="kind">Kind, such as <c>ServiceMonitor</c>.</param>
public sealed class CustomObjectArgs(string apiVersion, string kind) : K8s.CustomResourceArgs(apiVersion, kind)
{
    /// <summary>The specification.</summary>
    [Input("spec")]
    public InputMap<object> Spec { get; set; } = [];
}

/// <summary>An object of a kind that an operator brings.</summary>
public sealed class CustomObject(string name, CustomObjectArgs args, CustomResourceOptions? options = null) : K8s.CustomResource(name, args, options);
