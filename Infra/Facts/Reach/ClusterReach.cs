using System.Collections.Concurrent;

namespace Infra.Facts.Reach;

/// <summary>Which way a connection is opened, as seen from a pod.</summary>
public enum Direction
{
    /// <summary>To the pod.</summary>
    Ingress,

    /// <summary>From the pod.</summary>
    Egress,
}

/// <summary>Who may open a connection to whom within a cluster, and across its border. Where labels are not known, what may be allowed
/// counts as allowed. Replies to what was opened are always let through, and so is what a pod's own node opens to it: neither is asked
/// here. Source: Kubernetes, "Network policies".</summary>
public sealed class ClusterReach
{
    // A pod is asked about once for each of the others.
    private readonly ConcurrentDictionary<ClusterPod, (bool Isolated, ImmutableArray<PolicyRule> Rules)>[] known =
        [.. Enum.GetValues<Direction>().Select(_ => new ConcurrentDictionary<ClusterPod,
            (bool, ImmutableArray<PolicyRule>)>(ReferenceEqualityComparer.Instance))];

    private readonly Lazy<ILookup<(string Key, string Value), ClusterPod>> labelled;
    private readonly Lazy<ILookup<(string Key, string Value), NetworkPolicy>> selecting;

    /// <summary>Makes one.</summary>
    public ClusterReach()
    {
        labelled = new(() => Pods.SelectMany(pod => pod.Labels.Known.Select(label => (Label: (label.Key, label.Value), Pod: pod)))
            .ToLookup(entry => entry.Label, entry => entry.Pod));
        selecting = new(() =>
        {
            var frequency = Policies.SelectMany(policy => policy.Labels).CountBy(label => label).ToDictionary();
            return Policies.ToLookup(policy => policy.TellingLabel(label => frequency[label]));
        });
    }

    /// <summary>Stands for pods that nobody here knows, in a namespace that nobody here knows.</summary>
    public static ClusterPod Stranger { get; } = new()
    {
        Name = "any pod",
        Namespace = ClusterNamespace.Of("other namespaces", LabelSet.Empty),
        Labels = LabelSet.Empty,
    };

    /// <summary>Namespaces.</summary>
    public required ImmutableArray<ClusterNamespace> Namespaces { get; init; }

    /// <summary>Pods that objects and charts make.</summary>
    public required ImmutableArray<ClusterPod> Pods { get; init; }

    /// <summary>Policies.</summary>
    public required ImmutableArray<NetworkPolicy> Policies { get; init; }

    /// <summary>Services.</summary>
    public required ImmutableArray<ClusterService> Services { get; init; }

    /// <summary>What Ingresses lead to.</summary>
    public required ImmutableArray<IngressBackend> Backends { get; init; }

    /// <summary>Objects that have a say in who reaches whom and cannot be read, with the reason.</summary>
    public required ImmutableArray<(string Name, string Problem)> Unread { get; init; }

    /// <summary>Addresses that pods may have.</summary>
    public required AddressSet PodAddresses { get; init; }

    /// <summary>Addresses that nodes may have.</summary>
    public required AddressSet NodeAddresses { get; init; }

    /// <summary>Stands for a pod that somebody might add to a namespace: it has no labels.</summary>
    /// <param name="space">The namespace.</param>
    public static ClusterPod Newcomer(ClusterNamespace space) =>
        new() { Name = "any other pod", Namespace = space, Labels = LabelSet.Empty };

    /// <summary>Whether only what a policy allows may be opened to a pod, or from it: so as soon as one policy of that direction surely
    /// selects it. Policies do not reach pods on the network of their node.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="direction">The direction.</param>
    public bool IsIsolated(ClusterPod pod, Direction direction) => Known(pod, direction).Isolated;

    /// <summary>Whether a namespace is closed by itself, whatever else is allowed in it: policies that select every pod and allow nothing
    /// decide both directions.</summary>
    /// <param name="space">The namespace.</param>
    public bool IsClosed(ClusterNamespace space)
    {
        var any = Newcomer(space) with { Labels = LabelSet.Unknown };
        return Enum.GetValues<Direction>().All(direction => Policies.Any(policy =>
            Of(policy, direction) is { IsEmpty: true } && policy.Selects(any) == Certainty.Yes));
    }

    /// <summary>The ports of a pod to which another one may open connections: those that the policies of both allow.</summary>
    /// <param name="from">The pod that opens them.</param>
    /// <param name="to">The pod that listens.</param>
    public PortSet Ports(ClusterPod from, ClusterPod to) =>
        Allowed(from, Direction.Egress, to, to).Intersect(Allowed(to, Direction.Ingress, from, to));

