using Infra.Facts;
using Infra.Facts.Cluster;
using Infra.Facts.Nginx;
using Infra.Facts.Pods;
using Infra.Planning;
using Infra.Settings;
using Infra.Systems;
using k8s.Models;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>Whether objects of a cluster keep to their own pods and to their share of it (PL-11, PL-12, PL-17).</summary>
internal static class ClusterSharingRules
{
    private const string NodePool = "digitalocean:index/kubernetesNodePool:KubernetesNodePool";
    private const string Mergeable = "nginx.org/mergeable-ingress-type";
    private const string ReplaceUnready = "pulumi.com/replaceUnready";

    // Most pods of a node (Kubernetes, considerations for large clusters).
    private const int PodsOfNode = 110;

    // Limits may be promised more than once, for not all are reached together; that often, and the nodes are full of promises.
    private const int Overcommitted = 4;

    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "REL-19",
            Title = "Selectors select their own pods, and no others",
            Scope = Scope.Kubernetes,
            Why = "Two controllers that select the same pods take them from each other, and a budget for two protects neither "
                + "(Kubernetes, Deployment, selector)",
            Remedy = "Select by labels that only the pods of this object have",
            Judge = plan =>
            {
                var pods = PlanFacts.Of(plan).Pods.ToLookup(pod => pod.Owner.Namespace);
                bool SelectsSeveral(string space, Func<Pod, bool> selects) =>
                    pods[space].Where(selects).Select(pod => pod.Owner.Name).Distinct().Count() > 1;
                return Controllers(plan).Select(one => new Subject(one.Name, pods[one.Namespace].Where(pod => pod.Owner.Name != one.Name
                            && one.Selector.Selects(pod.Labels)).Take(1)
                        .Select(pod => $"selects the pods of {pod.Owner.Name}, too")))
                    .Concat(from budget in PlanFacts.Of(plan).Cluster.DisruptionBudgets
                            select new Subject(budget.Resource.Name, SelectsSeveral(budget.Namespace, pod =>
                                budget.Content.Spec?.Selector.Selects(pod.Labels) == true) ? "is one budget for several" : ""))
                    .Concat(from service in PlanFacts.Of(plan).Cluster.Services
                            let selector = service.Content.Spec?.Selector
                            where selector is { Count: > 0 }
                            select new Subject(service.Resource.Name, SelectsSeveral(service.Namespace, pod =>
                                Selection.Match(selector, pod.Labels)) ? "leads to the pods of several" : ""))
                    .Concat(from pod in PlanFacts.Of(plan).Pods
                            from constraint in pod.Spec.TopologySpreadConstraints ?? []
                            where constraint.LabelSelector is not null
                            select new Subject(pod.Owner.Name, pods[pod.Owner.Namespace].Any(other =>
                                other.Owner.Name != pod.Owner.Name && constraint.LabelSelector.Selects(other.Labels))
                                ? "is spread by where others run" : ""));
            },
        },
        new()
        {
            Id = "REL-20",
            Title = "Quotas bound everything that a cluster has little of",
            Scope = Scope.Kubernetes,
            Why = "A quota beyond what the nodes hold bounds nothing, and what it does not name is without bound (CIS Kubernetes 5.7)",
            Remedy = "Set requests and limits of cpu and memory, pods, persistentvolumeclaims and services.loadbalancers, within what the node "
                + "pool holds at its largest, and defaults of containers between 10m and 2 cores, 16Mi and 2Gi",
            Judge = plan => PlanFacts.Of(plan).Cluster.Quotas.Select(quota =>
                new Subject(quota.Resource.Name, OfQuota(plan, quota.Content.Spec?.Hard)))
                .Concat(PlanFacts.Of(plan).Cluster.LimitRanges.Select(range =>
                    new Subject(range.Resource.Name, OfDefaults(range.Content)))),
        },
        new()
        {
            Id = "REL-21",
            Title = "Stores of a cluster are found, go last, and are given time to write",
            Scope = Scope.Kubernetes.And(Scope.OwnStore),
            Why = "A store that is ended before it has written loses what users entrusted to it (PL-11, PL-14; Kubernetes, StatefulSet)",
            Remedy = "Set one replica or more, serviceName to a Service that is there, a PriorityClass, a startupProbe, 30 seconds to end and, in "
                + "production, a storage class that retains volumes",
            Judge = plan => PlanFacts.Of(plan).Cluster.StatefulSets.Select(set => new Subject(set.Resource.Name, set.Content.Spec switch
            {
                { Replicas: < 1 } => "does not run",
                var spec when !PlanFacts.Of(plan).Cluster.Services.Any(service => service.Namespace == set.Namespace
                    && service.Name == spec?.ServiceName) => "has no Service that gives its pods names",
                { Template.Spec.PriorityClassName: null or "" } => "goes when anything else needs room",
                { Template.Spec.TerminationGracePeriodSeconds: < 30 } => "is ended before it has written",
                { VolumeClaimTemplates: { } claims } when plan.Settings.IsProduction && claims.Any(claim =>
                    claim.Spec?.StorageClassName?.EndsWith("-retain", StringComparison.Ordinal) != true) =>
                        "loses its volume with its claim",
                { Template.Spec.Containers: { } containers } when containers.Any(container => container.LivenessProbe is not null
                    && container.StartupProbe is null) => "is ended while it reads what it has",
                _ => "",
            })),
        },
        new()
        {
            Id = "REL-22",
            Title = "Pods begin anew with what they read only when they begin",
            Scope = Scope.Kubernetes,
            Why = "A changed variable reaches a pod that is made after it (Kubernetes, ConfigMaps)",
            Remedy = "Give the pod template an annotation checksum/… of what it reads",
            Judge = plan => (from pod in PlanFacts.Of(plan).Pods
                             where pod.Owner.Kind is "Deployment" or "StatefulSet" or "DaemonSet"
                                 && (pod.Containers.Any(container => container.Definition.EnvFrom is { Count: > 0 })
                                     || pod.Spec.Volumes?.Any(volume => volume.ConfigMap is not null || volume.Secret is not null) == true)
                             select new Subject(pod.Owner.Name, pod.Annotations.Any(entry =>
                                 entry.Key.StartsWith("checksum/", StringComparison.Ordinal))
                                 ? "" : "goes on with the variables of before"))
                .Concat(from service in plan.Settings.System.ServicesIn(Topology.Kubernetes)
                        where plan.Settings.Topology == Topology.Kubernetes && service.ProbesOf(ProbeKind.Startup).Any()
                        from pod in PlanFacts.Of(plan).Pods.Where(pod => pod.Owner.Name == service.Name)
                        select new Subject(service.Name, pod.Containers.Any(container => container.Role == ContainerRole.Main
                            && container.Definition.StartupProbe is null) ? "is ended while it starts" : "")),
        },
        new()
        {
            Id = "REL-23",
            Title = "Objects come after what makes their kind, and failed Jobs are made again",
            Scope = Scope.Kubernetes,
            Why = "The API server knows no ClusterIssuer before cert-manager's chart, and a Job that failed stays failed (PL-12)",
            Remedy = $"Name the Release in dependsOn, and set the annotation {ReplaceUnready} of Jobs to true",
            Judge = plan => (from resource in plan.Deployed
                             where resource.IsKubernetesObject
                             let chart = resource.Type switch
                             {
                                 ['k', ..] type when type.Contains(":cert-manager.io/", StringComparison.Ordinal) => "cert-manager",
                                 ['k', ..] type when type.Contains(":monitoring.coreos.com/", StringComparison.Ordinal) =>
                                     "kube-prometheus-stack",
                                 _ => "",
                             }
                             where chart.Length > 0
                             select new Subject(resource.Name, plan.OfType("kubernetes:helm.sh/v3:Release").Any(release =>
                                 Text(release.Inputs, "chart").EndsWith(chart, StringComparison.Ordinal)
                                     && plan.Before(resource).Contains(release.Key))
                                 ? "" : $"does not wait for the chart {chart}, which makes its kind"))
                .Concat(from job in PlanFacts.Of(plan).Cluster.Jobs
                        select new Subject(job.Resource.Name, Text(job.Resource.Inputs, "metadata", "annotations", ReplaceUnready) == "true"
                            ? "" : "stays failed once it has failed")),
        },
        new()
        {
            Id = "EDGE-21",
            Title = "Certificates of a cluster can be proven, and renewed",
            Scope = Scope.Kubernetes.And(Scope.Nginx),
            Why = "An issuer whose challenge nobody serves proves nothing, and one without its account's key begins anew (ED-01; "
                + "cert-manager, ACME, HTTP01)",
            Remedy = "Set privateKeySecretRef, and solve http01 by the class of the Ingresses, as a minion of their master",
            Judge = plan => from issuer in plan.Deployed.Where(resource => resource.IsKubernetesObject
                && resource.Kind is "ClusterIssuer" or "Issuer")
                            let acme = At(issuer.Inputs, "spec", "acme")
                            where acme is not null
                            let classes = PlanFacts.Of(plan).Cluster.Ingresses.Select(ingress =>
                                ingress.Content.Spec?.IngressClassName).ToHashSet()
                            let problem = Text(acme, "privateKeySecretRef", "name").Length == 0 ? "keeps no key of its account"
                                : !Items(acme, "solvers").Any() ? "solves no challenge"
                                : Items(acme, "solvers").Any(solver => At(solver, "http01") is null && At(solver, "dns01") is null)
                                    ? "solves no challenge"
                                : Items(acme, "solvers").Any(solver => At(solver, "http01") is not null && classes.Count > 0
                                    && !classes.Contains(Text(solver, "http01", "ingress", "ingressClassName")))
                                        ? "has its challenges served by nobody"
                                : PlanFacts.Of(plan).Cluster.Ingresses.Any(ingress =>
                                    Text(ingress.Resource.Inputs, "metadata", "annotations", Mergeable) == "master")
                                    && Items(acme, "solvers").Any(solver =>
                                        Text(solver, "http01", "ingress", "ingressTemplate", "metadata", "annotations", Mergeable)
                                        != "minion") ? "puts its challenges beside the Ingress of the host, where they are refused" : ""
                            select new Subject(issuer.Name, problem),
        },
        new()
        {
            Id = "EDGE-22",
            Title = "Limits of Ingresses have room for those whom they count",
            Scope = Scope.Kubernetes.And(Scope.Nginx),
            Why = "A zone that is full forgets who has asked, or refuses everybody (nginx, limit_req_zone)",
            Remedy = "Set nginx.org/limit-req-zone-size to 1m or more: 16,000 addresses",
            Judge = plan => from ingress in PlanFacts.Of(plan).Cluster.Ingresses
                            let size = Text(ingress.Resource.Inputs, "metadata", "annotations", "nginx.org/limit-req-zone-size")
                            where size.Length > 0
                            select new Subject(ingress.Resource.Name,
                                NginxScope.Bytes(size) is >= 1 << 20 ? "" : $"counts in a zone of {size}"),
        },
        new()
        {
            Id = "EDGE-19",
            Title = "The edge of a cluster sees who asks",
            Scope = Scope.Kubernetes,
            Why = "Behind another node's address every client is the same one, and the limit of one is the limit of all (ED-03)",
            Remedy = "Set externalTrafficPolicy of the load balancer's Service to Local, or PROXY protocol on both sides",
            Judge = plan => from service in PlanFacts.Of(plan).Cluster.Services
                            where service.Content.Spec is { Type: "LoadBalancer" }
                            select new Subject(service.Resource.Name, service.Content.Spec.ExternalTrafficPolicy == "Local"
                                || Text(service.Resource.Inputs, "metadata", "annotations",
                                    "service.beta.kubernetes.io/do-loadbalancer-enable-proxy-protocol") == "true"
                                ? "" : "shows the node's address in place of the client's"),
        },
    ];

    private static IEnumerable<(string Name, string Namespace, V1LabelSelector? Selector)> Controllers(Plan plan) =>
        PlanFacts.Of(plan).Cluster.Deployments.Select(one => (one.Resource.Name, one.Namespace, one.Content.Spec?.Selector))
            .Concat(PlanFacts.Of(plan).Cluster.StatefulSets.Select(one => (one.Resource.Name, one.Namespace, one.Content.Spec?.Selector)));

    private static string OfQuota(Plan plan, IDictionary<string, ResourceQuantity>? hard)
    {
        var pools = plan.OfType(NodePool).Select(pool => (Nodes: Math.Max(Number(pool.Inputs, "maxNodes"),
            Number(pool.Inputs, "nodeCount")),
            Size: ServerSizes.Droplets.FirstOrDefault(size => size.Slug == Text(pool.Inputs, "size")))).Where(pool =>
                pool.Size is not null).ToArray();
        var cpu = (decimal)pools.Sum(pool => pool.Nodes * pool.Size!.Machine.Cpu.Millicores) / 1000;
        var memory = (decimal)pools.Sum(pool => pool.Nodes * pool.Size!.Machine.Memory.Bytes);
        var bounds = new Dictionary<string, decimal>
        {
            ["requests.cpu"] = cpu,
            ["limits.cpu"] = Overcommitted * cpu,
            ["requests.memory"] = memory,
            ["limits.memory"] = Overcommitted * memory,
            ["pods"] = PodsOfNode * (decimal)pools.Sum(pool => pool.Nodes),
            ["persistentvolumeclaims"] = 100,
            ["services.loadbalancers"] = 0,
        };
        return pools.Length == 0 ? ""
            : bounds.Keys.FirstOrDefault(name => hard?.ContainsKey(name) != true) is { } missing ? $"does not bound {missing}"
            : bounds.FirstOrDefault(bound => hard![bound.Key].ToDecimal() > bound.Value) is { Key: { } name }
                ? $"allows {hard![name]} of {name}, more than there is" : "";
    }

    private static string OfDefaults(V1LimitRange range) =>
        range.Spec?.Limits?.FirstOrDefault(item => item.Type == "Container") is not { } limits ? "gives containers no defaults"
        : new[] { (Name: "cpu", Least: 0.01m, Most: 2m), (Name: "memory", Least: 16L << 20, Most: 2L << 30) }
            .FirstOrDefault(bound => Of(limits.DefaultProperty, bound.Name) is not { } limit
                || Of(limits.DefaultRequest, bound.Name) is not { } request
                || limit > bound.Most || request < bound.Least || request > limit) is { Name: { } name }
            ? $"gives containers no {name}, too little or too much" : "";

    private static decimal? Of(IDictionary<string, ResourceQuantity>? amounts, string name) =>
        amounts is not null && amounts.TryGetValue(name, out var amount) ? amount.ToDecimal() : null;
}
