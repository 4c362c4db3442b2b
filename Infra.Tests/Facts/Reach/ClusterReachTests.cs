using Infra.Facts.Files;
using Infra.Facts.Pods;
using Infra.Facts.Reach;

namespace Infra.Tests.Facts.Reach;

/// <summary>Network policies as the documentation of Kubernetes says they are read: "Network policies" (concepts), the reference of
/// NetworkPolicy v1, "Labels and selectors", "Service".</summary>
public sealed class ClusterReachTests
{
    // Two namespaces with labels, a store and its client in the one, a visitor in the other, and a pod on the network of its node.
    private const string World = """
        {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: red, stage: live}}}
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: office, labels: {team: blue}}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: store, namespace: shop, labels: {app: store, tier: data}}
        spec: {containers: [{name: main, image: a, ports: [{name: db, containerPort: 5432},
            {name: peer, containerPort: 7000, protocol: UDP}]}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop, labels: {app: web}}
        spec: {containers: [{name: main, image: a, ports: [{name: http, containerPort: 8080}]}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: desk, namespace: office, labels: {app: web, tier: desk}}
        spec: {containers: [{name: main, image: a, ports: [{name: db, containerPort: 9999}]}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: agent, namespace: office, labels: {app: agent}}
        spec: {hostNetwork: true, containers: [{name: main, image: a}]}

        """;

    private const string Deny = "shop | podSelector: {}, policyTypes: [Ingress, Egress]";
    private const string DenyIn = "shop | podSelector: {}, policyTypes: [Ingress]";
    private const string Web = "shop | podSelector: {matchLabels: {app: web}}, ";
    private const string Store = "shop | podSelector: {matchLabels: {app: store}}, ";

