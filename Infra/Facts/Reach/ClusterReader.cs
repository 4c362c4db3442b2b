using Infra.Facts.Pods;
using k8s.Models;

namespace Infra.Facts.Reach;

/// <summary>An object of the Kubernetes API.</summary>
/// <param name="Group">Group of the API with its version: <c>networking.k8s.io/v1</c>, <c>v1</c>.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Name in findings.</param>
/// <param name="Content">What it says, by the names of the API.</param>
internal sealed record ClusterObject(string Group, string Kind, string Name, IReadOnlyDictionary<string, object?> Content);

/// <summary>Reads what objects of a cluster say about connections.</summary>
internal static class ClusterReader
{
    private const string InternalBalancer = "service.beta.kubernetes.io/do-loadbalancer-network";

    // Every cluster has them. Source: Kubernetes, "Namespaces", initial namespaces; the labels are those of the add-on CoreDNS.
    private static readonly ImmutableArray<string> InitialNamespaces = ["default", "kube-node-lease", "kube-public", "kube-system"];

    // Of the API itself, of the Gateway API, and of the ingress controller.
    private static readonly ImmutableHashSet<string> OtherWays =
    [
        "Endpoints", "EndpointSlice", "Gateway", "HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute", "VirtualServer",
        "VirtualServerRoute", "TransportServer",
    ];

    /// <summary>Name servers of a cluster.</summary>
    public static ClusterPod NameServers { get; } = new()
    {
        Name = "kube-dns",
        Namespace = ClusterNamespace.Of("kube-system", LabelSet.Empty),
        Labels = LabelSet.Empty with { Known = LabelSet.Empty.Known.Add("k8s-app", "kube-dns") },
        NamedPorts = [("dns", TransportProtocol.Udp, 53), ("dns-tcp", TransportProtocol.Tcp, 53), ("metrics", TransportProtocol.Tcp, 9153)],
    };

    /// <summary>Reads objects.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="pods">The pods that they make.</param>
    /// <param name="foreign">Pods that others make of them: charts, operators.</param>
    /// <param name="podAddresses">Addresses that pods may have.</param>
    /// <param name="privateNetwork">Addresses of the network that nodes and load balancers are in.</param>
    public static ClusterReach Read(
        IEnumerable<ClusterObject> objects, IEnumerable<Pod> pods, IEnumerable<ForeignPod> foreign, AddressSet podAddresses,
            AddressSet privateNetwork)
    {
        var (all, unread) = (objects.ToArray(), ImmutableArray.CreateBuilder<(string, string)>());
        IEnumerable<(string Name, T Content)> Typed<T>(string group, string kind)
            where T : class, new()
        {
            foreach (var one in all.Where(one => one.Kind == kind && one.Group == group))
            {
                T content;
                try
                {
                    content = TypedReader.Read<T>(one.Content);
                }
                catch (FormatException e)
                {
                    unread.Add((one.Name, $"is no {kind} that an API server would take: {e.Message}"));
                    continue;
                }

                yield return (one.Name, content);
            }
        }

        var spaces = new Dictionary<string, ClusterNamespace>(StringComparer.Ordinal);
        foreach (var name in InitialNamespaces)
        {
            spaces[name] = ClusterNamespace.Of(name, LabelSet.Empty);
        }

        foreach (var (_, space) in Typed<V1Namespace>("v1", "Namespace"))
        {
            var labels = space.Metadata?.Labels?.ToImmutableDictionary() ?? LabelSet.Empty.Known;
            spaces[space.Metadata?.Name ?? ""] = ClusterNamespace.Of(space.Metadata?.Name ?? "", new(labels, AreAll: true));
        }

        ClusterNamespace Space(string name) => spaces.TryGetValue(name.Length > 0 ? name : "default", out var known) ? known
            : spaces[name] = ClusterNamespace.Of(name, LabelSet.Unknown);
        ImmutableArray<ClusterPod> found =
        [
            .. pods.Select(pod => ClusterPod.Of(pod, Space(pod.Owner.Namespace))),
            .. foreign.Select(pod => new ClusterPod { Name = pod.Name, Namespace = Space(pod.Namespace), Labels = pod.Labels,
                OnHostNetwork = pod.OnHostNetwork }),
            NameServers,
        ];

        unread.AddRange(all.Where(IsUnknown).Select(one => (one.Name,
            $"is a {one.Kind} of {one.Group}: whom it lets reach whom is not known here")));
        return new()
        {
            Pods = found,
            Policies = [.. Typed<V1NetworkPolicy>("networking.k8s.io/v1", "NetworkPolicy")
                .Select(policy => new NetworkPolicy(policy.Name, policy.Content))],
            Services = [.. Typed<V1Service>("v1", "Service")
                .Select(service => Service(service.Name, service.Content, found, privateNetwork))],
            Backends = [.. Typed<V1Ingress>("networking.k8s.io/v1", "Ingress")
                .SelectMany(ingress => Backends(ingress.Name, ingress.Content)).Distinct()],
            Namespaces = [.. spaces.Values.OrderBy(space => space.Name, StringComparer.Ordinal)],
            Unread = unread.ToImmutable(),
            PodAddresses = podAddresses,
            NodeAddresses = privateNetwork,
        };
    }

