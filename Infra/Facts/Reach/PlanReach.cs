using System.Collections;
using Infra.Facts.Compose;
using Infra.Planning;

namespace Infra.Facts.Reach;

/// <summary>Who may open a connection to whom in a plan, and on which port: policies, Services and Ingresses of its cluster, networks and
/// published ports of its containers, and the provider's firewalls, taken together.</summary>
public sealed class PlanReach
{
    /// <summary>Name of a server, whatever its resource is called.</summary>
    public const string Server = "server";

    /// <summary>Name of a cluster's control plane.</summary>
    public const string ControlPlane = "control plane";

    /// <summary>Name of what comes from outside through a Service.</summary>
    public const string ByService = "by a Service";

    /// <summary>Name of what the edge hands on, as Ingresses say.</summary>
    public const string ByIngress = "by an Ingress";

    /// <summary>Port of the API of a cluster.</summary>
    public const int ApiPort = 443;

    private const string ReleaseType = "kubernetes:helm.sh/v3:Release";

    /// <summary>Name of the pods of a namespace that charts make.</summary>
    public const string ChartPods = "charts";

    // What DigitalOcean gives to pods where nobody asks for something else. Source: its documentation, "VPC-native clusters".
    private const string UsualPodRange = "10.244.0.0/16";

    private readonly Lazy<ImmutableArray<Connection>> connections;
    private readonly ImmutableArray<HostFirewall> hostFirewalls;

    private PlanReach(Plan plan, PlanFacts facts)
    {
        Cloud = CloudReach.Of(plan);
        Administrators = AddressSet.AtLeast(plan.Settings.AdminCidrs);
        Zones = new(Cloud.Network, Administrators);
        Cluster = ReadCluster(plan, facts, Cloud.Network);
        Compose = facts.Project is { } project ? ComposeReach.Of(project) : ComposeReach.None;
        hostFirewalls =
        [
            .. plan.OfType("digitalocean:index/droplet:Droplet")
                .Select(droplet => HostFirewall.Of(droplet.Inputs.GetValueOrDefault("userData") as string ?? "")),
        ];
        PublicCharts =
        [
            .. from release in plan.OfType(ReleaseType)
               from value in PublicValues(release.Inputs.GetValueOrDefault("values"), "")
               select (release.Name, value),
        ];
        connections = new(() => Connection.Joined([.. OfCluster(), .. OfContainers(), .. OfCloud()]));
    }

    /// <summary>The provider's firewalls.</summary>
    public CloudReach Cloud { get; }

    /// <summary>The cluster; without a pod where the plan has none.</summary>
    public ClusterReach Cluster { get; }

    /// <summary>The containers of a server; none where the plan has none.</summary>
    public ComposeReach Compose { get; }

    /// <summary>Charts that are asked, by their values, for what the internet reaches: name of the release, and the value.</summary>
    public ImmutableArray<(string Name, string Value)> PublicCharts { get; }

    /// <summary>Addresses of administrators, as the settings say.</summary>
    public AddressSet Administrators { get; }

    /// <summary>Names for addresses.</summary>
    public Zones Zones { get; }

    /// <summary>The matrix: every connection that may be opened, one row for each pair.</summary>
    public ImmutableArray<Connection> Connections => connections.Value;

    /// <summary>Reads a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="facts">What else is known of it.</param>
    internal static PlanReach Of(Plan plan, PlanFacts facts) => new(plan, facts);

    /// <summary>Name of a Service of a cluster's own in the matrix, by which pods find what is behind it.</summary>
    /// <param name="space">Its namespace.</param>
    /// <param name="service">Its name.</param>
    /// <param name="port">Its port.</param>
    public static string NameOf(string space, string service, int port) => $"Service {space}/{service}:{port}";