    /// <summary>Pods that a pod's own policies may let it connect to: all that do, and few others. Whoever looks for every connection of a
    /// large cluster needs to ask no more.</summary>
    /// <param name="from">The pod.</param>
    public IEnumerable<ClusterPod> Candidates(ClusterPod from)
    {
        if (!IsIsolated(from, Direction.Egress))
        {
            return Pods;
        }

        var labels = new HashSet<(string, string)>();
        foreach (var rule in Known(from, Direction.Egress).Rules)
        {
            if (rule.TellingLabels(PodAddresses, label => labelled.Value[label].Count()) is not { } telling)
            {
                return Pods;
            }

            labels.UnionWith(telling);
        }

        return labels.SelectMany(label => labelled.Value[label]).Concat(Pods.Where(pod => !pod.Labels.AreAll || pod.OnHostNetwork))
            .Distinct(ReferenceEqualityComparer.Instance).Cast<ClusterPod>();
    }

    /// <summary>Where outside of the cluster a pod may open connections to: addresses, and ports of each.</summary>
    /// <param name="from">The pod.</param>
    public ImmutableArray<(AddressSet Addresses, PortSet Ports)> Outgoing(ClusterPod from) =>
        Across(from, Direction.Egress, rule => rule.PortsOfAddresses);

    /// <summary>From where outside of the cluster the policies let connections be opened to a pod, if there is a way: addresses, and ports
    /// of the pod for each.</summary>
    /// <param name="to">The pod.</param>
    public ImmutableArray<(AddressSet Addresses, PortSet Ports)> Incoming(ClusterPod to) =>
        Across(to, Direction.Ingress, rule => rule.PortsOf(to));

    /// <summary>The ports of a pod that are connected to from outside through Services and ports of nodes, by the addresses from
    /// which.</summary>
    /// <param name="to">The pod.</param>
    public IEnumerable<(AddressSet Sources, PortSet Ports)> Exposed(ClusterPod to)
    {
        foreach (var service in Services.Where(service => !service.Sources.IsEmpty && service.Pods.Contains(to)))
        {
            var ports = service.Ports.Aggregate(PortSet.None, (set, port) => set.Union(port.Of(to)));
            foreach (var (addresses, admitted) in Incoming(to))
            {
                // Where a pod sees the address of a node, it lets in everybody or nobody who comes that way.
                yield return (service.KeepsClientAddress ? service.Sources.Intersect(addresses)
                    : addresses.Overlaps(NodeAddresses.Union(service.Sources)) ? service.Sources : AddressSet.None,
                        ports.Intersect(admitted));
            }
        }

        if (!to.NodePorts.IsEmpty || to.OnHostNetwork)
        {
            yield return (AddressSet.Everything, to.OnHostNetwork ? PortSet.All : to.NodePorts);
        }
    }

    /// <summary>The pods that an Ingress leads to, and the ports of each; none where there is no such Service, or no such port of
    /// it.</summary>
    /// <param name="backend">The backend.</param>
    public IEnumerable<(ClusterPod Pod, PortSet Ports)> Behind(IngressBackend backend) =>
        from service in Services
        where service.Namespace == backend.Namespace && service.ObjectName == backend.Service
        from port in service.Ports
        where port.Name == backend.Port || $"{port.Number}" == backend.Port
        from pod in service.Pods
        let ports = port.Of(pod)
        where !ports.IsEmpty
        select (pod, ports);

    private static ImmutableArray<PolicyRule>? Of(NetworkPolicy policy, Direction direction) =>
        direction == Direction.Ingress ? policy.Ingress : policy.Egress;

    private (bool Isolated, ImmutableArray<PolicyRule> Rules) Known(ClusterPod pod, Direction direction) =>
        known[(int)direction].GetOrAdd(pod, pod =>
        {
            var policies = !pod.Labels.AreAll ? Policies
                : pod.Labels.Known.Select(label => (label.Key, label.Value)).Append(default).SelectMany(label => selecting.Value[label]);
            var deciding = policies.Select(policy => (Rules: Of(policy, direction), Certainty: policy.Selects(pod)))
                .Where(policy => policy.Rules is not null && policy.Certainty != Certainty.No).ToArray();
            return (!pod.OnHostNetwork && deciding.Any(policy => policy.Certainty == Certainty.Yes),
                [.. deciding.SelectMany(policy => policy.Rules!.Value)]);
        });

    private PortSet Allowed(ClusterPod pod, Direction direction, ClusterPod other, ClusterPod listener) => !IsIsolated(pod, direction)
        ? PortSet.All
        : Known(pod, direction).Rules
            .Where(rule => rule.Includes(other, other.OnHostNetwork ? AddressSet.Everything : PodAddresses) != Certainty.No)
            .Aggregate(PortSet.None, (set, rule) => set.Union(rule.PortsOf(listener)));

    // Rules of the same ports are one, so that two halves of a range are the range.
    private ImmutableArray<(AddressSet Addresses, PortSet Ports)> Across(ClusterPod pod, Direction direction, Func<PolicyRule,
        PortSet> ports) =>
        !IsIsolated(pod, direction) ? [(AddressSet.Everything, PortSet.All)] :
        [
            .. from rule in Known(pod, direction).Rules
               let opened = (Addresses: rule.Addresses, Ports: ports(rule))
               where !opened.Addresses.IsEmpty && !opened.Ports.IsEmpty
               group opened.Addresses by opened.Ports into same
               select (same.Aggregate(AddressSet.None, (set, addresses) => set.Union(addresses)), same.Key),
        ];
}
