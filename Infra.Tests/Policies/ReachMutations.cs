using Infra.Planning;
using Infra.Systems;
using static Infra.Tests.Policies.Mutation;

namespace Infra.Tests.Policies;

/// <summary>Ways to let more, or less, reach each other than a system declares.</summary>
internal static class ReachMutations
{
    private const Topology Host = Topology.Droplet;
    private const Topology Cluster = Topology.Kubernetes;

    private static readonly object[] Halves = ["0.0.0.0/1", "128.0.0.0/1"];
    private static readonly Dictionary<string, object?> Nobody = [];
    private static readonly object[] Everybody = [Nobody];
    private static readonly object[] Backend = ["spec", "rules", 0, "http", "paths", 0, "backend", "service"];

    public static ImmutableArray<Mutation> All { get; } =
    [
        // SSH to two halves of everything, to all of IPv6, by a range of ports, to more neighbours than anybody has, by a tag.
        new("NET-01", Host, Set(Of("Firewall"), Halves, "inboundRules", 0, "sourceAddresses")),
        new("NET-01", Host, Set(Of("Firewall"), new object[] { "203.0.113.0/24", "::/0" }, "inboundRules", 0, "sourceAddresses")),
        new("NET-01", Host, Set(Of("Firewall"), new object[] { "198.51.0.0/16", "198.50.0.0/16" }, "inboundRules", 0, "sourceAddresses")),
        new("NET-01", Host, Set(Of("Firewall"), "1-1024", "inboundRules", 1, "portRange")),
        new("NET-01", Host, Set(Of("Firewall"), "all", "inboundRules", 2, "portRange")),
        new("NET-01", Host, Set(Of("Firewall"), new object[] { "anybody" }, "inboundRules", 0, "sourceTags")),
        new("NET-01", Host, Without(Of("Firewall"))),

        // A firewall that is missing or attached to nothing, and ports that nobody needs.
        new("NET-02", Host, Without(Of("Firewall"))),
        new("NET-02", Host, Set(Of("Firewall"), Nothing, "dropletIds")),
        new("NET-02", Host, Set(Of("Firewall"), new object[] { 7.0 }, "dropletIds")),
        new("NET-02", Host, Set(Of("Firewall"), "80-443", "inboundRules", 1, "portRange")),
        new("NET-02", Host, Set(Of("Firewall"), "udp", "inboundRules", 2, "protocol")),
        new("NET-02", Host, Opened("tcp", "6379", Halves)),
        new("NET-02", Host, Opened("tcp", "6379", ["10.0.0.0/8"])),
        new("NET-02", Host, Opened("icmp", "", ["0.0.0.0/0"])),
        new("NET-02", Cluster, NodesOpened("30000-32767")),

        // An allow-all policy beside the one that denies, in words and in deeds.
        new("NET-03", Cluster, Allowed("document-search", Nobody, ["Ingress"], Everybody, null)),
        new("NET-03", Cluster, Allowed("document-search", Nobody, ["Egress"], null, Everybody)),
        new("NET-03", Cluster, Allowed("document-search", Nobody, [], Everybody, null)),
        new("NET-03", Cluster, Allowed("document-search", Expression("app.kubernetes.io/version", "DoesNotExist"), ["Ingress"], Everybody,
            null)),
        new("NET-03", Cluster, Set(Named("NetworkPolicy", "default-deny"), new object[] { "Ingress" }, "spec", "policyTypes")),
        new("NET-03", Cluster, Set(Named("NetworkPolicy", "default-deny"), Everybody, "spec", "ingress")),
        new("NET-03", Cluster, Set(Named("NetworkPolicy", "default-deny"), "default", "metadata", "namespace")),
        new("NET-03", Cluster, Set(Named("NetworkPolicy", "default-deny"), "api", "spec", "podSelector", "matchLabels",
            "app.kubernetes.io/component")),
        new("NET-08", Cluster, Set(Named("NetworkPolicy", "monitoring-default-deny"), Everybody, "spec", "egress")),
        new("NET-08", Cluster, Set(Named("NetworkPolicy", "nginx-ingress-default-deny"), "elsewhere", "metadata", "namespace")),

        // Ways around the edge.
        new("NET-09", Cluster, Set(Named("Service", "redis"), "NodePort", "spec", "type")),
        new("NET-09", Cluster, Set(Named("Service", "redis"), new object[] { "203.0.113.9" }, "spec", "externalIPs")),
        new("NET-09", Cluster, Set(Named("Service", "api"), "LoadBalancer", "spec", "type")),
        new("NET-09", Cluster, Set(Named("Service", "nginx-ingress-service"), 9113.0, "spec", "ports", 0, "targetPort")),
        new("NET-09", Cluster, Set(Named("Deployment", "api"), 8000.0, "spec", "template", "spec", "containers", 0, "ports", 0,
            "hostPort")),

        new("NET-09", Cluster, Set(Named("Release", "kube-prometheus-stack"), "LoadBalancer", "values", "grafana", "service", "type")),
        new("NET-09", Cluster, Set(Named("Release", "eck-stack"), "NodePort", "values", "eck-kibana", "http", "service", "spec", "type"),
            "vision"),

        // Out to more than is needed.
        new("NET-10", Cluster, Set(Named("NetworkPolicy", "api"), Nothing, "spec", "egress", 0, "to", 0, "ipBlock", "except")),
        new("NET-10", Cluster, Set(Named("NetworkPolicy", "api"), Nothing, "spec", "egress", 0, "to")),
        new("NET-10", Cluster, Set(Named("NetworkPolicy", "api"), "::/0", "spec", "egress", 0, "to", 0, "ipBlock", "cidr")),
        new("NET-10", Cluster, Set(Named("NetworkPolicy", "api"), 65535.0, "spec", "egress", 0, "ports", 0, "endPort")),
        new("NET-10", Cluster, Both(Set(Named("NetworkPolicy", "redis"), new object[] { "Ingress" }, "spec", "policyTypes"),
            Both(Without(Named("NetworkPolicy", "default-deny")), Without(Named("NetworkPolicy", "allow-dns"))))),
        new("NET-10", Cluster, Allowed("document-search", Component("redis"), ["Egress"], null, [To(Ranges(Halves))])),
        new("NET-10", Cluster, Allowed("document-search", Component("worker"), ["Egress"], null, [To([Spaces(Nobody)])])),
        new("NET-10", Cluster, Allowed("monitoring", Nobody, ["Egress"], null, Everybody)),
        new("NET-10", Host, File("compose.yaml", "  data:\n    internal: true", "  data:\n    internal: false")),
        new("NET-10", Host, File("compose.yaml", "networks: [data]", "networks: [data, edge]")),

        // The control plane: open, off, gone.
        new("NET-11", Cluster, Set(Of("KubernetesCluster"), false, "controlPlaneFirewall", "enabled")),
        new("NET-11", Cluster, Set(Of("KubernetesCluster"), Nothing, "controlPlaneFirewall")),
        new("NET-11", Cluster, Set(Of("KubernetesCluster"), Halves, "controlPlaneFirewall", "allowedAddresses")),
        new("NET-11", Cluster, Set(Of("KubernetesCluster"), new object[] { "::/0" }, "controlPlaneFirewall", "allowedAddresses")),

        // In to a store, or to a service that is not asked.
        new("NET-12", Cluster, Set(Named("NetworkPolicy", "redis"), Everybody, "spec", "ingress")),
        new("NET-12", Cluster, Set(Named("NetworkPolicy", "redis"), Nothing, "spec", "ingress", 0, "from")),
        new("NET-12", Cluster, Set(Named("NetworkPolicy", "redis"), Ranges(Halves), "spec", "ingress", 0, "from")),
        new("NET-12", Cluster, Set(Named("NetworkPolicy", "redis"), Ranges(["::/0"]), "spec", "ingress", 0, "from")),
        new("NET-12", Cluster, Set(Named("NetworkPolicy", "redis"), new object[] { Spaces(Nobody) }, "spec", "ingress", 0, "from")),
        new("NET-12", Cluster, Both(Set(Named("NetworkPolicy", "redis"), Nothing, "spec", "ingress", 0, "ports"),
            Set(Named("NetworkPolicy", "api"), Everybody, "spec", "egress"))),
        new("NET-12", Cluster, Allowed("document-search", Component("redis"), ["Ingress"],
            [From([Spaces(Expression("team", "DoesNotExist"))])], null)),
        new("NET-12", Cluster, Both(Set(Named("Ingress", "edge-10rps-burst20"), "redis", [.. Backend, "name"]),
            Set(Named("Ingress", "edge-10rps-burst20"), 6379.0, [.. Backend, "port", "number"]))),
        new("NET-12", Cluster, Allowed("cert-manager", Nobody, ["Ingress"], Everybody, null)),
        new("NET-12", Host, File("compose.yaml", "networks: [data]", "networks: [data, monitoring]")),
        new("NET-12", Host, File("compose.yaml", "networks: [data]", "network_mode: host")),

        // The server itself, to its containers.
        new("NET-12", Host, Set(Of("Droplet"), "runcmd:\n  - [ufw, default, deny, incoming]\n  - [ufw, allow, 22/tcp]\n  - [ufw, enable]\n",
            "userData")),

        // The metadata of a node.
        new("NET-13", Cluster, Set(Named("NetworkPolicy", "api"), Nothing, "spec", "egress", 0, "to", 0, "ipBlock", "except")),
        new("NET-13", Cluster, Allowed("document-search", Component("worker"), ["Egress"], null, [To(Ranges(["169.254.169.254/32"]))])),
        new("NET-13", Cluster, Allowed("document-search", Nobody, ["Egress"], null, [To(Ranges(Halves))])),
        new("NET-13", Cluster, Allowed("document-search", Component("api"), ["Egress"], null, [To(Ranges(["fd00::/8"]))])),
        new("NET-13", Cluster, Allowed("nginx-ingress", Nobody, ["Egress"], null, [To(Ranges(["169.254.0.0/16"]))])),

        // What selects nothing.
        new("NET-14", Cluster, Set(Named("NetworkPolicy", "redis"), "cache", "spec", "podSelector", "matchLabels",
            "app.kubernetes.io/component")),
        new("NET-14", Cluster, Set(Named("NetworkPolicy", "redis"), "document-serach", "metadata", "namespace")),
        new("NET-14", Cluster, Set(Named("NetworkPolicy", "redis"), "app", "spec", "ingress", 0, "from", 0, "podSelector", "matchLabels",
            "app.kubernetes.io/component")),
        new("NET-14", Cluster, Set(Named("NetworkPolicy", "redis"), "all of it", "spec", "podSelector")),
        new("NET-14", Cluster, Set(Named("Service", "api"), "app", "spec", "selector", "app.kubernetes.io/component")),
        new("NET-14", Cluster, Set(Named("Service", "nginx-ingress-service"), "nginx", "spec", "selector", "app.kubernetes.io/name")),
        new("NET-14", Cluster, Set(Named("Service", "api"), "web", "spec", "ports", 0, "targetPort")),
        new("NET-14", Cluster, Set(Named("Ingress", "edge-health"), "app", [.. Backend, "name"])),
        new("NET-14", Cluster, Added(new()
        {
            Type = "kubernetes:k8s.nginx.org/v1:TransportServer",
            Name = "store",
            Parent = "",
            IsComponent = false,
            Inputs = ImmutableSortedDictionary<string, object?>.Empty.Add("spec", Nobody),
        })),
        new("NET-14", Host, Set(Of("Firewall"), Nothing, "dropletIds")),
        new("NET-14", Cluster, Set(Of("DatabaseFirewall"), "other-id", "clusterId")),
        new("NET-14", Host, File("compose.yaml", "networks: [data]", "networks: [date]")),

        // What is needed and cannot be reached.
        new("NET-15", Cluster, Without(Named("NetworkPolicy", "api"))),
        new("NET-15", Cluster, Without(Named("NetworkPolicy", "redis"))),
        new("NET-15", Cluster, Without(Named("NetworkPolicy", "allow-dns"))),
        new("NET-15", Cluster, Without(Named("Service", "api"))),
        new("NET-15", Cluster, Without(Named("Service", "redis"))),
        new("NET-15", Cluster, Set(Named("Service", "redis"), 6380.0, "spec", "ports", 0, "port")),
        new("NET-15", Cluster, Without(Named("Service", "nginx-ingress-service"))),
        new("NET-15", Cluster, Set(Named("NetworkPolicy", "redis"), 6380.0, "spec", "ingress", 0, "ports", 0, "port")),
        new("NET-15", Cluster, Set(Named("NetworkPolicy", "redis"), "UDP", "spec", "ingress", 0, "ports", 0, "protocol")),
        new("NET-15", Host, Set(Of("Firewall"), new object[] { "203.0.113.0/24" }, "inboundRules", 2, "sourceAddresses")),
        new("NET-15", Host, Set(Of("Firewall"), Nothing, "outboundRules")),
        new("NET-15", Host, File("compose.yaml", "networks: [data]", "networks: [edge]")),

        // Databases.
        new("DAT-01", Cluster, Set(Of("DatabaseFirewall"), "other-id", "clusterId")),
        new("DAT-01", Cluster, Set(Of("DatabaseFirewall"), Nothing, "rules")),
        new("DAT-01", Cluster, Set(Of("DatabaseFirewall"), "another-cluster", "rules", 0, "value")),
        new("DAT-01", Cluster, Set(Of("DatabaseFirewall"), new object[]
        {
            new Dictionary<string, object?> { ["type"] = "k8s", ["value"] = "cluster-id" },
            new Dictionary<string, object?> { ["type"] = "ip_addr", ["value"] = "0.0.0.0/0" },
        }, "rules")),
        new("DAT-01", Host, Set(Of("DatabaseFirewall"), "tag", "rules", 0, "type")),
        new("DAT-01", Cluster, Without(Named("DatabaseFirewall", "database-replica-1-firewall")), "web-platform"),

        // Published ports of a store, in every form that opens them.
        new("CMP-09", Host, File("compose.yaml", "expose: [\"6379\"]", "ports: [\"6379:6379\"]")),
        new("CMP-09", Host, File("compose.yaml", "expose: [\"6379\"]", "ports: [6379]")),
        new("CMP-09", Host, File("compose.yaml", "expose: [\"6379\"]", "ports: [\"0.0.0.0:6379:6379\"]")),
        new("CMP-09", Host, File("compose.yaml", "expose: [\"6379\"]", "ports: [\"[::]:6379:6379\"]")),
        new("CMP-09", Host, File("compose.yaml", "expose: [\"6379\"]", "ports: [{target: 6379, published: \"6379\", host_ip: \"\"}]")),
        new("CMP-09", Host, File("compose.yaml", "expose: [\"6379\"]",
            "ports: [{target: 6379, published: \"16379\", host_ip: 10.60.0.2}]")),
        new("CMP-09", Host, File("compose.yaml", "expose: [\"6379\"]", "ports: [\"${BIND:-0.0.0.0}:6379:6379\"]")),
        new("CMP-09", Host, File("compose.yaml", "  data:\n    internal: true", "  data:\n    driver: macvlan")),
    ];

