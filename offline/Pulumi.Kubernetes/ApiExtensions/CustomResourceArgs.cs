using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Pulumi.Kubernetes.ApiExtensions;

/// <summary>Arguments of a <see cref="CustomResource"/>; a program derives from it and adds the kind's own inputs.</summary>
public abstract class CustomResourceArgs : ResourceArgs
{
    /// <summary>Sets what every object has.</summary>
    /// <param name="apiVersion">Group and version, such as <c>monitoring.coreos.com/v1</c>.</param>
    /// <param name="kind">Kind, such as <c>ServiceMonitor</c>.</param>
    protected CustomResourceArgs(string apiVersion, string kind)
    {
        ApiVersion = apiVersion;
        Kind = kind;
        Type = $"kubernetes:{apiVersion}:{kind}";
    }

    /// <summary>Group and version.</summary>
    [Input("apiVersion")]
    public Input<string> ApiVersion { get; }

    /// <summary>Kind.</summary>
    [Input("kind")]
    public Input<string> Kind { get; }

    /// <summary>Name, namespace, labels, annotations.</summary>
    [Input("metadata")]
    public Input<ObjectMetaArgs>? Metadata { get; set; }

    // A resource's type must be plain text when it is constructed, and inputs are not.
    internal string Type { get; }
}