    /// <summary>What the documentation says; the policies, who asks whom on which port; whether it may.</summary>
    public static TheoryData<string, string[], string, string, bool> Rows => new()
    {
        { "without a policy everybody may", [], "office/desk", "shop/store 5432", true },
        { "a policy of another namespace isolates nobody here", ["office | podSelector: {}"], "office/desk", "shop/store 5432", true },
        { "an empty selector is about every pod of its namespace", ["shop | podSelector: {}"], "shop/web", "shop/store 5432", false },
        { "a missing selector is an empty one", ["shop | policyTypes: [Ingress]"], "shop/web", "shop/store 5432", false },
        { "without types a policy is about ingress", ["shop | podSelector: {}"], "office/desk", "shop/web 8080", false },
        { "without types and rules it is not about egress", ["shop | podSelector: {}"], "shop/web", "office/desk 80", true },
        { "an empty list of types is none", ["shop | podSelector: {}, policyTypes: []"], "office/desk", "shop/web 8080", false },
        { "without types it is about egress where it has rules of it", ["shop | podSelector: {}, egress: [{to: [{podSelector: {}}]}]"],
            "shop/web", "office/desk 80", false },
        { "and then about ingress, too", ["shop | podSelector: {}, egress: [{}]"], "office/desk", "shop/web 8080", false },
        { "an empty list of egress rules does not make it about egress", ["shop | podSelector: {}, egress: []"], "shop/web",
            "office/desk 80", true },
        { "the type Egress alone leaves ingress open", ["shop | podSelector: {}, policyTypes: [Egress]"], "office/desk", "shop/web 8080",
            true },
        { "ingress rules do not count where the type is not named", ["shop | podSelector: {}, policyTypes: [Egress], ingress: []"],
            "office/desk", "shop/web 8080", true },
        { "the type Egress without rules closes it", ["shop | podSelector: {}, policyTypes: [Egress]"], "shop/web", "office/desk 80",
            false },
        { "a rule without peers and ports allows everything", [DenyIn, Store + "ingress: [{}]"], "office/desk", "shop/store 5432", true },
        { "allow-all for one pod opens no other", [DenyIn, Store + "ingress: [{}]"], "office/desk", "shop/web 8080", false },
        { "policies add up, and none takes away", [Store + "ingress: [{}]", Deny + ", ingress: []"], "office/desk", "shop/store 5432",
            true },
        { "an empty list of peers is everybody", [Store + "ingress: [{from: [], ports: [{port: 5432}]}]"], "office/desk",
            "shop/store 5432", true },
        { "an empty list of ports is every port", [Store + "ingress: [{from: [{podSelector: {}}], ports: []}]"], "shop/web",
            "shop/store 1", true },
        { "a pod selector alone is about pods of the same namespace", [From("{podSelector: {matchLabels: {app: web}}}")],
            "office/desk", "shop/store 5432", false },
        { "where it selects the caller", [From("{podSelector: {matchLabels: {app: web}}}")], "shop/web", "shop/store 5432", true },
        { "an empty pod selector is every pod of the same namespace only", [From("{podSelector: {}}")],
            "office/desk", "shop/store 5432", false },
        { "a namespace selector alone is about every pod in it", [From("{namespaceSelector: {matchLabels: {team: blue}}}")],
            "office/desk", "shop/store 5432", true },
        { "and about no other namespace", [From("{namespaceSelector: {matchLabels: {team: blue}}}")],
            "shop/web", "shop/store 5432", false },
        { "an empty namespace selector is every namespace", [From("{namespaceSelector: {}}")], "office/desk", "shop/store 5432", true },
        { "both selectors in one peer have to hold",
            [From("{namespaceSelector: {matchLabels: {team: blue}}, podSelector: {matchLabels: {tier: data}}}")],
            "office/desk", "shop/store 5432", false },
        { "in two peers one is enough",
            [From("{namespaceSelector: {matchLabels: {team: blue}}}, {podSelector: {matchLabels: {tier: data}}}")],
            "office/desk", "shop/store 5432", true },
        { "a namespace has its name for a label", [From("{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: office}}}")],
            "office/desk", "shop/store 5432", true },
        { "In wants one of the values", [From("{podSelector: {matchExpressions: [{key: app, operator: In, values: [web, job]}]}}")],
            "shop/web", "shop/store 5432", true },
        { "In is false without the label", [From("{podSelector: {matchExpressions: [{key: tier, operator: In, values: [web]}]}}")],
            "shop/web", "shop/store 5432", false },
        { "NotIn is true without the label", [From("{podSelector: {matchExpressions: [{key: tier, operator: NotIn, values: [data]}]}}")],
            "shop/web", "shop/store 5432", true },
        { "NotIn is false with one of the values",
            [From("{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}}")],
            "shop/web", "shop/store 5432", false },
        { "Exists wants the label", [From("{podSelector: {matchExpressions: [{key: tier, operator: Exists}]}}")],
            "shop/web", "shop/store 5432", false },
        { "DoesNotExist wants none", [From("{podSelector: {matchExpressions: [{key: tier, operator: DoesNotExist}]}}")],
            "shop/web", "shop/store 5432", true },
        { "labels and expressions all have to hold",
            [From("{podSelector: {matchLabels: {app: web}, matchExpressions: [{key: tier, operator: Exists}]}}")],
            "shop/web", "shop/store 5432", false },
        { "expressions select namespaces as well",
            [From("{namespaceSelector: {matchExpressions: [{key: stage, operator: DoesNotExist}]}}")],
            "office/desk", "shop/store 5432", true },
        { "expressions select the policy's own pods as well", ["shop | podSelector: {matchExpressions: [{key: tier, operator: Exists}]}"],
            "office/desk", "shop/web 8080", true },
        { "a port is of TCP where no protocol is said", [Store + "ingress: [{ports: [{port: 7000}]}]"], "shop/web", "shop/store 7000/UDP",
            false },
        { "a protocol without a port is every port of it", [Store + "ingress: [{ports: [{protocol: UDP}]}]"], "shop/web",
            "shop/store 7000/UDP", true },
        { "and no port of another", [Store + "ingress: [{ports: [{protocol: UDP}]}]"], "shop/web", "shop/store 5432", false },
        { "SCTP is a protocol of its own", [Store + "ingress: [{ports: [{protocol: SCTP, port: 7777}]}]"], "shop/web",
            "shop/store 7777/SCTP", true },
        { "a range goes to its end port", [Store + "ingress: [{ports: [{port: 5000, endPort: 5500}]}]"], "shop/web", "shop/store 5432",
            true },
        { "and no farther", [Store + "ingress: [{ports: [{port: 5000, endPort: 5431}]}]"], "shop/web", "shop/store 5432", false },
        { "a name is that of a port of the pod that listens", [Store + "ingress: [{ports: [{port: db}]}]"], "shop/web", "shop/store 5432",
            true },
        { "a name counts for its protocol only", [Store + "ingress: [{ports: [{port: peer}]}]"], "shop/web", "shop/store 7000", false },
        { "a name that the pod does not have opens nothing", [Store + "ingress: [{ports: [{port: http}]}]"], "shop/web", "shop/store 8080",
            false },
        { "for egress a name is resolved by the pod at the other end",
            ["shop | podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: db}]}]"],
            "shop/web", "office/desk 9999", true },
        { "and means nothing else there", ["shop | podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: db}]}]"],
            "shop/web", "office/desk 5432", false },
        { "egress has to allow what ingress allows", ["shop | podSelector: {matchLabels: {app: web}}, policyTypes: [Egress]",
            Store + "ingress: [{}]"],
            "shop/web", "shop/store 5432", false },
        { "ingress has to allow what egress allows", [Deny,
            "shop | podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{}]"],
            "shop/web", "shop/store 5432", false },
        { "where both allow it may", [Deny,
            Web + "egress: [{to: [{podSelector: {matchLabels: {app: store}}}], ports: [{port: 5432}]}]",
            From("{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}")], "shop/web", "shop/store 5432", true },
        { "not on a port that only one of both allows", [Deny,
            "shop | podSelector: {matchLabels: {app: web}}, egress: [{to: [{podSelector: {matchLabels: {app: store}}}]}]",
            Store + "ingress: [{ports: [{port: 5432}]}]"], "shop/web", "shop/store 5433", false },
        { "an answer needs no rule, and gives no right to open",
            [Deny, "shop | podSelector: {matchLabels: {app: web}}, egress: [{}]", Store + "ingress: [{}]"],
            "shop/store", "shop/web 8080", false },
        { "policies do not close a pod on its node's network", ["office | podSelector: {}, policyTypes: [Ingress, Egress]"],
            "shop/web", "office/agent 9100", true },
        { "nor keep it in", ["office | podSelector: {}, policyTypes: [Ingress, Egress]"], "office/agent", "shop/web 8080", true },
        { "a range of addresses without those of pods is about none of them", [From("{ipBlock: {cidr: 192.0.2.0/24}}")],
            "shop/web", "shop/store 5432", false },
        { "one with them may be, as plugins like", [From("{ipBlock: {cidr: 0.0.0.0/0}}")], "shop/web", "shop/store 5432", true },
        { "unless they are excepted", [From("{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}")],
            "shop/web", "shop/store 5432", false },
        { "a range of IPv6 says nothing of IPv4", [From("{ipBlock: {cidr: '::/0'}}")], "shop/web", "shop/store 5432", false },
    };