    private static Func<Plan, Plan> Opened(string protocol, string ports, object[] sources) => plan =>
    {
        var firewall = plan.Resources.Single(Of("Firewall"));
        var rules = ((System.Collections.IEnumerable)firewall.Inputs["inboundRules"]!).Cast<object?>()
            .Append(new Dictionary<string, object?>
            {
                ["protocol"] = protocol,
                ["portRange"] = ports,
                ["sourceAddresses"] = sources,
            }).ToArray();
        return Set(Of("Firewall"), rules, "inboundRules")(plan);
    };

    // A firewall counts for every machine with one of its tags, and nodes have those of their pool.
    private static Func<Plan, Plan> NodesOpened(string ports) => Added(new()
    {
        Type = "digitalocean:index/firewall:Firewall",
        Name = "nodes",
        Parent = "",
        IsComponent = false,
        Inputs = ImmutableSortedDictionary.CreateRange<string, object?>(
        [
            new("tags", new object[] { "document-search" }),
            new("inboundRules", new object[]
            {
                new Dictionary<string, object?> { ["protocol"] = "tcp", ["portRange"] = ports,
                    ["sourceAddresses"] = new object[] { "0.0.0.0/0" } },
            }),
        ]),
    });

    private static Func<Plan, Plan> Allowed(string space, Dictionary<string, object?> pods, object[] types, object[]? ingress,
        object[]? egress) => Added(new()
        {
            Type = "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            Name = "allowed",
            Parent = "",
            IsComponent = false,
            Inputs = ImmutableSortedDictionary.CreateRange<string, object?>(
        [
            new("metadata", new Dictionary<string, object?> { ["name"] = "allowed", ["namespace"] = space }),
            new("spec", new Dictionary<string, object?> { ["podSelector"] = pods, ["policyTypes"] = types, ["ingress"] = ingress,
                ["egress"] = egress }),
        ]),
        });

