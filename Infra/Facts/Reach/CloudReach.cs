using System.Collections;
using System.Globalization;
using Infra.Planning;

namespace Infra.Facts.Reach;

/// <summary>Whom the provider's firewalls let in and out. Sources: DigitalOcean API, "Firewalls", "Databases, update firewall rules" and
/// "Kubernetes, control plane firewall" (2026-08).</summary>
public sealed record CloudReach
{
    private const string FirewallType = "digitalocean:index/firewall:Firewall";
    private const string DropletType = "digitalocean:index/droplet:Droplet";
    private const string PoolType = "digitalocean:index/kubernetesNodePool:KubernetesNodePool";
    private const string ClusterType = "digitalocean:index/kubernetesCluster:KubernetesCluster";
    private const string DatabaseType = "digitalocean:index/databaseCluster:DatabaseCluster";
    private const string ReplicaType = "digitalocean:index/databaseReplica:DatabaseReplica";
    private const string DatabaseFirewallType = "digitalocean:index/databaseFirewall:DatabaseFirewall";

    // Fields of a rule that name sources by something else than an address, and how a person says it.
    private static readonly ImmutableArray<(string Field, string Kind)> NamedSources =
        [("Tags", "tag"), ("DropletIds", "droplet"), ("LoadBalancerUids", "load balancer"), ("KubernetesIds", "cluster")];

    /// <summary>Servers and pools of nodes.</summary>
    public required ImmutableArray<MachineReach> Machines { get; init; }

    /// <summary>Managed databases and their read replicas.</summary>
    public required ImmutableArray<ManagedReach> Databases { get; init; }

    /// <summary>Control planes of clusters.</summary>
    public required ImmutableArray<ManagedReach> ControlPlanes { get; init; }

    /// <summary>Firewalls of machines and of databases, with the reason why one protects nothing; empty where it does.</summary>
    public required ImmutableArray<(string Name, string Problem)> Firewalls { get; init; }

    /// <summary>The private network; no address where the plan makes none.</summary>
    public required AddressSet Network { get; init; }

    /// <summary>Reads a plan.</summary>
    /// <param name="plan">The plan.</param>
    internal static CloudReach Of(Plan plan)
    {
        var firewalls = plan.OfType(FirewallType).ToArray();
        var owned = Owned(plan).ToArray();
        var machines = owned.Select(machine => Machine(machine,
            [.. firewalls.Where(firewall => Attached(firewall, machine))])).ToImmutableArray();
        (PlannedResource Resource, string Id)[] databases =
        [
            .. plan.OfType(DatabaseType).Select(database => (database, SimulatedCloud.IdOf(DatabaseType, database.Name))),
            .. plan.OfType(ReplicaType).Select(replica => (replica, SimulatedCloud.StateOf(ReplicaType, replica.Name,
                ImmutableDictionary<string, object>.Empty).GetValueOrDefault("uuid") as string ?? "")),
        ];
        var rules = plan.OfType(DatabaseFirewallType).ToArray();
        string[] Owners(string kind, string value) => kind switch
        {
            "droplet" => [.. owned.Where(machine => machine.Id == value).Select(machine => machine.Name)],
            "k8s" => [.. plan.OfType(ClusterType).Where(cluster => SimulatedCloud.IdOf(ClusterType, cluster.Name) == value)
                .Select(cluster => cluster.Name)],
            _ => [],
        };

        return new()
        {
            Machines = machines,
            Databases = [.. databases.Select(database => Database(database.Resource.Name, Owners,
                [.. rules.Where(firewall => Text(firewall.Inputs, "clusterId") == database.Id)
                    .SelectMany(firewall => Items(firewall.Inputs, "rules"))]))],
            ControlPlanes = [.. plan.OfType(ClusterType).Select(ControlPlane)],
            Firewalls =
            [
                .. firewalls.Select(firewall => (firewall.Name,
                    machines.Any(machine => machine.Firewalls.Contains(firewall.Name)) ? "" : "is attached to no machine of the plan")),
                .. rules.Select(firewall => (firewall.Name, databases.Any(database => database.Id == Text(firewall.Inputs, "clusterId"))
                    ? "" : "is of no database of the plan")),
            ],
            Network = plan.OfType("digitalocean:index/vpc:Vpc")
                .Aggregate(AddressSet.None, (set, network) => set.Union(AddressSet.AtMost([Text(network.Inputs, "ipRange")]))),
        };
    }

