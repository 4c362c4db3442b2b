using System.Collections.Concurrent;
using Infra.Facts.Pods;
using Infra.Planning;
using k8s.Models;

namespace Infra.Facts.Cluster;

/// <summary>The objects of the Kubernetes API in a plan, in the types of the API; each kind is read when somebody first asks.</summary>
public sealed class ClusterObjects
{
    private readonly ILookup<string, PlannedResource> resources;
    private readonly ConcurrentDictionary<string, object> known = new();

    /// <summary>Reads those of a plan.</summary>
    /// <param name="plan">The plan.</param>
    internal ClusterObjects(Plan plan) => resources = plan.Deployed.Where(resource => resource.IsKubernetesObject).ToLookup(resource =>
        resource.Kind);

    /// <summary>Deployments.</summary>
    public ImmutableArray<ClusterObject<V1Deployment>> Deployments => Of<V1Deployment>("Deployment");

    /// <summary>StatefulSets.</summary>
    public ImmutableArray<ClusterObject<V1StatefulSet>> StatefulSets => Of<V1StatefulSet>("StatefulSet");

    /// <summary>CronJobs.</summary>
    public ImmutableArray<ClusterObject<V1CronJob>> CronJobs => Of<V1CronJob>("CronJob");

    /// <summary>Jobs that the program makes itself.</summary>
    public ImmutableArray<ClusterObject<V1Job>> Jobs => Of<V1Job>("Job");

    /// <summary>HorizontalPodAutoscalers.</summary>
    public ImmutableArray<ClusterObject<V2HorizontalPodAutoscaler>> Autoscalers => Of<V2HorizontalPodAutoscaler>("HorizontalPodAutoscaler");

    /// <summary>PodDisruptionBudgets.</summary>
    public ImmutableArray<ClusterObject<V1PodDisruptionBudget>> DisruptionBudgets => Of<V1PodDisruptionBudget>("PodDisruptionBudget");

    /// <summary>Services.</summary>
    public ImmutableArray<ClusterObject<V1Service>> Services => Of<V1Service>("Service");

    /// <summary>ServiceAccounts.</summary>
    public ImmutableArray<ClusterObject<V1ServiceAccount>> ServiceAccounts => Of<V1ServiceAccount>("ServiceAccount");

    /// <summary>Secrets.</summary>
    public ImmutableArray<ClusterObject<V1Secret>> Secrets => Of<V1Secret>("Secret");

    /// <summary>ConfigMaps.</summary>
    public ImmutableArray<ClusterObject<V1ConfigMap>> ConfigMaps => Of<V1ConfigMap>("ConfigMap");

    /// <summary>PriorityClasses.</summary>
    public ImmutableArray<ClusterObject<V1PriorityClass>> PriorityClasses => Of<V1PriorityClass>("PriorityClass");

    /// <summary>ResourceQuotas.</summary>
    public ImmutableArray<ClusterObject<V1ResourceQuota>> Quotas => Of<V1ResourceQuota>("ResourceQuota");

    /// <summary>LimitRanges.</summary>
    public ImmutableArray<ClusterObject<V1LimitRange>> LimitRanges => Of<V1LimitRange>("LimitRange");

    /// <summary>Ingresses.</summary>
    public ImmutableArray<ClusterObject<V1Ingress>> Ingresses => Of<V1Ingress>("Ingress");

    /// <summary>PersistentVolumeClaims.</summary>
    public ImmutableArray<ClusterObject<V1PersistentVolumeClaim>> Claims => Of<V1PersistentVolumeClaim>("PersistentVolumeClaim");

    private ImmutableArray<ClusterObject<T>> Of<T>(string kind)
        where T : class, new() =>
        (ImmutableArray<ClusterObject<T>>)known.GetOrAdd(kind, _ =>
            resources[kind].Select(resource => new ClusterObject<T>(resource, Read<T>(resource))).ToImmutableArray());

    private static T Read<T>(PlannedResource resource)
        where T : class, new()
    {
        try
        {
            return TypedReader.Read<T>(resource.Inputs);
        }
        catch (FormatException e)
        {
            throw new PodException($"{resource.Name} is no {resource.Kind} that an API server would take: {e.Message}", e);
        }
    }
}
