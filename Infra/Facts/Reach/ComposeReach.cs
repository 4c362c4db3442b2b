namespace Infra.Facts.Reach;

/// <summary>A network of a Compose project.</summary>
/// <param name="Name">Its name in the project.</param>
/// <param name="LeadsOut">Whether its containers reach what is outside of it.</param>
/// <param name="Connects">Whether its containers reach each other.</param>
/// <param name="IsOpen">Whether others reach its containers without published ports: it is routed, or a part of the server's own.</param>
public sealed record ComposeNetwork(string Name, bool LeadsOut, bool Connects, bool IsOpen);

/// <summary>A port of a container that is open on the server as well.</summary>
/// <param name="Addresses">Addresses of the server on which it is open.</param>
/// <param name="OnServer">The ports there; every one where the engine chooses.</param>
/// <param name="InContainer">The ports of the container.</param>
public sealed record ComposePublished(AddressSet Addresses, PortSet OnServer, PortSet InContainer)
{
    /// <summary>Whether only the server itself can connect to it.</summary>
    public bool IsLoopback => AddressSpace.Loopback.Covers(Addresses);
}

/// <summary>A container of a Compose project, or several that are the same, with what it is connected to.</summary>
public sealed record ConnectedContainer
{
    /// <summary>Name of its service.</summary>
    public required string Name { get; init; }

    /// <summary>Networks that it is in.</summary>
    public required ImmutableArray<ComposeNetwork> Networks { get; init; }

    /// <summary>Whether it has the network of the server instead of one of its own.</summary>
    public required bool OnHostNetwork { get; init; }

    /// <summary>Ports that are open on the server.</summary>
    public required ImmutableArray<ComposePublished> Published { get; init; }

    /// <summary>Whether it reaches what is outside of its networks, as far as the server may.</summary>
    public bool LeadsOut => OnHostNetwork || Networks.Any(network => network.LeadsOut);
}

/// <summary>Who may open a connection to whom within a Compose project. Between containers of one network every port is open, whether it is
/// exposed or not. Sources: the Compose specification, <c>networks</c>, <c>ports</c> and <c>network_mode</c>; Docker, "Bridge network
/// driver" and "Packet filtering and firewalls".</summary>
public sealed record ComposeReach
{
    /// <summary>No containers.</summary>
    public static ComposeReach None { get; } = new() { Containers = [], Unread = [] };

    /// <summary>The containers.</summary>
    public required ImmutableArray<ConnectedContainer> Containers { get; init; }

    /// <summary>What names a network or a service that there is not, with the reason.</summary>
    public required ImmutableArray<(string Name, string Problem)> Unread { get; init; }

    /// <summary>The ports of a container to which another one may open connections.</summary>
    /// <param name="from">The container that opens them.</param>
    /// <param name="to">The container that listens.</param>
    public static PortSet Ports(ConnectedContainer from, ConnectedContainer to)
    {
        if (from.OnHostNetwork || to.OnHostNetwork)
        {
            // The server reaches every container; to it leads every network that leads anywhere.
            return from.OnHostNetwork || from.LeadsOut ? PortSet.All : PortSet.None;
        }

        return from.Networks.Any(network => network.Connects && to.Networks.Contains(network)) ? PortSet.All : PortSet.None;
    }
}
