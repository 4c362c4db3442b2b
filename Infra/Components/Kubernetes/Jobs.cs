using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Components.Kubernetes;

/// <summary>Jobs that a deployment waits for.</summary>
internal static class Jobs
{
    /// <summary>Time in which a pod finds a place. Where no node has room the cluster's autoscaler makes one, which takes minutes, and the
    /// clock of a Job runs meanwhile.</summary>
    public static readonly TimeSpan Scheduling = TimeSpan.FromMinutes(10);

    // The engine asks again and again: it must not give up before Kubernetes does.
    private static readonly TimeSpan Spare = TimeSpan.FromMinutes(1);

    /// <summary>Seconds from the making of a Job to its failure.</summary>
    /// <param name="work">Time that its work may take.</param>
    public static int DeadlineSeconds(TimeSpan work) => Quantities.Seconds(Scheduling + work);

    /// <summary>Metadata of a Job that the next deployment makes again where it has failed; otherwise the engine would only wait again.
    /// Source: Pulumi's documentation of kubernetes.batch.v1.Job.</summary>
    public static ObjectMetaArgs Metadata(ObjectMetaArgs metadata)
    {
        metadata.Annotations.Add("pulumi.com/replaceUnready", "true");
        return metadata;
    }

    /// <summary>How the engine treats a Job: it cannot be changed, so that the old one goes first; and the deployment waits as long as it
    /// may run.</summary>
    /// <param name="work">Time that its work may take.</param>
    /// <param name="parent">Component that it belongs to.</param>
    /// <param name="provider">Provider of the cluster.</param>
    /// <param name="after">What has to be there before.</param>
    public static CustomResourceOptions Options(
        TimeSpan work, Resource parent, ProviderResource provider, IEnumerable<Resource> after) => new()
        {
            Parent = parent,
            Provider = provider,
            DependsOn = after.ToArray(),
            DeleteBeforeReplace = true,
            CustomTimeouts = new CustomTimeouts { Create = Scheduling + work + Spare },
        };
}
