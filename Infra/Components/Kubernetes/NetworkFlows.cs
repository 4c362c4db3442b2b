using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace Infra.Components.Kubernetes;

/// <summary>The connections that one component may accept and make. What is not listed is denied.</summary>
public sealed class NetworkFlows
{
    private readonly InputList<NetworkPolicyIngressRuleArgs> ingress = [];
    private readonly InputList<NetworkPolicyEgressRuleArgs> egress = [];

    /// <summary>Ports of the Kubernetes API: that of its Service, and its own.</summary>
    public static ImmutableArray<int> ApiPorts { get; } = [443, 6443];

    /// <summary>Addresses that count on one link only, the cloud's metadata service among them (RFC 3927).</summary>
    private const string LinkLocal = "169.254.0.0/16";

    /// <summary>Addresses that belong to nobody on the internet (RFC 1918, RFC 6598, link-local).</summary>
    private static readonly string[] PrivateRanges = ["10.0.0.0/8", "100.64.0.0/10", LinkLocal, "172.16.0.0/12", "192.168.0.0/16"];

    /// <summary>Accepts connections from pods of the same namespace.</summary>
    /// <param name="selecting">Labels of those pods.</param>
    /// <param name="port">Port on which they are accepted.</param>
    public NetworkFlows FromPods(InputMap<string> selecting, int port) => Accept(Pods(selecting), port);

    /// <summary>Accepts connections from every pod of another namespace.</summary>
    public NetworkFlows FromNamespace(string name, int port) => Accept(
        new() { NamespaceSelector = new LabelSelectorArgs { MatchLabels = { ["kubernetes.io/metadata.name"] = name } } }, port);

    /// <summary>Accepts connections from everywhere: from users through a load balancer, or from the Kubernetes API, whose address nobody knows.</summary>
    public NetworkFlows FromAnywhere(params int[] ports)
    {
        ingress.Add(new NetworkPolicyIngressRuleArgs { Ports = ports.Select(Tcp).ToArray() });
        return this;
    }

    /// <summary>Accepts connections from, and connects to, every pod of the same namespace.</summary>
    public NetworkFlows Among()
    {
        ingress.Add(new NetworkPolicyIngressRuleArgs { From = new NetworkPolicyPeerArgs { PodSelector = new LabelSelectorArgs() } });
        egress.Add(new NetworkPolicyEgressRuleArgs { To = new NetworkPolicyPeerArgs { PodSelector = new LabelSelectorArgs() } });
        return this;
    }

    /// <summary>Connects to pods of all namespaces, which decide themselves whom they let in.</summary>
    public NetworkFlows ToPods()
    {
        egress.Add(new NetworkPolicyEgressRuleArgs { To = new NetworkPolicyPeerArgs { NamespaceSelector = new LabelSelectorArgs() } });
        return this;
    }

    /// <summary>Connects to pods of another namespace.</summary>
    public NetworkFlows ToNamespace(string name, params int[] ports) => Connect(
        new() { NamespaceSelector = new LabelSelectorArgs { MatchLabels = { ["kubernetes.io/metadata.name"] = name } } }, ports);

    /// <summary>Connects to everything on some ports, the Kubernetes API among them, but not to what a cloud tells a node about itself: its
    /// credentials are there for the asking.</summary>
    public NetworkFlows ToAnywhere(params int[] ports) =>
        Connect(new() { IpBlock = new IPBlockArgs { Cidr = "0.0.0.0/0", Except = LinkLocal } }, ports);

    /// <summary>Asks the cluster's name servers.</summary>
    public NetworkFlows ToDns()
    {
        egress.Add(new NetworkPolicyEgressRuleArgs
        {
            To = new NetworkPolicyPeerArgs
            {
                NamespaceSelector = new LabelSelectorArgs { MatchLabels = { ["kubernetes.io/metadata.name"] = "kube-system" } },
                PodSelector = new LabelSelectorArgs { MatchLabels = { ["k8s-app"] = "kube-dns" } },
            },
            Ports =
            {
                new NetworkPolicyPortArgs { Protocol = "UDP", Port = 53 },
                new NetworkPolicyPortArgs { Protocol = "TCP", Port = 53 },
            },
        });
        return this;
    }

    /// <summary>Connects to pods of the same namespace.</summary>
    public NetworkFlows ToPods(InputMap<string> selecting, int port) => Connect(Pods(selecting), port);

    /// <summary>Connects to addresses of the private network.</summary>
    /// <param name="range">Addresses, in CIDR notation.</param>
    /// <param name="ports">Ports.</param>
    public NetworkFlows ToNetwork(string range, params int[] ports) => Connect(new() { IpBlock = new IPBlockArgs { Cidr = range } }, ports);

    /// <summary>Connects to the internet by HTTPS, but to no private address.</summary>
    /// <param name="ports">Further ports.</param>
    public NetworkFlows ToInternet(params IEnumerable<int> ports) => Connect(new() { IpBlock = new IPBlockArgs { Cidr = "0.0.0.0/0", Except = PrivateRanges } }, [443, .. ports]);

    /// <summary>The policy of the pods that have these labels.</summary>
    /// <param name="selecting">Labels; none for every pod.</param>
    /// <param name="types">Directions that it decides; both unless said otherwise.</param>
    public NetworkPolicySpecArgs Of(InputMap<string> selecting, params string[] types) => new()
    {
        PodSelector = new LabelSelectorArgs { MatchLabels = selecting },
        PolicyTypes = types.Length == 0 ? ["Ingress", "Egress"] : types,
        Ingress = ingress,
        Egress = egress,
    };

    private static NetworkPolicyPeerArgs Pods(InputMap<string> selecting) => new() { PodSelector = new LabelSelectorArgs { MatchLabels = selecting } };

    private static NetworkPolicyPortArgs Tcp(int port) => new() { Protocol = "TCP", Port = port };

    private NetworkFlows Accept(NetworkPolicyPeerArgs peer, params int[] ports)
    {
        ingress.Add(new NetworkPolicyIngressRuleArgs { From = peer, Ports = ports.Select(Tcp).ToArray() });
        return this;
    }

    private NetworkFlows Connect(NetworkPolicyPeerArgs peer, params int[] ports)
    {
        egress.Add(new NetworkPolicyEgressRuleArgs { To = peer, Ports = ports.Select(Tcp).ToArray() });
        return this;
    }
}