    /// <summary>Whether a connection may be opened.</summary>
    /// <param name="from">Who opens it: a pod (<c>NAMESPACE/NAME</c>), a container, <c>internet</c> for whoever is no administrator, or an
    /// address.</param>
    /// <param name="to">Who listens: the same, or the server, a managed database by its resource's name, the control plane.</param>
    /// <param name="port">Number of the port of the listener itself.</param>
    /// <param name="protocol">Protocol.</param>
    public bool CanOpen(string from, string to, int port, TransportProtocol protocol = TransportProtocol.Tcp)
    {
        var (asked, sources, targets) = (PortSet.Of(protocol, port, port), Addresses(from), Addresses(to));
        bool Has(PortSet ports) => ports.Covers(asked);
        var callers = Cluster.Pods.Where(pod => $"{pod}" == from).ToArray();
        var listeners = Cluster.Pods.Where(pod => $"{pod}" == to).ToArray();
        var opening = Compose.Containers.Where(container => container.Name == from).ToArray();
        var listening = Compose.Containers.Where(container => container.Name == to).ToArray();
        return listeners.Any(pod => callers.Any(caller => Has(Cluster.Ports(caller, pod))) || FromOutside(pod, sources, asked))
            || callers.Any(caller => Cluster.Outgoing(caller).Any(open => open.Addresses.Overlaps(targets) && Has(open.Ports)))
            || listening.Any(container => opening.Any(other => Has(ComposeReach.Ports(other, container)))
                || FromOutside(container, sources, asked))
            || opening.Any(container => container.LeadsOut && ServersOutbound.Any(open => open.To.Overlaps(targets) && Has(open.Ports)))
            || (to == Server && opening.Any(container => Has(ToServer(container))))
            || (to == Server && Cloud.Machines.Any(machine => !machine.IsNodes && machine.SourcesOf(port, protocol).Overlaps(sources)))
            || (to == ControlPlane && port == ApiPort && Cloud.ControlPlanes.Any(plane => plane.Addresses.Overlaps(sources)))
            || Cloud.Databases.Where(database => database.Name == to).Any(database => database.Addresses.Overlaps(sources)
                || (!database.Machines.IsEmpty && (opening.Any(container => container.LeadsOut)
                    || callers.Any(caller => Cluster.Outgoing(caller)
                        .Any(open => open.Addresses.Overlaps(Cloud.Network) && Has(open.Ports))))));
    }

    private IEnumerable<(AddressSet To, PortSet Ports)> ServersOutbound => Cloud.Machines.Where(machine => !machine.IsNodes)
        .SelectMany(machine => machine.Outbound).GroupBy(rule => rule.Ports)
        .Select(same => (same.Aggregate(AddressSet.None, (set, rule) => set.Union(rule.To.Addresses)), same.Key));

    private AddressSet Addresses(string name) => name == Zones.Internet ? AddressSpace.Internet.Except(Administrators)
        : AddressSet.TryParse(name, out var addresses) ? addresses : AddressSet.None;

    private bool FromOutside(ClusterPod pod, AddressSet sources, PortSet asked) =>
        Cluster.Exposed(pod).Any(open => open.Sources.Overlaps(sources) && open.Ports.Covers(asked))
        || (Cluster.Backends.SelectMany(Cluster.Behind).Any(behind => behind.Pod == pod && behind.Ports.Covers(asked))
            && Cluster.Pods.Any(edge => Cluster.Ports(edge, pod).Covers(asked)
                && Cluster.Exposed(edge).Any(open => open.Sources.Overlaps(sources) && !open.Ports.IsEmpty)));

    private bool FromOutside(ConnectedContainer container, AddressSet sources, PortSet asked) =>
        FromOutside(container).Any(open => open.Sources.Overlaps(sources) && open.Ports.Covers(asked));

    // Through the firewall in front of the server; the server's own does not see what the engine publishes.
    private IEnumerable<(AddressSet Sources, PortSet Ports)> FromOutside(ConnectedContainer container) =>
        from machine in Cloud.Machines
        where !machine.IsNodes
        from rule in machine.Inbound.GroupBy(rule => rule.Ports)
        let sources = rule.Aggregate(AddressSet.None, (set, one) => set.Union(one.From.Addresses))
        where !sources.IsEmpty
        from open in container.OnHostNetwork || container.Networks.Any(network => network.IsOpen)
            ? [(Outside: PortSet.All, Inside: PortSet.All)]
            : container.Published.Where(port => !port.IsLoopback).Select(port => (Outside: port.OnServer, Inside: port.InContainer))
        where !open.Outside.Intersect(rule.Key).IsEmpty
        select (sources, container.OnHostNetwork ? rule.Key : open.Inside);

