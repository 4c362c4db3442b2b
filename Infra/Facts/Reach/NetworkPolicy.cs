using System.Globalization;
using k8s.Models;

namespace Infra.Facts.Reach;

/// <summary>A network policy as the plugins of a cluster read it. Source: Kubernetes, "Network policies", and the reference of
/// <c>networking.k8s.io/v1</c>.</summary>
public sealed record NetworkPolicy
{
    private readonly V1LabelSelector pods;

    /// <summary>Makes one of its object.</summary>
    /// <param name="name">Name in findings.</param>
    /// <param name="policy">The object.</param>
    internal NetworkPolicy(string name, V1NetworkPolicy policy)
    {
        (Name, Namespace) = (name, policy.Metadata?.NamespaceProperty is { Length: > 0 } space ? space : "default");
        var spec = policy.Spec ?? new();
        pods = spec.PodSelector ?? new();

        // Without types a policy is about ingress, and about egress only where it has rules of it.
        var (types, outgoing) = (spec.PolicyTypes ?? [], spec.Egress ?? []);
        if (types.Count == 0 || types.Contains("Ingress"))
        {
            Ingress = [.. (spec.Ingress ?? []).Select(rule => new PolicyRule(Namespace, rule?.FromProperty, rule?.Ports))];
        }

        if (types.Count == 0 ? outgoing.Count > 0 : types.Contains("Egress"))
        {
            Egress = [.. outgoing.Select(rule => new PolicyRule(Namespace, rule?.To, rule?.Ports))];
        }
    }

    /// <summary>Name in findings.</summary>
    public string Name { get; }

    /// <summary>Namespace: it is about pods of this one only.</summary>
    public string Namespace { get; }

    /// <summary>What may come in; null where the policy does not decide that, none where nothing may.</summary>
    public ImmutableArray<PolicyRule>? Ingress { get; }

    /// <summary>What may go out; null where the policy does not decide that, none where nothing may.</summary>
    public ImmutableArray<PolicyRule>? Egress { get; }

    /// <summary>A label without which it is about no pod whose labels are known; none where it is about pods of any labels.</summary>
    /// <param name="frequency">How many policies ask for a label.</param>
    internal (string Key, string Value) TellingLabel(Func<(string Key, string Value), int> frequency) =>
        Labels.Select(label => ((string, string)?)label).MinBy(label => frequency(label!.Value)) ?? default;

    /// <summary>Labels that its pods have to have.</summary>
    internal IEnumerable<(string Key, string Value)> Labels =>
        (pods.MatchLabels ?? ImmutableDictionary<string, string>.Empty).Select(label => (label.Key, label.Value));

    /// <summary>Whether it is about a pod.</summary>
    /// <param name="pod">The pod.</param>
    public Certainty Selects(ClusterPod pod) => pod.Namespace.Name == Namespace ? pod.Labels.IsSelectedBy(pods) : Certainty.No;
}

/// <summary>One thing that a policy allows: peers, and ports on which they are connected to.</summary>
public sealed record PolicyRule
{
    private readonly string space;
    private readonly ImmutableArray<(V1NetworkPolicyPeer Peer, AddressSet Block)> peers;
    private readonly PortSet numbered;
    private readonly ImmutableArray<(string Name, TransportProtocol Protocol)> named;

    /// <summary>Makes one.</summary>
    /// <param name="space">Namespace of the policy.</param>
    /// <param name="peers">Its peers; null or none for everybody.</param>
    /// <param name="ports">Its ports; null or none for every port.</param>
    internal PolicyRule(string space, IList<V1NetworkPolicyPeer>? peers, IList<V1NetworkPolicyPort>? ports)
    {
        this.space = space;
        this.peers =
        [
            .. (peers ?? []).OfType<V1NetworkPolicyPeer>()
                .Select(peer => (peer, peer.IpBlock is null ? AddressSet.None : Block(peer.IpBlock))),
        ];
        Addresses = IsForEverybody ? AddressSet.Everything : this.peers.Aggregate(AddressSet.None, (set, peer) => set.Union(peer.Block));
        if (ports is not { Count: > 0 })
        {
            (numbered, named) = (PortSet.All, []);
            return;
        }

        var names = ImmutableArray.CreateBuilder<(string, TransportProtocol)>();
        foreach (var port in ports.OfType<V1NetworkPolicyPort>())
        {
            var protocol = Transport.Of(port.Protocol);
            if (port.Port?.Value is not { Length: > 0 } text)
            {
                numbered = numbered.Union(PortSet.Every(protocol));
            }
            else if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                numbered = numbered.Union(PortSet.Of(protocol, number, port.EndPort ?? number));
            }
            else
            {
                names.Add((text, protocol));
            }
        }

