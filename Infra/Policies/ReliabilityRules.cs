using Infra.Planning;
using Infra.Systems;
using static Infra.Policies.Wire;

namespace Infra.Policies;

/// <summary>What keeps the system up while nodes, versions and load change (PL-11, PL-17).</summary>
internal static class ReliabilityRules
{
    private const string NodePool = "digitalocean:index/kubernetesNodePool:KubernetesNodePool";

    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "REL-01",
            Title = "Autoscalers have bounds",
            Why = "Without an upper bound one bug is a bill, and one without room above it scales nothing (PL-17, FA-04, CA-04)",
            Remedy = "Set minReplicas to 1 or more and maxReplicas above it, at most 100, with a metric",
            Check = Rule.Each(resource => resource.Kind == "HorizontalPodAutoscaler", resource =>
                Number(resource.Inputs, "spec", "minReplicas") is var least && Number(resource.Inputs, "spec", "maxReplicas") is var most
                && least >= 1 && most > least && most <= 100 && Items(resource.Inputs, "spec", "metrics").Any() ? "" : "has no bounds, or no metric"),
        },
        new()
        {
            Id = "REL-02",
            Title = "Instances are spread over nodes",
            Why = "Two instances on one node are lost together (NSA/CISA Kubernetes Hardening Guide, resilience)",
            Remedy = "Set topologySpreadConstraints by kubernetes.io/hostname",
            Check = Rule.Each(resource => resource.Kind == "Deployment" && Number(resource.Inputs, "spec", "replicas") > 1,
                resource => Items(PodSpec(resource), "topologySpreadConstraints").Any(constraint => Text(constraint, "topologyKey") == "kubernetes.io/hostname") ? "" : "may have all its instances on one node"),
        },
        new()
        {
            Id = "REL-03",
            Title = "What serves users is replaced without a gap",
            Why = "A version is released under load (PL-11)",
            Remedy = "Set maxUnavailable to 0, a preStop pause of 5 seconds or more, and a termination grace period longer than it and the "
                + "service's StopTimeout together",
            Check = Serving((resource, service) => Number(resource.Inputs, "spec", "strategy", "rollingUpdate", "maxUnavailable") > 0
                    || Items(PodSpec(resource), "containers").Any(container => Number(container, "lifecycle", "preStop", "sleep", "seconds") is var pause
                        && (pause < 5 || Number(PodSpec(resource), "terminationGracePeriodSeconds") <= pause + service.StopTimeout.TotalSeconds))
                ? "loses requests while it is replaced" : ""),
        },
        new()
        {
            Id = "REL-04",
            Title = "What serves users comes before what does not",
            Why = "When a node runs out of room, something has to go (PL-11)",
            Remedy = "Give the pods a PriorityClass",
            Check = Serving((resource, _) => Text(PodSpec(resource), "priorityClassName").Length > 0 ? "" : "has no priority"),
        },
        new()
        {
            Id = "REL-05",
            Title = "Namespaces with pods have a quota",
            Why = "A loop in an autoscaler must not take the cluster from its other tenants (CIS Kubernetes 5.7; NSA/CISA)",
            Remedy = "Make a ResourceQuota with requests and limits",
            Check = plan => plan.Deployed.Where(resource => PodSpec(resource) is not null).Select(resource => Text(resource.Inputs, "metadata", "namespace")).Distinct()
                .Where(name => !plan.Deployed.Any(resource => resource.Kind == "ResourceQuota" && Text(resource.Inputs, "metadata", "namespace") == name
                    && At(resource.Inputs, "spec", "hard", "requests.cpu") is not null && At(resource.Inputs, "spec", "hard", "limits.memory") is not null))
                .Select(name => (name, "may ask for everything")),
        },
        new()
        {
            Id = "REL-06",
            Title = "Clusters are kept up to date, and in production survive the loss of a control plane",
            Why = "A version without fixes is a way in, and one control plane is gone with its machine (CIS Kubernetes 1; NSA/CISA, upgrading)",
            Remedy = "Set autoUpgrade, a maintenancePolicy and, in production, ha",
            Check = plan => plan.OfType("digitalocean:index/kubernetesCluster:KubernetesCluster")
                .Where(cluster => !IsTrue(cluster.Inputs, "autoUpgrade") || At(cluster.Inputs, "maintenancePolicy", "startTime") is null || (plan.Settings.IsProduction && !IsTrue(cluster.Inputs, "ha")))
                .Select(cluster => (cluster.Name, "is not upgraded, or has one control plane")),
        },
        new()
        {
            Id = "REL-07",
            Title = "API and workers are of one version",
            Why = "Two versions of one image understand each other's jobs only by luck (PL-06)",
            Remedy = "Take the image's tag from infra:imageTag everywhere",
            Check = plan => plan.Deployed.SelectMany(resource => Containers(PodSpec(resource))).Select(container => Text(container, "image"))
                .GroupBy(image => image.Split('@')[0] is var name && name.LastIndexOf(':') is var colon && colon > name.LastIndexOf('/') ? name[..colon] : name)
                .Where(group => group.Distinct().Count() > 1)
                .Select(group => (group.Key, $"runs as {string.Join(" and ", group.Distinct())}")),
        },
        new()
        {
            Id = "REL-08",
            Title = "What a running pod reads is changed in place",
            Why = "Pulumi deletes a ConfigMap or Secret whose value changes, then makes it again: where that fails the running system has "
                + "none (PL-11)",
            Remedy = "Set enableConfigMapMutable and enableSecretMutable on the Kubernetes provider, leave immutable out, and let only "
                + "Jobs be deleted before they are replaced",
            Check = plan => plan.Deployed.Select(resource => (resource.Name, Problem: resource switch
            {
                { Type: "pulumi:providers:kubernetes" } => Says(resource, "enableConfigMapMutable") && Says(resource, "enableSecretMutable")
                    ? "" : "deletes ConfigMaps or Secrets before it makes them with other values",
                { Kind: "ConfigMap" or "Secret" } when At(resource.Inputs, "immutable") is not (null or false) => "can only be replaced",
                { DeletedBeforeReplaced: true, Kind: not "Job", IsKubernetesObject: true } => "is away while it is replaced",
                _ => "",
            })).Where(found => found.Problem.Length > 0),
        },
        new()
        {
            Id = "REL-09",
            Title = "What runs in a cluster waits for its nodes",
            Why = "Jobs and charts have deadlines, which run while there is nowhere to run (PL-12)",
            Remedy = "Let the Kubernetes provider depend on the node pool, or name it in dependsOn",
            Check = plan => plan.Deployed.Where(resource => PodSpec(resource) is not null || resource.Type == "kubernetes:helm.sh/v3:Release")
                .Where(resource => !plan.Before(resource).Overlaps(plan.OfType(NodePool).Select(pool => pool.Key)))
                .Select(resource => (resource.Name, "does not wait for the nodes that it runs on")),
        },
    ];

    private static Func<Plan, IEnumerable<(string Resource, string Problem)>> Serving(
        Func<PlannedResource, Service, string> problem) => plan =>
    {
        var serving = plan.Settings.System.Services.Where(service => service.ServesTraffic).ToDictionary(service => service.Name);
        return Rule.Each(
            resource => resource.Kind == "Deployment" && serving.ContainsKey(resource.Name),
            resource => problem(resource, serving[resource.Name]))(plan);
    };

    private static bool Says(PlannedResource provider, string flag) => At(provider.Inputs, flag) is true or "true";
}
