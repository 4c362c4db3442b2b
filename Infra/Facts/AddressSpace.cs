using System.Net;
using System.Net.Sockets;
using Infra.Facts.Reach;

namespace Infra.Facts;

/// <summary>Which addresses belong to nobody on the internet.</summary>
internal static class AddressSpace
{
    // IANA special-purpose registries: loopback (RFC 1122, 4291), private (RFC 1918), shared (RFC 6598), link-local (RFC 3927, 4291),
    // unique local (RFC 4193).
    private static readonly ImmutableArray<string> Ranges =
        ["127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "::1/128", "fe80::/10",
            "fc00::/7"];

    private static readonly ImmutableArray<IPNetwork> Private = [.. Ranges.Select(range => IPNetwork.Parse(range))];

    /// <summary>All of them.</summary>
    public static AddressSet Special { get; } = AddressSet.Of(Ranges);

    /// <summary>All others: those of the internet.</summary>
    public static AddressSet Internet { get; } = AddressSet.Everything.Except(Special);

    /// <summary>Those of a machine's own, which never leave it.</summary>
    public static AddressSet Loopback { get; } = AddressSet.Of("127.0.0.0/8", "::1/128");

    /// <summary>Whether an address is a machine's own, or one of a network that the internet does not reach.</summary>
    /// <param name="address">The address.</param>
    public static bool IsPrivate(IPAddress address)
    {
        var plain = address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return Private.Any(network => network.Contains(plain));
    }
}