    // Every network has the server as its gateway, one that leads nowhere as well. The engine calls bridges by ids, but its own.
    private PortSet ToServer(ConnectedContainer container) => (
        from network in container.Networks
        from firewall in hostFirewalls
        select firewall.Open(network.Name == ComposeNetwork.Bridge.Name ? "docker0" : "br-"))
        .Aggregate(PortSet.None, (set, ports) => set.Union(ports));

    private IEnumerable<Connection> OfCluster()
    {
        ImmutableArray<ClusterPod> outside = [ClusterReader.NameServers, ClusterReach.Stranger];
        var own = Cluster.Pods.Remove(ClusterReader.NameServers);
        if (own.IsEmpty)
        {
            yield break;
        }

        foreach (var pod in own)
        {
            foreach (var other in Cluster.Candidates(pod).Where(other => other != ClusterReader.NameServers))
            {
                yield return new($"{pod}", $"{other}", Cluster.Ports(pod, other));
            }

            foreach (var other in outside)
            {
                yield return new($"{pod}", $"{other}", Cluster.Ports(pod, other));
                yield return new($"{other}", $"{pod}", Cluster.Ports(other, pod));
            }

            foreach (var (addresses, ports) in Cluster.Outgoing(pod))
            {
                foreach (var zone in Zones.Of(addresses))
                {
                    yield return new($"{pod}", zone, ports);
                }
            }

            foreach (var (addresses, ports) in Cluster.Incoming(pod))
            {
                foreach (var zone in Zones.Of(addresses))
                {
                    yield return new(zone, $"{pod}", ports);
                }
            }

            foreach (var (sources, ports) in Cluster.Exposed(pod).Where(open => !open.Sources.IsEmpty))
            {
                yield return new($"{Zones.NameOf(sources)} {ByService}", $"{pod}", ports);
            }
        }

        foreach (var service in Cluster.Services.Where(service => service.Sources.IsEmpty))
        {
            foreach (var (port, pod) in from port in service.Ports from pod in service.Pods select (port, pod))
            {
                yield return new(NameOf(service.Namespace, service.ObjectName, port.Number), $"{pod}", port.Of(pod));
            }
        }

        foreach (var (pod, ports) in Cluster.Backends.SelectMany(Cluster.Behind))
        {
            yield return new($"{Zones.Anywhere} {ByIngress}", $"{pod}", ports);
        }
    }

    private IEnumerable<Connection> OfContainers()
    {
        foreach (var container in Compose.Containers)
        {
            foreach (var other in Compose.Containers.Where(other => other != container))
            {
                yield return new(container.Name, other.Name, ComposeReach.Ports(container, other));
            }

            yield return new(container.Name, Server, ToServer(container));
            foreach (var (to, ports) in ServersOutbound.Where(_ => container.LeadsOut))
            {
                foreach (var zone in Zones.Of(to))
                {
                    yield return new(container.Name, zone, ports.Intersect(PortSet.All));
                }
            }

            foreach (var (sources, ports) in FromOutside(container))
            {
                yield return new(Zones.NameOf(sources), container.Name, ports);
            }
        }
    }

    private IEnumerable<Connection> OfCloud()
    {
        foreach (var machine in Cloud.Machines)
        {
            var name = machine.IsNodes ? machine.Name : Server;
            foreach (var rules in machine.Inbound.GroupBy(rule => (rule.Ports, rule.From.Named)))
            {
                var sources = rules.Aggregate(AddressSet.None, (set, rule) => set.Union(rule.From.Addresses));
                yield return new(rules.Key.Named.Length > 0 ? rules.Key.Named : Zones.NameOf(sources), name, rules.Key.Ports);
            }
        }

        foreach (var plane in Cloud.ControlPlanes.Where(plane => !plane.Addresses.IsEmpty))
        {
            yield return new(Zones.NameOf(plane.Addresses), ControlPlane, PortSet.Tcp(ApiPort));
        }

        foreach (var database in Cloud.Databases)
        {
            foreach (var machine in database.Machines)
            {
                yield return new(machine, database.Name, PortSet.All);
            }

            foreach (var other in database.Others)
            {
                yield return new(other.Named.Length > 0 ? other.Named : Zones.NameOf(other.Addresses), database.Name, PortSet.All);
            }
        }
    }