    /// <summary>What the documentation says; the policies; the pod; an address, and whether the pod may open a connection to it.</summary>
    public static TheoryData<string, string[], string, bool> Addresses => new()
    {
        { "without a policy everything", [], "169.254.169.254 80", true },
        { "a denied direction is nothing", [Deny], "203.0.113.7 443", false },
        { "a range is all of its addresses", [Egress("{cidr: 203.0.113.0/24}")], "203.0.113.7 443", true },
        { "and no others", [Egress("{cidr: 203.0.113.0/24}")], "203.0.114.7 443", false },
        { "what is excepted is not in it", [Egress("{cidr: 0.0.0.0/0, except: [169.254.0.0/16]}")], "169.254.169.254 80", false },
        { "the rest is", [Egress("{cidr: 0.0.0.0/0, except: [169.254.0.0/16]}")], "203.0.113.7 80", true },
        { "an exception counts for its own range only", [Egress("{cidr: 0.0.0.0/0, except: [169.254.0.0/16]}"),
            Egress("{cidr: 169.254.169.254/32}")],
            "169.254.169.254 80", true },
        { "two halves are a whole", [Egress("{cidr: 0.0.0.0/1}"), Egress("{cidr: 128.0.0.0/1}")], "169.254.169.254 80", true },
        { "every address of IPv6", [Egress("{cidr: '::/0'}")], "fd00:ec2::254 80", true },
        { "but none of IPv4", [Egress("{cidr: '::/0'}")], "169.254.169.254 80", false },
        { "exceptions of IPv6", [Egress("{cidr: '::/0', except: ['fd00::/8']}")], "fd00:ec2::254 80", false },
        { "bits behind the prefix do not count", [Egress("{cidr: 203.0.113.77/24}")], "203.0.113.7 443", true },
        { "a range cannot be read as none", [Egress("{cidr: everywhere}")], "169.254.169.254 80", true },
        { "a selector of pods is about no address",
            ["shop | podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}]}]"],
            "203.0.113.7 443", false },
        { "without peers everything", ["shop | podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 443}]}]"],
            "169.254.169.254 443", true },
        { "on its ports", ["shop | podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 443}]}]"], "169.254.169.254 80",
            false },
        { "a name of a port means nothing at an address",
            ["shop | podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: http}]}]"],
            "203.0.113.7 8080", false },
    };

