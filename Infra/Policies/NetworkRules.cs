using System.Net.Sockets;
using Infra.Facts;
using Infra.Facts.Reach;
using Infra.Planning;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>Who may talk to whom (PL-08, ED-01): most of these are questions to the matrix of who reaches whom.</summary>
internal static class NetworkRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "NET-01",
            Title = "SSH is for administrators only",
            Why = "An open SSH port is tried by everybody, all day (DS-07; NSA/CISA guidance on management interfaces)",
            Remedy = "Let the firewall open port 22 to the ranges of infra:adminCidrs and to nobody else",
            Judge = plan => from machine in Reach(plan).Cloud.Machines
                            let problem = Beyond(machine.SourcesOf(Ssh), Reach(plan).Administrators)
                            select new Subject(machine.Name, problem.Length > 0 ? [$"opens SSH to {problem}"]
                                : machine.Inbound.Where(rule => rule.From.Named.Length > 0 && rule.Ports.Contains(Ssh))
                                    .Select(rule => $"opens SSH to {rule.From.Named}")),
        },
        new()
        {
            Id = "NET-02",
            Title = "Only the edge is public",
            Why = "Every other open port is a way in (PL-08, DS-07)",
            Remedy = "Attach a firewall to the server that opens ports 80 and 443 to everybody and nothing else",
            Judge = plan => from machine in Reach(plan).Cloud.Machines
                            let open = machine.OpenTo(Reach(plan).Administrators).Except(machine.IsNodes ? PortSet.None : PublicPorts)
                            select new Subject(machine.Name, open.IsEmpty ? ""
                                : machine.Firewalls.IsEmpty ? "is behind no firewall" : $"opens {open} to others than administrators"),
        },
        new()
        {
            Id = "NET-03",
            Title = "Namespaces deny what no policy allows",
            Scope = Scope.Kubernetes,
            Why = "Pods talk to all pods unless a policy denies it (CIS Kubernetes 5.3.2; NSA/CISA Kubernetes Hardening Guide)",
            Remedy = "Make a NetworkPolicy for all pods of the namespace with both policy types and no rules, and allow connections by "
                + "the labels of those that need them",
            Judge = plan => from space in OwnNamespaces(plan)
                            let problem = NewcomersReach(Reach(plan).Cluster, space)
                            select new Subject(space.Name, problem),
        },
        new()
        {
            Id = "NET-04",
            Title = "Namespaces ask for restricted pods",
            Scope = Scope.Kubernetes,
            Why = "The API server then refuses what a policy here overlooked (Kubernetes Pod Security Standards; CIS Kubernetes 5.2.1)",
            Remedy = "Label the namespace pod-security.kubernetes.io/enforce=restricted",
            Judge = plan => plan.Deployed.Where(resource => PodSpec(resource) is not null)
                .Select(resource => Text(resource.Inputs, "metadata", "namespace") is { Length: > 0 } name ? name : "default").Distinct()
                .Select(name => new Subject(name, plan.Deployed.Any(resource => resource.Kind == "Namespace"
                    && Text(resource.Inputs, "metadata", "name") == name
                    && Text(resource.Inputs, "metadata", "labels", "pod-security.kubernetes.io/enforce") == "restricted")
                    ? "" : "does not enforce the restricted Pod Security Standard")),
        },
        new()
        {
            Id = "NET-05",
            Title = "Every Ingress has TLS",
            Scope = Scope.Kubernetes.And(Scope.Nginx),
            Why = "Passwords and tokens go through it (ED-01)",
            Remedy = "Give the Ingress a tls section, or make it a minion of one that has",
            Judge = Rule.Each(resource => resource.Kind == "Ingress", resource =>
                Items(resource.Inputs, "spec", "tls").Any()
                    || Text(resource.Inputs, "metadata", "annotations", "nginx.org/mergeable-ingress-type") == "minion" ? ""
                    : "answers without TLS"),
        },
        new()
        {
            Id = "NET-06",
            Title = "Every public route has a rate limit, but health",
            Why = "One client must not take the service from all others (ED-03)",
            Remedy = "Give the route a RateLimit",
            Judge = plan => plan.Settings.System.Edge.Routes.Where(route => !route.Health)
                .Select(route => new Subject("edge", route.Limit.Limits ? "" : $"route {route.Path} has no rate limit")),
        },
        new()
        {
            Id = "NET-07",
            Title = "What serves users runs at least twice in production",
            Scope = Scope.Kubernetes.And(Scope.Production),
            Why = "One instance is gone whenever its node is (CA-01)",
            Remedy = "Set two replicas or more, and a PodDisruptionBudget",
            Judge = plan => plan.Settings.IsProduction
                ? from resource in plan.Deployed
                  where resource.Kind == "Deployment" && plan.Settings.System.Edge.Routes.Any(route => route.Service == resource.Name)
                  select new Subject(resource.Name, Number(resource.Inputs, "spec", "replicas") < 2
                      || !plan.Deployed.Any(other => other.Kind == "PodDisruptionBudget" && other.Parent == resource.Parent)
                      ? "runs once, or may be evicted all at once" : "")
                : [],
        },
        new()
        {
            Id = "NET-08",
            Title = "Every namespace is closed and under a Pod Security Standard",
            Scope = Scope.Kubernetes,
            Why = "Charts bring pods that nobody here wrote (Kubernetes Pod Security Standards; CIS Kubernetes 5.2.1, 5.3.2)",
            Remedy = "Label the namespace pod-security.kubernetes.io/enforce and make a NetworkPolicy that denies all; privileged is for "
                + "what reads the node itself",
            Judge = Rule.EachWithin(resource => resource.Kind == "Namespace", (plan, resource) =>
            {
                var name = Text(resource.Inputs, "metadata", "name");
                var standard = Text(resource.Inputs, "metadata", "labels", "pod-security.kubernetes.io/enforce");
                return standard.Length == 0 ? "enforces no Pod Security Standard"
                    : standard == "privileged" && !name.EndsWith("-nodes", StringComparison.Ordinal)
                        && !name.EndsWith("-agents", StringComparison.Ordinal) ? "lets pods do everything"
                    : Reach(plan).Cluster.Namespaces.Any(space => space.Name == name && Reach(plan).Cluster.IsClosed(space)) ? ""
                        : "lets every pod talk to every other";
            }),
        },
        new()
        {
            Id = "NET-09",
            Title = "No service but the edge is public",
            Scope = Scope.Kubernetes,
            Why = "A load balancer or a node's port leads past the edge, to a database as well (PL-08; NSA/CISA)",
            Remedy = "Make the Service a ClusterIP, without external addresses, and take ports of the node away from pods",
            Judge = plan => (from found in Exposed(Reach(plan).Cluster)
                            let declared = ReachComparison.Of(plan).Declared
                                .Where(row => row.To == $"{found.Pod}" && row.From.EndsWith(PlanReach.ByService, StringComparison.Ordinal))
                            let open = declared.Aggregate(found.Ports, (set, row) => set.Except(row.Ports))
                            select new Subject(found.Name, open.IsEmpty ? "" : $"makes {open} of {found.Pod} public"))
                .Concat(Reach(plan).PublicCharts.Select(chart => new Subject(chart.Name, $"is public by the value {chart.Value}"))),
        },
        new()
        {
            Id = "NET-10",
            Title = "Pods and containers reach only what they need outside",
            Why = "A stolen pod must not be a way to everything (NSA/CISA Kubernetes Hardening Guide, network separation)",
            Remedy = "Name addresses and ports in every egress rule of a NetworkPolicy, and keep networks of containers that need nothing "
                + "outside internal",
            Judge = plan =>
            {
                var parties = Parties(plan);
                return from row in ReachComparison.Of(plan).Found
                       where !parties.Contains(row.To) && parties.Contains(row.From)
                       select new Subject(ShortName(row.From),
                           ReachComparison.Of(plan).Excess(row) is { IsEmpty: false } excess ? $"may reach {row.To}: {excess}" : "");
            },
        },
        new()
        {
            Id = "NET-11",
            Title = "The control plane is for administrators only",
            Scope = Scope.Kubernetes,
            Why = "Whoever talks to the API of a cluster needs one stolen token to have all of it (NSA/CISA Kubernetes Hardening Guide, "
                + "control plane)",
            Remedy = "Set controlPlaneFirewall with enabled true and the ranges of infra:adminCidrs",
            Judge = plan => from plane in Reach(plan).Cloud.ControlPlanes
                            let problem = Beyond(plane.Addresses, Reach(plan).Administrators)
                            select new Subject(plane.Name, problem.Length > 0 ? $"opens its API to {problem}" : ""),
        },
        new()
        {
            Id = "NET-12",
            Title = "Services and stores are reached by those who need them only",
            Why = "What can connect can try: passwords, and faults that nobody knows yet (PL-08; NSA/CISA Kubernetes Hardening Guide, "
                + "network separation)",
            Remedy = "Allow ingress by the labels of the pods that the system's definition names, and put containers into the networks of "
                + "their layer only",
            Judge = plan =>
            {
                var parties = Parties(plan);
                return from row in ReachComparison.Of(plan).Found
                       where (parties.Contains(row.To) && !row.From.EndsWith(PlanReach.ByService, StringComparison.Ordinal))
                           || (row.From == Zones.Administrators && row.To != PlanReach.ControlPlane)
                           || (row.To == PlanReach.Server && parties.Contains(row.From))
                       select new Subject(ShortName(row.To),
                           ReachComparison.Of(plan).Excess(row) is { IsEmpty: false } excess ? $"is reached by {row.From}: {excess}" : "");
            },
        },
        new()
        {
            Id = "NET-13",
            Title = "No pod reaches the cloud's metadata",
            Scope = Scope.Kubernetes,
            Why = "A node tells everybody who asks from it about itself, its credentials among it (NSA/CISA Kubernetes Hardening Guide; "
                + "MITRE ATT&CK T1552.005)",
            Remedy = "Keep 169.254.0.0/16 out of the ranges of egress rules",
            Judge = plan => from pod in Reach(plan).Cluster.Pods.Where(pod => pod != ClusterReader.NameServers)
                                .Concat(OwnNamespaces(plan).Select(ClusterReach.Newcomer))
                            select new Subject(pod.Name == PlanReach.ChartPods ? pod.Namespace.Name : pod.Name,
                                Reach(plan).Cluster.Outgoing(pod).Any(open => open.Addresses.Overlaps(AddressSet.Metadata))
                                    ? "may ask for the node's metadata" : ""),
        },
        new()
        {
            Id = "NET-14",
            Title = "What allows, denies or leads somewhere has a subject",
            Why = "A policy, a firewall or a Service that selects nothing protects or serves nothing, and looks as if it did "
                + "(CIS Kubernetes 5.3.2)",
            Remedy = "Correct the selector, the name or the attachment, or take the resource away",
            Judge = WithoutSubject,
        },
        new()
        {
            Id = "NET-15",
            Title = "What the system needs can be reached",
            Why = "A connection that is denied is found by users, and opened too widely in a hurry (PL-08)",
            Remedy = "Allow the connection on both ends: egress of the one and ingress of the other",
            Judge = plan => from row in ReachComparison.Of(plan).Declared
                            select new Subject(ShortName(row.From), ReachComparison.Of(plan).Missing(row) is { IsEmpty: false } missing
                                ? $"cannot reach {row.To}: {missing}" : ""),
        },
    ];

    private const int Ssh = 22;

    // At most 65,536 neighbours of IPv4, as infra:adminCidrs takes them, and at most what one provider gives to one site of IPv6.
    private const int WidestV4 = 16, WidestV6 = 32;

    private static PortSet PublicPorts => PortSet.Tcp(80, 443);

    private static PlanReach Reach(Plan plan) => PlanFacts.Of(plan).Reach;


    // Who is let in and should not be; empty where nobody is.
    private static string Beyond(AddressSet sources, AddressSet administrators) =>
        sources.Except(administrators) is { IsEmpty: false } others ? others.Covers(AddressSpace.Internet.OnlyV4) ? "everybody"
            : $"{others}"
        : sources.WidestPrefix(AddressFamily.InterNetwork) < WidestV4 || sources.WidestPrefix(AddressFamily.InterNetworkV6) < WidestV6
            ? $"{sources}, which is too many to be administrators" : "";

    // Pods and containers, as the matrix names them.
    private static HashSet<string> Parties(Plan plan) =>
        [.. Reach(plan).Cluster.Pods.Select(pod => $"{pod}"), .. Reach(plan).Compose.Containers.Select(container => container.Name)];

    private static string ShortName(string party) => party.Split('/') switch
    {
        [var space, PlanReach.ChartPods] => space,
        [_, var name] => name,
        _ => party,
    };

    // Those in which the plan makes pods itself.
    private static IEnumerable<ClusterNamespace> OwnNamespaces(Plan plan)
    {
        var names = PlanFacts.Of(plan).Pods.Select(pod => pod.Owner.Namespace is { Length: > 0 } name ? name : "default").ToHashSet();
        return Reach(plan).Cluster.Namespaces.Where(space => names.Contains(space.Name));
    }

    // What a pod could do that nobody has thought of: it may ask for names, and no more.
    private static string NewcomersReach(ClusterReach cluster, ClusterNamespace space)
    {
        var newcomer = ClusterReach.Newcomer(space);
        return !cluster.IsClosed(space) ? "lets every pod talk to every other"
            : cluster.Outgoing(newcomer) is { IsEmpty: false } outgoing
                ? $"lets any pod connect to {outgoing[0].Addresses}: {outgoing[0].Ports}"
            : cluster.Incoming(newcomer) is { IsEmpty: false } incoming
                ? $"lets {incoming[0].Addresses} connect to any pod: {incoming[0].Ports}"
            : cluster.Pods.Append(ClusterReach.Stranger).Select(pod => pod == ClusterReader.NameServers
                    ? (Pod: pod, To: cluster.Ports(newcomer, pod).Except(Names), From: PortSet.None)
                    : (Pod: pod, To: cluster.Ports(newcomer, pod), From: cluster.Ports(pod, newcomer)))
                .Where(open => !open.To.IsEmpty || !open.From.IsEmpty)
                .Select(open => $"lets any pod {(open.To.IsEmpty ? "be connected to by" : "connect to")} {open.Pod}").FirstOrDefault("");
    }

    private static PortSet Names => PortSet.Tcp(53).Union(PortSet.Of(TransportProtocol.Udp, 53, 53));

    private static IEnumerable<(string Name, ClusterPod Pod, PortSet Ports)> Exposed(ClusterReach cluster) =>
        (from service in cluster.Services
         where !service.Sources.IsEmpty
         from pod in service.Pods
         select (service.Name, pod, service.Ports.Aggregate(PortSet.None, (set, port) => set.Union(port.Of(pod)))))
        .Concat(from pod in cluster.Pods
                where pod.OnHostNetwork || !pod.NodePorts.IsEmpty
                select (pod.Name, pod, pod.OnHostNetwork ? PortSet.All : pod.NodePorts));

    private static IEnumerable<Subject> WithoutSubject(Plan plan)
    {
        var (cluster, cloud) = (Reach(plan).Cluster, Reach(plan).Cloud);
        bool SelectsAll(NetworkPolicy policy) => cluster.Namespaces.Any(space => space.Name == policy.Namespace
            && policy.Selects(ClusterReach.Newcomer(space) with { Labels = LabelSet.Unknown }) == Certainty.Yes);
        var policies = from policy in cluster.Policies
                       select new Subject(policy.Name, !SelectsAll(policy) && cluster.Pods.All(pod => policy.Selects(pod) == Certainty.No)
                           ? ["selects no pod"]
                           : (policy.Ingress ?? []).Concat(policy.Egress ?? [])
                               .SelectMany(rule => rule.PeersWithoutPods(cluster.Pods.Append(ClusterReach.Stranger)))
                               .Select(peer => $"is about peers that there are not: {peer}"));
        var services = from service in cluster.Services
                       where !service.IsExternalName
                       select new Subject(service.Name, service.Pods.IsEmpty ? ["selects no pod"]
                           : service.Ports.Where(port => service.Pods.All(pod => port.Of(pod).IsEmpty))
                               .Select(port => $"leads to the port {port.Target}, which its pods do not have"));
        var ingresses = from backend in cluster.Backends
                        select new Subject(backend.Name,
                            cluster.Behind(backend).Any() ? "" : $"leads to {backend.Service}:{backend.Port}, which is not there");
        return [.. policies, .. services, .. ingresses,
            .. cloud.Firewalls.Concat(cluster.Unread).Concat(Reach(plan).Compose.Unread)
                .Select(one => new Subject(one.Name, one.Problem))];
    }
}
