using Pulumi;
using Pulumi.Kubernetes.Scheduling.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Scheduling.V1;

namespace Infra.Components.Kubernetes;

/// <summary>Which pods stay when a node runs out of room: first those that hold data, then those that serve users, then the rest.</summary>
public sealed class Priorities : ComponentResource
{
    /// <summary>Makes the priority classes, which belong to the whole cluster.</summary>
    public Priorities(string name, Labels labels, ProviderResource provider, ComponentResourceOptions? options = null)
        : base("infra:kubernetes:Priorities", name, options)
    {
        Data = Class($"{labels.System}-data", 200_000, "Holds data of users", labels, provider);
        Serving = Class($"{labels.System}-serving", 100_000, "Serves requests of users", labels, provider);
        RegisterOutputs(new Dictionary<string, object?> { ["serving"] = Serving });
    }

    /// <summary>Class of pods that hold data.</summary>
    public Output<string> Data { get; }

    /// <summary>Class of pods that serve users.</summary>
    public Output<string> Serving { get; }

    private Output<string> Class(string name, int value, string description, Labels labels, ProviderResource provider)
    {
        var made = new PriorityClass(name, new PriorityClassArgs
        {
            Metadata = new ObjectMetaArgs { Name = name, Labels = labels.Shared },
            Value = value,
            GlobalDefault = false,
            Description = description,
        }, new CustomResourceOptions { Parent = this, Provider = provider });
        return made.Metadata.Apply(metadata => metadata?.Name ?? name);
    }
}
