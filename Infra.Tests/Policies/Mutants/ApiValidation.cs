using Infra.Facts.Cluster;
using Infra.Facts.Pods;
using Infra.Planning;
using k8s.Models;

namespace Infra.Tests.Policies.Mutants;

/// <summary>What an API server refuses beyond the types of its fields (kubernetes/pkg/apis, validation of apps, batch and core,
/// 1.36).</summary>
internal static class ApiValidation
{
    /// <summary>Whether it would refuse an object.</summary>
    /// <param name="resource">The object.</param>
    public static bool Refuses(PlannedResource resource) => resource.IsKubernetesObject && resource.Kind switch
    {
        "Deployment" => Read<V1Deployment>(resource) is var set && (set.Spec?.Template is null || set.Spec.Replicas < 0
            || Refuses(set.Spec.Selector, set.Spec.Template) || Refuses(set.Spec.Template.Spec, "Always")),
        "StatefulSet" => Read<V1StatefulSet>(resource) is var set && (set.Spec?.Template is null || set.Spec.Replicas < 0
            || Refuses(set.Spec.Selector, set.Spec.Template) || Refuses(set.Spec.Template.Spec, "Always")
            || (set.Spec.Template.Spec?.Containers ?? []).SelectMany(container => container.VolumeMounts ?? []).Any(mount =>
                (set.Spec.Template.Spec?.Volumes ?? []).All(volume => volume.Name != mount.Name)
                    && (set.Spec.VolumeClaimTemplates ?? []).All(claim => claim.Metadata?.Name != mount.Name))
            || (set.Spec.VolumeClaimTemplates ?? []).Any(claim =>
                claim.Spec is not { AccessModes.Count: > 0, Resources.Requests: { } asked } || !asked.ContainsKey("storage"))),
        "Job" => Read<V1Job>(resource) is var job && (job.Spec?.Template is null || Refuses(job.Spec.Template.Spec, "Never", "OnFailure")),
        "CronJob" => Read<V1CronJob>(resource) is var job && (job.Spec?.JobTemplate?.Spec?.Template is null
            || Refuses(job.Spec.JobTemplate.Spec.Template.Spec, "Never", "OnFailure")),
        "PriorityClass" => Read<V1PriorityClass>(resource) is var priority && priority.Value > 1_000_000_000,
        _ => false,
    };

    private static T Read<T>(PlannedResource resource)
        where T : class, new() => TypedReader.Read<T>(resource.Inputs);

    private static bool Refuses(V1LabelSelector? selector, V1PodTemplateSpec template) => selector?.MatchLabels is not { Count: > 0 }
        || !selector.Selects(template.Metadata?.Labels?.ToImmutableDictionary() ?? ImmutableDictionary<string, string>.Empty);

    private static bool Refuses(V1PodSpec? pod, params string[] restarts) => pod?.Containers is not { Count: > 0 }
        || !restarts.Contains(pod.RestartPolicy ?? "Always")
        || (pod.Volumes ?? []).Any(volume => volume.Secret?.DefaultMode > 511 || volume.ConfigMap?.DefaultMode > 511);
}