    private static Func<Plan, Plan> Both(Func<Plan, Plan> first, Func<Plan, Plan> then) => plan => then(first(plan));

    private static Func<Plan, Plan> Added(PlannedResource resource) => plan => plan with { Resources = plan.Resources.Add(resource) };

    private static Dictionary<string, object?> Component(string name) =>
        new() { ["matchLabels"] = new Dictionary<string, object?> { ["app.kubernetes.io/component"] = name } };

    private static Dictionary<string, object?> Expression(string key, string operation) =>
        new() { ["matchExpressions"] = new object[] { new Dictionary<string, object?> { ["key"] = key, ["operator"] = operation } } };

    private static Dictionary<string, object?> To(object[] peers) => new() { ["to"] = peers };

    private static Dictionary<string, object?> From(object[] peers) => new() { ["from"] = peers };

    private static Dictionary<string, object?> Spaces(Dictionary<string, object?> selector) => new() { ["namespaceSelector"] = selector };

    private static object[] Ranges(object[] ranges) =>
        [.. ranges.Select(range => new Dictionary<string, object?> { ["ipBlock"] = new Dictionary<string, object?> { ["cidr"] = range } })];

    private static Func<PlannedResource, bool> Of(string kind) => resource => resource.Kind == kind && !resource.IsComponent;

    private static Func<PlannedResource, bool> Named(string kind, string name) => resource => resource.Kind == kind
        && resource.Name == name && !resource.IsComponent;
}
