namespace Infra.Facts.Reach;

/// <summary>Parts of all addresses that are worth a name of their own: a system reaches them wholly or not at all. Their names are those
/// of the matrix.</summary>
public sealed class Zones
{
    /// <summary>Every address of both families.</summary>
    public const string Anywhere = "anywhere";

    /// <summary>Addresses of the internet.</summary>
    public const string Internet = "internet";

    /// <summary>The private network of the plan.</summary>
    public const string Network = "network";

    /// <summary>Where a cloud tells a machine about itself.</summary>
    public const string Metadata = "metadata";

    /// <summary>Private addresses of other networks.</summary>
    public const string OtherNetworks = "other networks";

    /// <summary>The ranges of administrators.</summary>
    public const string Administrators = "administrators";

    private const string LinkLocal = "link-local";

    private readonly ImmutableArray<(string Name, AddressSet Addresses)> parts;
    private readonly ImmutableArray<(string Name, AddressSet Addresses)> wholes;

    /// <summary>Makes those of a plan.</summary>
    /// <param name="network">Its private network.</param>
    /// <param name="administrators">Its administrators.</param>
    internal Zones(AddressSet network, AddressSet administrators)
    {
        var local = AddressSet.Of("169.254.0.0/16", "fe80::/10").Except(AddressSet.Metadata);
        (string Name, AddressSet Addresses)[] both =
        [
            (Internet, AddressSpace.Internet),
            (Network, network),
            (Metadata, AddressSet.Metadata.Except(network)),
            (LinkLocal, local.Except(network)),
            (OtherNetworks, AddressSpace.Special.Except(AddressSpace.Loopback).Except(AddressSet.Metadata).Except(local).Except(network)),
        ];
        parts =
        [
            .. from part in both.Select(part => (part.Name, Addresses: part.Addresses.OnlyV4))
                   .Concat(both.Select(part => (Name: $"{part.Name} (IPv6)", Addresses: part.Addresses.OnlyV6)))
               where !part.Addresses.IsEmpty
               select part,
        ];
        wholes = [(Anywhere, AddressSet.Everything), (Administrators, administrators), (Network, network)];
    }

    /// <summary>The parts that some addresses are in, by name; where it is not all of a part, the ranges are named, too.</summary>
    /// <param name="addresses">The addresses.</param>
    public IEnumerable<string> Of(AddressSet addresses) => addresses == AddressSet.Everything ? [Anywhere] :
        from part in parts
        let shared = part.Addresses.Intersect(addresses)
        where !shared.IsEmpty
        select shared == part.Addresses ? part.Name : $"{part.Name} {shared}";

    /// <summary>One name for some addresses: that of a set that is known, else their ranges.</summary>
    /// <param name="addresses">The addresses.</param>
    public string NameOf(AddressSet addresses) =>
        wholes.FirstOrDefault(whole => !whole.Addresses.IsEmpty && whole.Addresses == addresses) is { Name: not null } known ? known.Name
            : $"{addresses}";

    /// <summary>The addresses that a name of the matrix stands for: ranges that it has, or else the zone that it begins with; none where
    /// it is the name of something else.</summary>
    /// <param name="name">The name.</param>
    public AddressSet AddressesOf(string name) => AddressSet.AtLeast(name.Split(' ')) is { IsEmpty: false } ranges ? ranges
        : wholes.Concat(parts).OrderByDescending(zone => zone.Name.Length)
            .FirstOrDefault(zone => name == zone.Name || name.StartsWith($"{zone.Name} ", StringComparison.Ordinal)).Addresses;
}
