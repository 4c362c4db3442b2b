using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using Infra.Facts.Files;

namespace Infra.Facts.Reach;

/// <summary>Reads networks and ports of a Compose file, in their short and long forms.</summary>
internal static partial class ComposeReader
{
    private const string Implicit = "default";

    /// <summary>The engine's own network, which nobody declares.</summary>
    public const string Bridge = "bridge";

    private const string Option = "com.docker.network.bridge.";

    /// <summary>Reads a project.</summary>
    /// <param name="text">The file.</param>
    /// <exception cref="FileFormatException">It is no YAML.</exception>
    public static ComposeReach Read(string text)
    {
        if (YamlFile.Read(text, YamlDialect.Compose).FirstOrDefault()?.Content is not IReadOnlyDictionary<string, object?> project)
        {
            return ComposeReach.None;
        }

        var unread = ImmutableArray.CreateBuilder<(string, string)>();
        var services = Map(project.GetValueOrDefault("services"));
        var networks = Map(project.GetValueOrDefault("networks")).ToDictionary(network => network.Key,
            network => Network(network.Key, Map(network.Value)));
        networks.TryAdd(Implicit, new(Implicit, LeadsOut: true, Connects: true, IsOpen: false));
        unread.AddRange(services.Where(service => Map(service.Value).ContainsKey("extends"))
            .Select(service => (service.Key, "extends what is not read")));
        unread.AddRange(Items(project.GetValueOrDefault("include")).Select(_ => ("include", "adds services that are not read")));
        var containers = services.ToImmutableArray().Select(service => Container(service.Key, Map(service.Value))).ToImmutableArray();
        return new() { Containers = containers, Unread = unread.ToImmutable() };

        ConnectedContainer Container(string name, IReadOnlyDictionary<string, object?> service)
        {
            var mode = Text(service.GetValueOrDefault("network_mode"));
            return new()
            {
                Name = name,
                OnHostNetwork = Owner(name, mode, []) == "host",
                Networks = [.. NetworksOf(name, []).Distinct()],
                Published = [.. Items(service.GetValueOrDefault("ports")).Select(Published)],
            };
        }

        // A container may have the network of another one, which may have that of a third.
        string Owner(string name, string mode, ImmutableHashSet<string> seen)
        {
            if (mode.Split(':', 2) is not [("service" or "container"), var other])
            {
                return mode;
            }

            if (!services.TryGetValue(other, out var owner))
            {
                unread.Add((name, $"has the network of '{other}', of which nothing is known"));
                return "";
            }

            return seen.Contains(other) ? "" : Owner(other, Text(Map(owner).GetValueOrDefault("network_mode")), seen.Add(other));
        }

        IEnumerable<ComposeNetwork> NetworksOf(string name, ImmutableHashSet<string> seen)
        {
            var service = Map(services.GetValueOrDefault(name));
            switch (Text(service.GetValueOrDefault("network_mode")).Split(':', 2))
            {
                case ["none" or "host"]:
                    return [];
                case ["bridge"]:
                    return [new(Bridge, LeadsOut: true, Connects: true, IsOpen: false)];
                case [("service" or "container"), var other]:
                    return seen.Contains(other) || !services.ContainsKey(other) ? [] : NetworksOf(other, seen.Add(other));
            }

            var names = service.GetValueOrDefault("networks") switch
            {
                IReadOnlyDictionary<string, object?> map => [.. map.Keys],
                var list => Items(list).Select(Text).ToArray(),
            };
            foreach (var missing in names.Where(network => !networks.ContainsKey(network)))
            {
                unread.Add((name, $"is in the network '{missing}', which the project does not have"));
            }

            return (names.Length > 0 ? names : [Implicit]).Where(networks.ContainsKey).Select(network => networks[network]);
        }
    }

    private static ComposeNetwork Network(string name, IReadOnlyDictionary<string, object?> network)
    {
        var options = Map(network.GetValueOrDefault("driver_opts"));
        string Says(string option) => Text(options.GetValueOrDefault(Option + option));
        var driver = Text(network.GetValueOrDefault("driver"));
        var closed = IsTrue(network.GetValueOrDefault("internal"));
        return new(name,
            LeadsOut: !closed,
            Connects: !Says("enable_icc").Equals("false", StringComparison.OrdinalIgnoreCase),
            IsOpen: driver is "macvlan" or "ipvlan" || IsTrue(network.GetValueOrDefault("external"))
                || (!closed && new[] { Says("gateway_mode_ipv4"), Says("gateway_mode_ipv6") }
                    .Any(mode => mode is "routed" or "nat-unprotected")));
    }

    /// <summary>Reads an entry of <c>ports</c> in its long or its short form.</summary>
    /// <param name="port">The entry.</param>
    public static ComposePublished Published(object? port)
    {
        if (port is IReadOnlyDictionary<string, object?> map)
        {
            var protocol = Transport.Of(Text(map.GetValueOrDefault("protocol")));
            return new(Addresses(Text(map.GetValueOrDefault("host_ip"))),
                Ports(Text(map.GetValueOrDefault("published")), protocol), Ports(Text(map.GetValueOrDefault("target")), protocol));
        }

        // [ADDRESS:][PORT:]PORT[/PROTOCOL], an address of IPv6 in brackets or without.
        var (text, transport) = Text(port).Split('/', 2) is [var before, var name] ? (before, Transport.Of(name))
            : (Text(port), TransportProtocol.Tcp);
        var inside = text.LastIndexOf(':');
        var outside = inside <= 0 ? -1 : text.LastIndexOf(':', inside - 1);
        return new(
            Addresses(outside < 0 ? "" : text[..outside].Trim('[', ']')),
            Ports(inside <= 0 ? "" : text[(outside + 1)..inside], transport),
            Ports(text[(inside + 1)..], transport));
    }

    // On all addresses unless one is said, and where nobody knows which one it is.
    private static AddressSet Addresses(string address) => address switch
    {
        "" or "0.0.0.0" or "::" => AddressSet.Everything,
        "localhost" => AddressSpace.Loopback,
        _ => AddressSet.AtMost([address]),
    };

    private static PortSet Ports(string text, TransportProtocol protocol) => text.Split('-') switch
    {
        [var first, var last] when Number(first) is { } from && Number(last) is { } to => PortSet.Of(protocol, from, to),
        [var one] when Number(one) is { } number => PortSet.Of(protocol, number, number),
        _ => PortSet.Every(protocol), // The engine chooses one, or a variable without a default does.
    };

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // Compose takes the texts of YAML 1.1 for booleans as well.
    private static bool IsTrue(object? value) => value is true || Text(value).ToLowerInvariant() is "true" or "yes" or "on" or "y" or "1";

    private static string Text(object? value) => Variable().Replace(value switch
    {
        string text => text,
        true => "true",
        false => "false",
        null => "",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    }, match => match.Groups["default"].Value);

    /// <summary>A variable with its default, which counts where nobody sets it.</summary>
    [GeneratedRegex(@"\$\{\w+(:?-(?<default>[^}]*)|[^}]*)\}|\$\w+")]
    private static partial Regex Variable();

    private static IReadOnlyDictionary<string, object?> Map(object? value) =>
        value as IReadOnlyDictionary<string, object?> ?? ImmutableDictionary<string, object?>.Empty;

    private static IEnumerable<object?> Items(object? value) =>
        value is IEnumerable items and not string and not IReadOnlyDictionary<string, object?> ? items.Cast<object?>() : [];
}