    // The id of a node is known to nobody before it exists; a pool's nodes have its tags, and those of the first pool the cluster's.
    private static IEnumerable<OwnMachine> Owned(Plan plan) =>
    [
        .. plan.OfType(DropletType).Select(droplet => new OwnMachine(droplet.Name, SimulatedCloud.IdOf(DropletType, droplet.Name),
            Tags(droplet.Inputs))),
        .. plan.OfType(PoolType).Select(pool => new OwnMachine(pool.Name, "", Tags(pool.Inputs))),
        .. plan.OfType(ClusterType).Select(cluster =>
            new OwnMachine(cluster.Name, "", Tags(cluster.Inputs.GetValueOrDefault("nodePool")).AddRange(Tags(cluster.Inputs)))),
    ];

    private static bool Attached(PlannedResource firewall, OwnMachine machine) =>
        (!machine.IsNodes && Texts(firewall.Inputs, "dropletIds").Contains(machine.Id))
            || Tags(firewall.Inputs).Intersect(machine.Tags).Any();

    // As soon as one firewall counts for a machine, only what one of them allows comes in or goes out.
    private static MachineReach Machine(OwnMachine machine, ImmutableArray<PlannedResource> firewalls)
    {
        ImmutableArray<(Source, PortSet)> open = [(Source.Of(AddressSet.Everything),
            PortSet.All.Union(PortSet.Every(TransportProtocol.Icmp)))];
        return new()
        {
            Name = machine.Name,
            IsNodes = machine.IsNodes,
            Firewalls = [.. firewalls.Select(firewall => firewall.Name)],
            Inbound = firewalls.Length > 0 ? [.. firewalls.SelectMany(firewall => Rules(firewall, "inboundRules", "source"))]
                : machine.IsNodes ? [] : open,
            Outbound = firewalls.Length > 0 ? [.. firewalls.SelectMany(firewall => Rules(firewall, "outboundRules", "destination"))] : open,
        };
    }

    private static IEnumerable<(Source, PortSet)> Rules(PlannedResource firewall, string field, string end)
    {
        foreach (var rule in Items(firewall.Inputs, field))
        {
            var ports = Ports(Transport.Of(Text(rule, "protocol")), Text(rule, "portRange"));
            if (AddressSet.AtMost(Texts(rule, $"{end}Addresses")) is { IsEmpty: false } addresses)
            {
                yield return (Source.Of(addresses), ports);
            }

            foreach (var (name, kind) in NamedSources)
            {
                foreach (var value in Texts(rule, $"{end}{name}"))
                {
                    yield return (new(AddressSet.None, $"{kind} {value}"), ports);
                }
            }
        }
    }

    private static PortSet Ports(TransportProtocol protocol, string range) => range is "" or "0" or "all"
        || protocol == TransportProtocol.Icmp
        ? PortSet.Every(protocol)
        : range.Split('-') is [var first, .., var last] && Number(first) is { } from && Number(last) is { } to
            ? PortSet.Of(protocol, from, to)
        : Number(range) is { } one ? PortSet.Of(protocol, one, one)
        : PortSet.Every(protocol);

    private static ManagedReach Database(string name, Func<string, string, string[]> owners, ImmutableArray<object?> rules)
    {
        if (rules.IsEmpty)
        {
            return new(name, [], [Source.Of(AddressSet.Everything)]); // Without a list everybody is let in.
        }

        var (machines, others) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<Source>());
        foreach (var rule in rules)
        {
            var (kind, value) = (Text(rule, "type"), Text(rule, "value"));
            if (owners(kind, value) is { Length: > 0 } own)
            {
                machines.AddRange(own);
            }
            else
            {
                others.Add(kind == "ip_addr" ? Source.Of(AddressSet.AtMost([value])) : new(AddressSet.None, $"{kind} {value}"));
            }
        }

        return new(name, machines.ToImmutable(), others.ToImmutable());
    }

    private static ManagedReach ControlPlane(PlannedResource cluster)
    {
        var firewall = cluster.Inputs.GetValueOrDefault("controlPlaneFirewall");
        return new(cluster.Name, [], At(firewall, "enabled") is true
            ? [Source.Of(AddressSet.AtMost(Texts(firewall, "allowedAddresses")))] : [Source.Of(AddressSet.Everything)]);
    }

    private sealed record OwnMachine(string Name, string Id, ImmutableArray<string> Tags)
    {
        public bool IsNodes => Id.Length == 0;
    }

    private static int? Number(string text) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static ImmutableArray<string> Tags(object? value) => [.. Texts(value, "tags")];

    private static object? At(object? value, string name) => value is IReadOnlyDictionary<string, object?> map
        ? map.GetValueOrDefault(name) : null;

    private static string Text(object? value, string name) => Text(At(value, name));

    private static string Text(object? value) => value switch
    {
        string text => text,
        double or int or long => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        _ => "",
    };

    private static IEnumerable<object?> Items(object? value, string name) =>
        At(value, name) is IEnumerable items and not string and not IReadOnlyDictionary<string, object?> ? items.Cast<object?>() : [];

    private static IEnumerable<string> Texts(object? value, string name) => Items(value, name).Select(Text);
}
