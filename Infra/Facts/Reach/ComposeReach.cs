using Infra.Facts.Compose;

namespace Infra.Facts.Reach;

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

    /// <summary>Who is connected to what in a project.</summary>
    /// <param name="project">The project.</param>
    internal static ComposeReach Of(ComposeProject project)
    {
        var containers = project.Containers.ToDictionary(one => one.Container.Name, one => one.Container);
        var unread = ImmutableArray.CreateBuilder<(string, string)>();
        return new()
        {
            Containers = [.. containers.Values.Select(Connected)],
            Unread = unread.ToImmutable(),
        };

        ConnectedContainer Connected(ComposeContainer container)
        {
            var owner = Owner(container, []);
            return new()
            {
                Name = container.Name,
                OnHostNetwork = owner?.NetworkMode == "host",
                Networks = owner is null ? [] : [.. NetworksOf(container, owner).Distinct()],
                Published = [.. container.Published],
            };
        }

        // A container may have the network of another one, which may have that of a third.
        ComposeContainer? Owner(ComposeContainer container, ImmutableHashSet<string> seen)
        {
            if (container.NetworkMode.Split(':', 2) is not [("service" or "container"), var other])
            {
                return container;
            }

            if (!containers.TryGetValue(other, out var owner))
            {
                unread.Add((container.Name, $"has the network of '{other}', of which nothing is known"));
                return null;
            }

            return seen.Contains(other) ? null : Owner(owner, seen.Add(other));
        }

        IEnumerable<ComposeNetwork> NetworksOf(ComposeContainer container, ComposeContainer owner)
        {
            if (owner.NetworkMode is "none" or "host" or "bridge")
            {
                return owner.NetworkMode == "bridge" ? [ComposeNetwork.Bridge] : [];
            }

            ImmutableArray<string> names = owner.NetworkNames.IsEmpty ? [ComposeNetwork.Default] : owner.NetworkNames;
            unread.AddRange(names.Where(name => !project.Networks.ContainsKey(name))
                .Select(name => (container.Name, $"is in the network '{name}', which the project does not have")));
            return names.Where(project.Networks.ContainsKey).Select(name => project.Networks[name]);
        }
    }

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
