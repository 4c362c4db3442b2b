namespace Pulumi.Kubernetes;

/// <summary>What all Kubernetes resources of this package derive from.</summary>
public abstract class KubernetesResource : CustomResource
{
    internal KubernetesResource(string type, string name, ResourceArgs? args, CustomResourceOptions? options = null)
        : base(type, name, args, PackageDefaults.Options(options, null))
    {
    }
}