    /// <summary>A Service and the policies of the store; whether the internet reaches the store on 5432.</summary>
    public static TheoryData<string, string, string[], bool> Services => new()
    {
        { "one of the cluster is not reached", "type: ClusterIP, selector: {app: store}, ports: [{port: 5432}]", [], false },
        { "no type is one of the cluster", "selector: {app: store}, ports: [{port: 5432}]", [], false },
        { "a load balancer is", "type: LoadBalancer, selector: {app: store}, ports: [{port: 5432}]", [], true },
        { "to the target port", "type: LoadBalancer, selector: {app: store}, ports: [{port: 80, targetPort: 5432}]", [], true },
        { "and not to the port of the same number", "type: LoadBalancer, selector: {app: store}, ports: [{port: 5432, targetPort: 80}]",
            [], false },
        { "a target port may have a name", "type: LoadBalancer, selector: {app: store}, ports: [{port: 80, targetPort: db}]", [], true },
        { "a port of the node is", "type: NodePort, selector: {app: store}, ports: [{port: 5432, nodePort: 30000}]", [], true },
        { "so is an external address", "selector: {app: store}, ports: [{port: 5432}], externalIPs: [203.0.113.9]", [], true },
        { "ranges of sources close it",
            "type: LoadBalancer, selector: {app: store}, ports: [{port: 5432}], loadBalancerSourceRanges: [10.0.0.0/8]", [], false },
        { "two halves do not",
            "type: LoadBalancer, selector: {app: store}, ports: [{port: 5432}], loadBalancerSourceRanges: [0.0.0.0/1, 128.0.0.0/1]", [],
                true },
        { "all labels of the selector have to be there", "type: LoadBalancer, selector: {app: store, tier: web}, ports: [{port: 5432}]",
            [], false },
        { "no selector selects nothing", "type: LoadBalancer, ports: [{port: 5432}]", [], false },
        { "a name outside leads to no pod", "type: ExternalName, externalName: example.com, selector: {app: store}, ports: [{port: 5432}]",
            [], false },
        { "the policies count", "type: LoadBalancer, externalTrafficPolicy: Local, selector: {app: store}, ports: [{port: 5432}]",
            [DenyIn], false },
        { "and what they allow", "type: LoadBalancer, externalTrafficPolicy: Local, selector: {app: store}, ports: [{port: 5432}]",
            [DenyIn, From("{ipBlock: {cidr: 0.0.0.0/0}}")], true },
        { "behind a node its own address does", "type: LoadBalancer, selector: {app: store}, ports: [{port: 5432}]",
            [DenyIn, From("{ipBlock: {cidr: 10.60.0.0/20}}")], true },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_pod_reaches_another_where_both_are_allowed_to(string says, string[] policies, string from, string to, bool allowed)
    {
        var cluster = Read(policies);
        var (target, port, protocol) = Target(to);
        Assert.True(allowed == cluster.Ports(Pod(cluster, from), Pod(cluster, target)).Contains(port, protocol), says);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public void A_pod_reaches_an_address_where_it_is_allowed_to(string says, string[] policies, string to, bool allowed)
    {
        var cluster = Read(policies);
        var (address, port, protocol) = Target(to);
        Assert.True(allowed == cluster.Outgoing(Pod(cluster, "shop/web"))
            .Any(open => open.Addresses.Overlaps(AddressSet.Of(address)) && open.Ports.Contains(port, protocol)), says);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void The_internet_reaches_a_pod_through_a_Service(string says, string service, string[] policies, bool reached)
    {
        var cluster = Read(policies, $"{{apiVersion: v1, kind: Service, metadata: {{name: store, namespace: shop}}, spec: {{{service}}}}}");
        Assert.True(reached == cluster.Exposed(Pod(cluster, "shop/store"))
            .Any(open => open.Sources.Overlaps(AddressSet.Of("203.0.113.7")) && open.Ports.Contains(5432)), says);
    }

    [Fact]
    public void A_range_whose_halves_are_apart_is_one_set() =>
        Assert.Equal(AddressSet.Everything, Read([Egress("{cidr: 0.0.0.0/1}"), Egress("{cidr: 128.0.0.0/1}"),
            Egress("{cidr: '::/0'}")]) is var cluster
            ? Assert.Single(cluster.Outgoing(Pod(cluster, "shop/web"))).Addresses : AddressSet.None);

    [Theory]
    [InlineData(true, Deny)]
    [InlineData(true, DenyIn, "shop | podSelector: {}, policyTypes: [Egress]")]
    [InlineData(false, DenyIn)]
    [InlineData(false, "shop | podSelector: {}, policyTypes: [Ingress, Egress], egress: [{}]")]
    [InlineData(false, "shop | podSelector: {matchExpressions: [{key: app, operator: Exists}]}, policyTypes: [Ingress, Egress]")]
    public void A_namespace_is_closed_where_policies_select_every_pod_and_allow_nothing(bool closed, params string[] policies)
    {
        var cluster = Read(policies);
        Assert.Equal(closed, cluster.IsClosed(cluster.Namespaces.Single(space => space.Name == "shop")));
    }

    [Fact]
    public void An_Ingress_leads_to_the_pods_behind_a_port_of_a_Service()
    {
        var cluster = Read([], """
            {apiVersion: v1, kind: Service, metadata: {name: store, namespace: shop},
                spec: {selector: {app: store}, ports: [{name: sql, port: 80, targetPort: db}]}}
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: edge, namespace: shop}
            spec:
              defaultBackend: {service: {name: store, port: {name: sql}}}
              rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: store, port: {number: 80}}}},
                  {path: /x, pathType: Prefix, backend: {service: {name: store, port: {number: 81}}}}]}}]
            """);
        Assert.Equal(["80 5432/TCP", "81 ", "sql 5432/TCP"], cluster.Backends.Select(backend =>
            $"{backend.Port} {string.Concat(cluster.Behind(backend).Select(behind => behind.Ports))}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_cannot_be_read_is_told()
    {
        var cluster = Read(["shop | podSelector: 7"],
            "{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: other}, spec: {}}");
        Assert.Equal(["other", "policy 0"], cluster.Unread.Select(unread => unread.Name).Order(StringComparer.Ordinal));
    }

    private static string From(string peers) => $"{Store}ingress: [{{from: [{peers}]}}]";

    private static string Egress(string block) =>
        $"shop | podSelector: {{}}, policyTypes: [Egress], egress: [{{to: [{{ipBlock: {block}}}]}}]";

    private static (string To, int Port, TransportProtocol Protocol) Target(string text)
    {
        var (to, port) = (text.Split(' ')[0], text.Split(' ')[1].Split('/'));
        return (to, int.Parse(port[0]), port.Length > 1 ? Enum.Parse<TransportProtocol>(port[1], ignoreCase: true) : TransportProtocol.Tcp);
    }

    private static ClusterPod Pod(ClusterReach cluster, string name) => cluster.Pods.Single(pod => $"{pod}" == name);

    private static ClusterReach Read(string[] policies, string more = "")
    {
        var text = policies.Select((policy, index) => policy.Split(" | ") is [var space, var spec]
            ? $"---\n{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: policy {index}, namespace: {space}}}, "
                + $"spec: {{{spec}}}}}\n" : "");
        var objects = YamlFile.Read($"{World}{string.Concat(text)}---\n{more}", YamlDialect.Kubernetes).Select(document =>
        {
            var content = (IReadOnlyDictionary<string, object?>)document.Content!;
            var name = (string)Tests.Read.At(content, "metadata", "name")!;
            return new ClusterObject((string)content["apiVersion"]!, (string)content["kind"]!, name, content);
        }).ToArray();
        return ClusterReader.Read(objects, objects.SelectMany(one => PodReader.Read(one.Kind, one.Name, one.Content)), [],
            AddressSet.Of("10.244.0.0/16"), AddressSet.Of("10.60.0.0/20"));
    }
}