        named = names.ToImmutable();
    }

    /// <summary>Whether it is about everybody, whoever and wherever it is.</summary>
    public bool IsForEverybody => peers.IsEmpty;

    /// <summary>The addresses that it names: everything where it is for everybody.</summary>
    public AddressSet Addresses { get; }

    /// <summary>The selectors of its peers of which none of some pods is: each as text.</summary>
    /// <param name="known">All pods that there are.</param>
    public IEnumerable<string> PeersWithoutPods(IEnumerable<ClusterPod> known) => peers
        .Where(peer => peer.Peer.IpBlock is null && known.All(pod => Selects(peer.Peer, pod) == Certainty.No))
        .Select(peer => Describe(peer.Peer));

    /// <summary>For each of its peers a label without which no pod is one of it, where labels are known.</summary>
    /// <param name="addresses">Addresses that pods may have.</param>
    /// <param name="frequency">How many pods have a label.</param>
    /// <returns>Null where every pod may be meant.</returns>
    internal IEnumerable<(string Key, string Value)>? TellingLabels(AddressSet addresses, Func<(string Key, string Value), int> frequency)
    {
        var telling = new List<(string, string)>();
        foreach (var (peer, block) in peers.Where(peer => peer.Peer.IpBlock is null || peer.Block.Overlaps(addresses)))
        {
            if (peer.IpBlock is not null || peer.PodSelector?.MatchLabels is not { Count: > 0 } labels)
            {
                return null;
            }

            telling.Add(labels.Select(label => (label.Key, label.Value)).MinBy(frequency));
        }

        return IsForEverybody ? null : telling;
    }

    /// <summary>Whether it is about a pod as the other end. A range of addresses is meant for what is outside of the cluster; which plugins
    /// apply it to pods is not defined, so it may be.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="addresses">Addresses that pods may have.</param>
    public Certainty Includes(ClusterPod pod, AddressSet addresses) => IsForEverybody ? Certainty.Yes
        : peers.Max(peer => peer.Peer.IpBlock is null ? Selects(peer.Peer, pod)
            : peer.Block.Overlaps(addresses) ? Certainty.Maybe : Certainty.No);

    /// <summary>The ports that it opens on a pod. A name counts for the containers of that pod that have it.</summary>
    /// <param name="listener">The pod that is connected to.</param>
    public PortSet PortsOf(ClusterPod listener) =>
        named.Aggregate(numbered, (set, port) => set.Union(listener.Named(port.Name, port.Protocol)));

    /// <summary>The ports that it opens at an address, where a name means nothing.</summary>
    public PortSet PortsOfAddresses => numbered;

    // A peer with neither selector nor range is refused by the API server.
    private Certainty Selects(V1NetworkPolicyPeer peer, ClusterPod pod)
    {
        var inside = peer.NamespaceSelector is { } spaces ? pod.Namespace.Labels.IsSelectedBy(spaces)
            : pod.Namespace.Name == space ? Certainty.Yes : Certainty.No;
        var selected = peer.PodSelector is { } pods ? pod.Labels.IsSelectedBy(pods) : Certainty.Yes;
        return (Certainty)Math.Min((int)inside, (int)selected);
    }

    private static AddressSet Block(V1IPBlock block) => AddressSet.AtMost([block.Cidr ?? ""])
        .Except(AddressSet.AtLeast(block.Except ?? []));

    private static string Describe(V1NetworkPolicyPeer peer) =>
        string.Join(" in namespaces with ", new[] { peer.PodSelector, peer.NamespaceSelector }
        .Where(selector => selector is not null).Select(selector => Describe(selector!)));

    private static string Describe(V1LabelSelector selector) =>
        (selector.MatchLabels ?? ImmutableDictionary<string, string>.Empty).OrderBy(label => label.Key, StringComparer.Ordinal)
            .Select(label => $"{label.Key}={label.Value}")
            .Concat((selector.MatchExpressions ?? []).Select(expression =>
                $"{expression.Key} {expression.OperatorProperty} {string.Join('|', expression.Values ?? [])}".TrimEnd()))
            .ToArray() is { Length: > 0 } parts ? string.Join(',', parts) : "any labels";
}