    // Other policies than Kubernetes' own, other ways to pods than Services and Ingresses.
    private static bool IsUnknown(ClusterObject one) =>
        (one.Kind.Contains("NetworkPolic", StringComparison.Ordinal) && (one.Kind, one.Group) != ("NetworkPolicy", "networking.k8s.io/v1"))
        || OtherWays.Contains(one.Kind);

    private static ClusterService Service(string name, V1Service service, ImmutableArray<ClusterPod> pods, AddressSet privateNetwork)
    {
        var (space, spec) = (service.Metadata?.NamespaceProperty is { Length: > 0 } given ? given : "default", service.Spec ?? new());
        return new()
        {
            Name = name,
            ObjectName = service.Metadata?.Name ?? "",
            Namespace = space,
            IsExternalName = spec.Type == "ExternalName",
            Pods = spec.Selector is not { Count: > 0 } || spec.Type == "ExternalName" ? []
                : [.. pods.Where(pod => pod.Namespace.Name == space && pod.Labels.IsSelectedBy(spec.Selector) != Certainty.No)],
            Ports =
            [
                .. (spec.Ports ?? []).Select(port => new ClusterServicePort(port.Name ?? "", port.Port, Transport.Of(port.Protocol),
                    port.TargetPort?.Value is { Length: > 0 } target ? target : $"{port.Port}")),
            ],
            Sources = Sources(service, spec, privateNetwork),
            KeepsClientAddress = spec.ExternalTrafficPolicy == "Local",
        };
    }

    // A load balancer has ports of the nodes behind it: they are as open as it is, or more.
    private static AddressSet Sources(V1Service service, V1ServiceSpec spec, AddressSet privateNetwork) => spec.Type switch
    {
        _ when spec.ExternalIPs is { Count: > 0 } => AddressSet.Everything,
        "NodePort" => AddressSet.Everything,
        "LoadBalancer" when spec.LoadBalancerSourceRanges is { Count: > 0 } ranges => AddressSet.AtMost(ranges),
        "LoadBalancer" when service.Metadata?.Annotations is { } notes && notes.TryGetValue(InternalBalancer, out var network)
            && network == "INTERNAL" =>
            privateNetwork,
        "LoadBalancer" => AddressSet.Everything,
        _ => AddressSet.None,
    };

    private static IEnumerable<IngressBackend> Backends(string name, V1Ingress ingress) =>
        from backend in (ingress.Spec?.Rules ?? []).SelectMany(rule => rule.Http?.Paths ?? []).Select(path => path.Backend)
            .Append(ingress.Spec?.DefaultBackend)
        where backend?.Service is not null
        let port = backend.Service.Port
        select new IngressBackend(name, ingress.Metadata?.NamespaceProperty is { Length: > 0 } space ? space : "default",
            backend.Service.Name ?? "", port?.Name is { Length: > 0 } named ? named : $"{port?.Number}");
}
