using Infra.Facts;
using Infra.Facts.Cluster;
using Infra.Planning;
using Infra.Settings;
using Infra.Systems;
using k8s.Models;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>What keeps the system up while nodes, versions and load change (PL-11, PL-17).</summary>
internal static class ReliabilityRules
{
    // Of the 80 GiB and more that nodes of the sizes used have, most is for images (DigitalOcean, Droplet pricing).
    private const long MostOnDisk = 10L << 30;

    private const string NodePool = "digitalocean:index/kubernetesNodePool:KubernetesNodePool";

    private static readonly Scope SeveralInstances = Scope.With("services of several instances",
        system => system.ServicesIn(Topology.Kubernetes).Any(service => service.OnKubernetes.Replicas > 1));

    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "REL-01",
            Title = "Autoscalers have bounds",
            Scope = Scope.Kubernetes,
            Why = "Without an upper bound one bug is a bill, and one without room above it scales nothing (PL-17, FA-04, CA-04)",
            Remedy = "Set minReplicas to 1 or more and maxReplicas above it, at most 100, with a metric",
            Judge = plan => Each(PlanFacts.Of(plan).Cluster.Autoscalers, scaler => scaler.Content.Spec switch
            {
                null or { Metrics: null or { Count: 0 } } => "has no metric",
                { MaxReplicas: var most, MinReplicas: var least } when (least ?? 1) < 1 || most <= (least ?? 1) || most > 100 =>
                    "has no bounds",
                { Metrics: var metrics } when metrics.Any(metric => metric.Resource?.Target is not { AverageUtilization: > 0 and <= 90 }) =>
                    "waits until its instances are full",
                { Metrics: var metrics } when !metrics.Any(metric => metric.Resource?.Name == "cpu") => "does not look at processor time",
                { Behavior.ScaleUp: { } up } when up.StabilizationWindowSeconds > 60 || up.SelectPolicy == "Disabled" || Grows(up) < 0.5 =>
                    "grows too slowly for load",
                { Behavior: var behavior } when (behavior?.ScaleDown?.StabilizationWindowSeconds ?? 300) < 60
                    || Shrinks(behavior?.ScaleDown) > 0.5 =>
                    "takes more than half of its instances away within a minute",
                _ => "",
            }),
        },
        new()
        {
            Id = "REL-02",
            Title = "Instances are spread over nodes",
            Scope = Scope.Kubernetes.And(SeveralInstances),
            Why = "Two instances on one node are lost together (NSA/CISA Kubernetes Hardening Guide, resilience)",
            Remedy = "Set topologySpreadConstraints by kubernetes.io/hostname",
            Judge = plan => Each(PlanFacts.Of(plan).Cluster.Deployments.Where(deployment => deployment.Content.Spec?.Replicas > 1),
                deployment =>
                (deployment.Content.Spec.Template?.Spec?.TopologySpreadConstraints ?? []).Any(constraint =>
                    constraint.TopologyKey == "kubernetes.io/hostname" && constraint.MaxSkew <= 2
                        && constraint.LabelSelector.Selects(Labels(deployment.Content.Spec?.Template)))
                    ? "" : "may have all its instances on one node"),
        },
        new()
        {
            Id = "REL-03",
            Title = "What serves users is replaced without a gap",
            Scope = Scope.Kubernetes,
            Why = "A version is released under load (PL-11)",
            Remedy = "Set maxUnavailable to 0, a preStop pause of 5 seconds or more, and a termination grace period longer than it and the "
                + "service's StopTimeout together",
            Judge = plan => Each(Serving(plan), deployment => Share.MissingInRollout(deployment.Content) > 0
                    || (deployment.Content.Spec?.Template?.Spec?.Containers ?? []).Any(container =>
                        (container.Lifecycle?.PreStop?.Sleep?.Seconds ?? 0) is var pause
                        && (pause < 5 || (deployment.Content.Spec?.Template?.Spec?.TerminationGracePeriodSeconds ?? 30)
                            <= pause + ServiceOf(plan, deployment.Name).StopTimeout.TotalSeconds))
                ? "loses requests while it is replaced" : ""),
        },
        new()
        {
            Id = "REL-04",
            Title = "What serves users comes before what does not",
            Scope = Scope.Kubernetes,
            Why = "When a node runs out of room, something has to go (PL-11)",
            Remedy = "Give the pods a PriorityClass",
            Judge = plan => Each(Serving(plan), deployment =>
                deployment.Content.Spec?.Template?.Spec?.PriorityClassName is { Length: > 0 } ? "" : "has no priority"),
        },
        new()
        {
            Id = "REL-05",
            Title = "Namespaces with pods have a quota",
            Scope = Scope.Kubernetes,
            Why = "A loop in an autoscaler must not take the cluster from its other tenants (CIS Kubernetes 5.7; NSA/CISA)",
            Remedy = "Make a ResourceQuota with requests and limits",
            Judge = plan => plan.Deployed.Where(resource => PodSpec(resource) is not null).Select(resource => Text(resource.Inputs, "metadata", "namespace")).Distinct()
                .Select(name => new Subject(name, plan.Deployed.Any(resource => resource.Kind == "ResourceQuota"
                    && Text(resource.Inputs, "metadata", "namespace") == name
                    && At(resource.Inputs, "spec", "hard", "requests.cpu") is not null
                    && At(resource.Inputs, "spec", "hard", "limits.memory") is not null) ? "" : "may ask for everything")),
        },
        new()
        {
            Id = "REL-06",
            Title = "Clusters are kept up to date, and in production survive the loss of a control plane",
            Scope = Scope.Kubernetes,
            Why = "A version without fixes is a way in, and one control plane is gone with its machine (CIS Kubernetes 1; NSA/CISA, upgrading)",
            Remedy = "Set autoUpgrade, surgeUpgrade, a maintenancePolicy and, in production, ha",
            Judge = plan => plan.OfType("digitalocean:index/kubernetesCluster:KubernetesCluster")
                .Select(cluster => new Subject(cluster.Name,
                    !IsTrue(cluster.Inputs, "autoUpgrade") || IsFalse(cluster.Inputs, "surgeUpgrade")
                    || At(cluster.Inputs, "maintenancePolicy", "startTime") is null
                    || (plan.Settings.IsProduction && !IsTrue(cluster.Inputs, "ha"))
                        ? "is not upgraded, or has one control plane" : "")),
        },
        new()
        {
            Id = "REL-07",
            Title = "API and workers are of one version",
            Scope = Scope.Kubernetes,
            Why = "Two versions of one image understand each other's jobs only by luck (PL-06)",
            Remedy = "Take the image's tag from infra:imageTag everywhere",
            Judge = plan => plan.Deployed.SelectMany(resource => Containers(PodSpec(resource))).Select(container => Text(container, "image"))
                .GroupBy(image => image.Split('@')[0] is var name && name.LastIndexOf(':') is var colon && colon > name.LastIndexOf('/') ? name[..colon] : name)
                .Select(group => new Subject(group.Key,
                    group.Distinct().Count() > 1 ? $"runs as {string.Join(" and ", group.Distinct())}" : "")),
        },
        new()
        {
            Id = "REL-08",
            Title = "What a running pod reads is changed in place",
            Scope = Scope.Kubernetes,
            Why = "Pulumi deletes a ConfigMap or Secret whose value changes, then makes it again: where that fails the running system has "
                + "none (PL-11)",
            Remedy = "Set enableConfigMapMutable and enableSecretMutable on the Kubernetes provider, leave immutable out, and let only "
                + "Jobs be deleted before they are replaced",
            Judge = Rule.Each(IsChangedInPlace, resource => resource switch
            {
                { Type: "pulumi:providers:kubernetes" } when At(resource.Inputs, "enableServerSideApply") is false or "false" =>
                    "overwrites what others changed, without a word",
                { Type: "pulumi:providers:kubernetes" } => Says(resource, "enableConfigMapMutable") && Says(resource, "enableSecretMutable")
                    ? "" : "deletes ConfigMaps or Secrets before it makes them with other values",
                { Kind: "ConfigMap" or "Secret" } when At(resource.Inputs, "immutable") is not (null or false) => "can only be replaced",
                { DeletedBeforeReplaced: true, Kind: not "Job", IsKubernetesObject: true } => "is away while it is replaced",
                _ => "",
            }),
        },
        new()
        {
            Id = "REL-09",
            Title = "What runs in a cluster waits for its nodes",
            Scope = Scope.Kubernetes,
            Why = "Jobs and charts have deadlines, which run while there is nowhere to run (PL-12)",
            Remedy = "Let the Kubernetes provider depend on the node pool, or name it in dependsOn",
            Judge = plan => plan.Deployed.Where(resource => PodSpec(resource) is not null || resource.Type == "kubernetes:helm.sh/v3:Release")
                .Select(resource => new Subject(resource.Name,
                    plan.Before(resource).Overlaps(plan.OfType(NodePool).Select(pool => pool.Key)) ? "" : "does not wait for the nodes that it runs on")),
        },
        new()
        {
            Id = "REL-10",
            Title = "A release or a drain leaves half of the instances",
            Scope = Scope.Kubernetes,
            Why = "What is released or moved must not be away in the meantime (PL-11; Kubernetes, disruptions)",
            Remedy = "Set maxUnavailable of the Deployment and of its PodDisruptionBudget so that one instance at least may go and half "
                + "of them stay",
            Judge = plan =>
            {
                var deployments = PlanFacts.Of(plan).Cluster.Deployments
                    .Select(deployment => (deployment.Namespace, deployment.Content.Spec, Labels: Labels(deployment.Content.Spec?.Template)))
                    .ToLookup(deployment => deployment.Namespace);
                return Each(PlanFacts.Of(plan).Cluster.Deployments, deployment =>
                        Share.MissingInRollout(deployment.Content) > (deployment.Content.Spec?.Replicas ?? 1) / 2
                            ? "is taken down while it is replaced" : "")
                    .Concat(Each(PlanFacts.Of(plan).Cluster.DisruptionBudgets, budget =>
                        deployments[budget.Namespace].FirstOrDefault(deployment => budget.Content.Spec?.Selector.Selects(deployment.Labels) == true)
                            .Spec is not { } spec ? "keeps nothing: no Deployment has its labels"
                        : Share.Evictable(budget.Content, spec.Replicas ?? 1) is var evictable && evictable < 1 ? "lets no node be drained"
                        : evictable > (spec.Replicas ?? 1) / 2 ? "lets more than half of the instances go at once" : ""));
            },
        },
        new()
        {
            Id = "REL-11",
            Title = "Deployments notice that they do not get on, and can go back",
            Scope = Scope.Kubernetes,
            Why = "A release that hangs without an end, or has nothing to go back to, is repaired by hand (PL-11)",
            Remedy = "Keep two revisions or more, set progressDeadlineSeconds between 60 and 1800, and leave paused out",
            Judge = plan => Each(PlanFacts.Of(plan).Cluster.Deployments, deployment => deployment.Content.Spec switch
            {
                { Paused: true } => "is not released at all",
                { RevisionHistoryLimit: < 2 } => "keeps nothing to go back to",
                { ProgressDeadlineSeconds: < 60 or > 1800 } => "does not notice a release that hangs",
                _ => "",
            }).Concat(Each(PlanFacts.Of(plan).Cluster.StatefulSets, set => set.Content.Spec?.UpdateStrategy?.Type == "OnDelete"
                ? "is not released at all" : "")),
        },
        new()
        {
            Id = "REL-12",
            Title = "Everything that a system declares runs, as often as it declares",
            Scope = Scope.Kubernetes,
            Why = "Less than is declared carries less load than was measured (PL-17, CA-04)",
            Remedy = "Take the number of instances, and whether they are scaled, from the definition",
            Judge = plan => plan.Settings.Topology == Topology.Kubernetes
                ? from service in plan.Settings.System.ServicesIn(Topology.Kubernetes)
                  let deployment = PlanFacts.Of(plan).Cluster.Deployments.FirstOrDefault(one => one.Resource.Name == service.Name)
                  let scaler = PlanFacts.Of(plan).Cluster.Autoscalers.FirstOrDefault(one =>
                      one.Content.Spec?.ScaleTargetRef is { Kind: "Deployment" } target
                      && target.Name == service.Name)
                  let problem = deployment is null ? "does not run"
                      : (deployment.Content.Spec?.Replicas ?? 1) < service.OnKubernetes.Replicas ? "runs less often than it is declared"
                      : !service.OnKubernetes.Autoscaling.Enabled ? ""
                      : scaler is null ? "is not scaled, as it is declared"
                      : scaler.Content.Spec.MaxReplicas < service.OnKubernetes.Autoscaling.Maximum
                          || (scaler.Content.Spec.MinReplicas ?? 1) < service.OnKubernetes.Autoscaling.Minimum
                          ? "is scaled within other bounds than declared"
                      : !deployment.Resource.IgnoredChanges.Contains("spec.replicas")
                          ? "is set back to its first number of instances at every deployment" : ""
                  select new Subject(service.Name, problem)
                : [],
        },
        new()
        {
            Id = "REL-13",
            Title = "Priorities put what is declared first, and nothing else",
            Scope = Scope.Kubernetes,
            Why = "A class for all is one for none, and one of little weight is evicted with the rest (PL-11; Kubernetes, pod priority)",
            Remedy = "Give each PriorityClass a value from 1000 to 1000000, leave globalDefault out, and never preempt by preemptionPolicy",
            Judge = plan => Each(PlanFacts.Of(plan).Cluster.PriorityClasses, priority =>
                priority.Content.GlobalDefault == true ? "is the priority of every pod" : priority.Content.Value is not >= 1000
                    ? "weighs no more than none" : priority.Content.Value > 1_000_000 ? "weighs as much as the system's own" : ""),
        },
        new()
        {
            Id = "REL-14",
            Title = "Jobs come to an end, and are tried again",
            Scope = Scope.Kubernetes,
            Why = "A Job without an end holds the next one up, and one that is not tried again fails with the first lost connection "
                + "(PL-12)",
            Remedy = "Set activeDeadlineSeconds to 4 hours at most, and backoffLimit from 1 to 10",
            Judge = plan => PlanFacts.Of(plan).Cluster.Jobs.Select(job => (job.Resource.Name, job.Content.Spec))
                .Concat(PlanFacts.Of(plan).Cluster.CronJobs.Select(job => (job.Resource.Name, job.Content.Spec?.JobTemplate?.Spec!)))
                .Select(job => new Subject(job.Name, job.Item2?.ActiveDeadlineSeconds is not (> 0 and <= 4 * 3600) ? "may run for ever"
                    : job.Item2.BackoffLimit is < 1 or > 10 ? "is not tried again, or without an end" : "")),
        },
        new()
        {
            Id = "REL-15",
            Title = "What a release changes replaces no server, and no cluster",
            Why = "A replaced server is away for minutes, with everything on its disk (PL-11, PL-14)",
            Remedy = "Add to the resource option IgnoreChanges: image, sshKeys and userData of a Droplet, version of a KubernetesCluster",
            Judge = plan => from resource in plan.Deployed
                            let kept = resource.Type switch
                            {
                                "digitalocean:index/droplet:Droplet" => new[] { "image", "sshKeys", "userData" },
                                "digitalocean:index/kubernetesCluster:KubernetesCluster" => ["version"],
                                "digitalocean:index/sshKey:SshKey" => ["publicKey"],
                                _ => [],
                            }
                            where kept.Length > 0
                            let lost = kept.Where(name => !resource.IgnoredChanges.Contains(name)).ToArray()
                            select new Subject(resource.Name,
                                lost.Length > 0 ? $"is replaced, or taken back, when {string.Join(", ", lost)} changes" : ""),
        },
        new()
        {
            Id = "REL-16",
            Title = "Pods fit on the machines of their cluster",
            Scope = Scope.Kubernetes,
            Why = "What no node can hold is never started, and a limit above the node's memory limits nothing (PL-17)",
            Remedy = "Make the nodes larger or the pod smaller; scale the pool between two bounds",
            Judge = plan =>
            {
                var pools = plan.OfType(NodePool).ToArray();
                var sizes = pools.Select(pool => ServerSizes.Droplets.FirstOrDefault(size =>
                    size.Slug == Text(pool.Inputs, "size"))).OfType<ServerSize>().ToArray();
                return sizes.Length == 0 ? [] : Oversized(plan, sizes.Max(size => size.Machine.Memory.Bytes),
                    sizes.Max(size => size.Machine.Cpu.Millicores))
                    .Concat(pools.Select(pool => new Subject(pool.Name,
                        !IsTrue(pool.Inputs, "autoScale") || (Number(pool.Inputs, "minNodes") is var least
                            && (least < 1 || Number(pool.Inputs, "maxNodes") <= least || Number(pool.Inputs, "maxNodes") > 100))
                            ? "is not scaled between two bounds" : "")));
            },
        },
        new()
        {
            Id = "REL-17",
            Title = "What has several instances keeps some while nodes are drained",
            Scope = Scope.Kubernetes.And(SeveralInstances),
            Why = "Without a budget a drain takes all instances at once that are on its nodes (PL-11; Kubernetes, disruptions)",
            Remedy = "Make a PodDisruptionBudget with the labels of each Deployment that has two instances or more",
            Judge = plan =>
            {
                // A budget is found by the rarest label that it asks for.
                var asking = PlanFacts.Of(plan).Cluster.DisruptionBudgets.Select(budget => (budget.Namespace, budget.Content.Spec?.Selector,
                    Labels: (budget.Content.Spec?.Selector?.MatchLabels ?? ImmutableDictionary<string, string>.Empty)
                        .Select(label => (label.Key, label.Value)).ToArray())).ToArray();
                var frequency = asking.SelectMany(budget => budget.Labels).CountBy(label => label).ToDictionary();
                var budgets = asking.ToLookup(budget =>
                    (budget.Namespace, budget.Labels.Length == 0 ? default : budget.Labels.MinBy(label => frequency[label])));
                return Each(PlanFacts.Of(plan).Cluster.Deployments.Where(deployment => deployment.Content.Spec?.Replicas > 1),
                    deployment => Labels(deployment.Content.Spec?.Template) is var labels
                    && labels.Select(label => (label.Key, label.Value)).Append(default)
                        .SelectMany(label => budgets[(deployment.Namespace, label)]).Any(budget => budget.Selector.Selects(labels))
                        ? "" : "may lose all its instances to one drain");
            },
        },
        new()
        {
            Id = "REL-18",
            Title = "Namespaces with a quota give pods that ask for nothing something",
            Scope = Scope.Kubernetes,
            Why = "A quota refuses every pod without requests and limits, those of certificates' proofs too (Kubernetes, resource quotas "
                + "and limit ranges)",
            Remedy = "Make a LimitRange of containers with default and defaultRequest of cpu and memory beside the ResourceQuota",
            Judge = plan =>
            {
                var ranges = PlanFacts.Of(plan).Cluster.LimitRanges.ToLookup(range => range.Namespace);
                return Each(PlanFacts.Of(plan).Cluster.Quotas, quota => ranges[quota.Namespace].SelectMany(range =>
                    range.Content.Spec?.Limits ?? []).Any(limit => limit.Type == "Container"
                        && new[] { "cpu", "memory" }.All(name => limit.DefaultProperty?.ContainsKey(name) == true
                            && limit.DefaultRequest?.ContainsKey(name) == true)) ? "" : "refuses pods that ask for nothing");
            },
        },
    ];

    private static IEnumerable<Subject> Each<T>(IEnumerable<ClusterObject<T>> objects, Func<ClusterObject<T>, string> problem) =>
        objects.Select(one => new Subject(one.Resource.Name, problem(one)));

    // What pods read while they run, what makes it, and every other object that may be away while it is replaced.
    private static bool IsChangedInPlace(PlannedResource resource) =>
        resource.IsKubernetesObject || resource.Type == "pulumi:providers:kubernetes" || resource.Kind is "ConfigMap" or "Secret";

    private static IEnumerable<ClusterObject<V1Deployment>> Serving(Plan plan) => PlanFacts.Of(plan).Cluster.Deployments
        .Where(deployment => plan.Settings.System.Services.Any(service => service.ServesTraffic
            && service.Name == deployment.Resource.Name));

    private static Service ServiceOf(Plan plan, string name) => plan.Settings.System.Services.First(service => service.Name == name);

    private static ImmutableDictionary<string, string> Labels(V1PodTemplateSpec? template) =>
        template?.Metadata?.Labels?.ToImmutableDictionary() ?? ImmutableDictionary<string, string>.Empty;

    private static IEnumerable<Subject> Oversized(Plan plan, long memory, long millicores) =>
        from pod in PlanFacts.Of(plan).Pods
        let most = pod.Containers.Where(container => container.IsLongRunning).Sum(container =>
            Amount(container.Definition.Resources?.Requests, "memory"))
        let problem = most > memory || pod.Containers.Any(container => Amount(container.Definition.Resources?.Requests, "memory") > memory
                || 1000 * Amount(container.Definition.Resources?.Requests, "cpu") > millicores) ? "fits on no node"
            : pod.Containers.Any(container => Amount(container.Definition.Resources?.Limits, "memory") > memory
                || 1000 * Amount(container.Definition.Resources?.Limits, "cpu") > millicores) ? "is allowed more than a node has"
            : pod.Owner.Kind is not ("Job" or "CronJob") && (pod.Spec.Volumes ?? []).Sum(volume =>
                volume.EmptyDir?.SizeLimit?.ToDecimal() ?? 0) > MostOnDisk ? "may fill the disk of its node" : ""
        select new Subject(pod.Owner.Name, problem);

    private static decimal Amount(IDictionary<string, ResourceQuantity>? amounts, string name) =>
        amounts is not null && amounts.TryGetValue(name, out var amount) ? amount.ToDecimal() : 0;

    // Share of the instances that may be added or taken away within a minute (Kubernetes, horizontal pod autoscaling, scaling policies).
    private static double Grows(V2HPAScalingRules rules) => rules.Policies is { Count: > 0 } policies ? policies.Max(PerMinute) : 1;

    private static double Shrinks(V2HPAScalingRules? rules) => rules?.Policies is { Count: > 0 } policies ? policies.Max(PerMinute) : 1;

    private static double PerMinute(V2HPAScalingPolicy policy) =>
        (policy.Type == "Percent" ? policy.Value / 100.0 : 0) * 60 / Math.Max(1, policy.PeriodSeconds);

    private static bool Says(PlannedResource provider, string flag) => At(provider.Inputs, flag) is true or "true";
}