    private static ClusterReach ReadCluster(Plan plan, PlanFacts facts, AddressSet network)
    {
        var objects = plan.Deployed.Where(resource => resource.IsKubernetesObject).Select(resource => new ClusterObject(
            GroupOf(resource), resource.Kind, resource.Name, resource.Inputs)).ToArray();
        var range = plan.OfType("digitalocean:index/kubernetesCluster:KubernetesCluster")
            .Select(cluster => cluster.Inputs.GetValueOrDefault("clusterSubnet") as string).FirstOrDefault(subnet =>
                subnet is { Length: > 0 });
        return ClusterReader.Read(objects, facts.Pods, [.. ForeignPods(plan, objects)], AddressSet.AtMost([range ?? UsualPodRange]),
            network);
    }

    // kubernetes:core/v1:Service, where the API itself names no group.
    private static string GroupOf(PlannedResource resource) => resource.Type.Split(':') is [_, var group, _]
        ? group.StartsWith("core/", StringComparison.Ordinal) ? group["core/".Length..] : group : "";

    private static IEnumerable<ForeignPod> ForeignPods(Plan plan, IEnumerable<ClusterObject> objects)
    {
        foreach (var release in plan.OfType(ReleaseType))
        {
            var name = release.Inputs.GetValueOrDefault("name") as string ?? release.Name;
            var space = release.Inputs.GetValueOrDefault("namespace") as string ?? "default";
            yield return ForeignPod.OfChart(name, release.Inputs.GetValueOrDefault("chart") as string ?? "",
                space) with
            { Name = ChartPods };
            foreach (var other in Overrides(release.Inputs.GetValueOrDefault("values")).Distinct())
            {
                yield return new(ChartPods, other, LabelSet.Unknown);
            }
        }

        foreach (var certificate in objects.Where(one => one.Kind == "Certificate"))
        {
            if (certificate.Content.GetValueOrDefault("metadata") is IReadOnlyDictionary<string, object?> metadata)
            {
                yield return ForeignPod.OfCertificate(metadata.GetValueOrDefault("namespace") as string ?? "default");
            }
        }
    }

    // By a convention of charts: a part of them that goes to a namespace of its own.
    private static IEnumerable<string> Overrides(object? values) => values switch
    {
        IReadOnlyDictionary<string, object?> map => map.SelectMany(entry =>
            entry is { Key: "namespaceOverride", Value: string { Length: > 0 } space } ? [space] : Overrides(entry.Value)),
        string => [],
        IEnumerable items => items.Cast<object?>().SelectMany(Overrides),
        _ => [],
    };

    // By the convention of charts that follow Helm's own example: a Service's type, and addresses of nodes or outside.
    private static IEnumerable<string> PublicValues(object? values, string path) => values switch
    {
        IReadOnlyDictionary<string, object?> map => map.SelectMany(entry => entry switch
        {
            { Key: "type", Value: "LoadBalancer" or "NodePort" } or { Key: "hostNetwork" or "hostPort", Value: true } =>
                [$"{path}{entry.Key}"],
            { Key: "hostPort", Value: double port } when port > 0 => [$"{path}{entry.Key}"],
            { Key: "externalIPs", Value: IEnumerable and not string } when ((IEnumerable)entry.Value).Cast<object?>().Any() =>
                [$"{path}{entry.Key}"],
            _ => PublicValues(entry.Value, $"{path}{entry.Key}."),
        }),
        string => [],
        IEnumerable items => items.Cast<object?>().SelectMany(item => PublicValues(item, path)),
        _ => [],
    };
}
