using System.Globalization;
using Infra.Facts.Reach;

namespace Infra.Facts.Compose;

/// <summary>A port of a container that is open on the server as well.</summary>
/// <param name="Addresses">Addresses of the server on which it is open.</param>
/// <param name="OnServer">The ports there; every one where the engine chooses.</param>
/// <param name="InContainer">The ports of the container.</param>
/// <param name="IsUnknown">Whether only a variable tells an address or a port: then it may be any.</param>
public sealed record ComposePublished(AddressSet Addresses, PortSet OnServer, PortSet InContainer, bool IsUnknown)
{
    /// <summary>Whether only the server itself can connect to it.</summary>
    public bool IsLoopback => AddressSpace.Loopback.Covers(Addresses);

    /// <summary>Reads an entry of <c>ports</c> in its long or its short form.</summary>
    /// <param name="port">The entry, with the defaults of variables in their places.</param>
    internal static ComposePublished Read(object? port)
    {
        if (port is IReadOnlyDictionary<string, object?> map)
        {
            string Says(string name) => ComposeValue.Text(map.GetValueOrDefault(name));
            var protocol = Transport.Of(Says("protocol"));
            return new(AddressesOf(Says("host_ip")), Ports(Says("published"), protocol), Ports(Says("target"), protocol),
                new[] { "host_ip", "published", "target" }.Any(name => ComposeVariables.IsUnknown(Says(name))));
        }

        // [ADDRESS:][PORT:]PORT[/PROTOCOL], an address of IPv6 in brackets or without.
        var (text, transport) = ComposeValue.Text(port).Split('/', 2) is [var before, var name] ? (before, Transport.Of(name))
            : (ComposeValue.Text(port), TransportProtocol.Tcp);
        var inside = text.LastIndexOf(':');
        var outside = inside <= 0 ? -1 : text.LastIndexOf(':', inside - 1);
        return new(
            AddressesOf(outside < 0 ? "" : text[..outside].Trim('[', ']')),
            Ports(inside <= 0 ? "" : text[(outside + 1)..inside], transport),
            Ports(text[(inside + 1)..], transport),
            ComposeVariables.IsUnknown(text));
    }

    // On all addresses unless one is said, and where nobody knows which one it is.
    private static AddressSet AddressesOf(string address) => address switch
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
}
