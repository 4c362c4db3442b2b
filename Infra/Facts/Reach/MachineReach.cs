namespace Infra.Facts.Reach;

/// <summary>Somebody outside of a machine or a database that is let in: addresses, or what the provider knows by a name of its
/// own.</summary>
/// <param name="Addresses">Addresses; none where it is known by a name.</param>
/// <param name="Named">The name with its kind (<c>tag web</c>); empty where it is addresses.</param>
public sealed record Source(AddressSet Addresses, string Named)
{
    /// <summary>Some addresses.</summary>
    /// <param name="addresses">The addresses.</param>
    public static Source Of(AddressSet addresses) => new(addresses, "");
}

/// <summary>A machine of the provider's: a server, or the nodes of a pool.</summary>
public sealed record MachineReach
{
    /// <summary>Name of the resource.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is nodes of a cluster, which the provider protects by a firewall of its own.</summary>
    public required bool IsNodes { get; init; }

    /// <summary>Names of the firewalls that count for it.</summary>
    public required ImmutableArray<string> Firewalls { get; init; }

    /// <summary>Who is let in, and to which ports: everybody to every port where there is no firewall.</summary>
    public required ImmutableArray<(Source From, PortSet Ports)> Inbound { get; init; }

    /// <summary>Where it is let out to, and to which ports of it: everywhere where there is no firewall.</summary>
    public required ImmutableArray<(Source To, PortSet Ports)> Outbound { get; init; }

    /// <summary>The addresses from which a port may be connected to.</summary>
    /// <param name="port">Number of the port.</param>
    /// <param name="protocol">Its protocol.</param>
    public AddressSet SourcesOf(int port, TransportProtocol protocol = TransportProtocol.Tcp) => Inbound
        .Where(rule => rule.Ports.Contains(port, protocol))
        .Aggregate(AddressSet.None, (set, rule) => set.Union(rule.From.Addresses));

    /// <summary>The ports that may be connected to from an address that is not among some.</summary>
    /// <param name="apartFrom">Those that do not count.</param>
    public PortSet OpenTo(AddressSet apartFrom) => Inbound
        .Where(rule => rule.From.Named.Length > 0 || !apartFrom.Covers(rule.From.Addresses))
        .Aggregate(PortSet.None, (set, rule) => set.Union(rule.Ports));
}

/// <summary>Something of the provider's with a list of who is let in: a managed database, a read replica, a control plane.</summary>
/// <param name="Name">Name of the resource.</param>
/// <param name="Machines">Names of the plan's own machines that are let in.</param>
/// <param name="Others">Everybody else who is let in.</param>
public sealed record ManagedReach(string Name, ImmutableArray<string> Machines, ImmutableArray<Source> Others)
{
    /// <summary>The addresses that are let in.</summary>
    public AddressSet Addresses => Others.Aggregate(AddressSet.None, (set, source) => set.Union(source.Addresses));
}
