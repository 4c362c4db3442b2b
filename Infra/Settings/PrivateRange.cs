using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Infra.Settings;

/// <summary>Which addresses the private network of an environment may have.</summary>
public static class PrivateRange
{
    private const int Widest = 16, Narrowest = 24;

    // Between the ranges that DigitalOcean keeps for itself and those that it gives to networks without one (from 10.100).
    private const uint First = 52, Count = 44;

    private static readonly IPNetwork[] Private = [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16")];

    // Source: DigitalOcean documentation, VPC, "Plan your network" (2026), and Kubernetes, cluster networks.
    private static readonly (IPNetwork Range, string Use)[] Taken =
    [
        (IPNetwork.Parse("10.244.0.0/16"), "a cluster gives to its pods"),
        (IPNetwork.Parse("10.245.0.0/16"), "a cluster gives to its services"),
        (IPNetwork.Parse("10.246.0.0/24"), "DigitalOcean keeps for itself"),
        (IPNetwork.Parse("10.229.0.0/16"), "DigitalOcean keeps for itself"),
        .. Enumerable.Range(10, 11).Concat(Enumerable.Range(46, 4)).Select(second => (IPNetwork.Parse($"10.{second}.0.0/16"), "DigitalOcean keeps for itself")),
    ];

    /// <summary>The range of an environment that sets none: one of 704, the same from run to run. Two environments of one account may get the same,
    /// which DigitalOcean refuses; then one of them has to set its own.</summary>
    /// <param name="prefix">Prefix of the environment's names.</param>
    public static string Of(string prefix)
    {
        var index = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(prefix))) % (Count * 16);
        return $"10.{First + (index / 16)}.{index % 16 * 16}.0/20";
    }

    /// <summary>The rule that a range breaks, with what to write instead; empty where it breaks none.</summary>
    /// <param name="text">Range in CIDR notation.</param>
    public static string BrokenRule(string text) =>
        !IPNetwork.TryParse(text, out var range) || range.ToString() != text
            ? "has to be auto or an address range such as 10.60.0.0/20, with no bits set behind the prefix"
        : !Private.Any(wide => wide.Contains(range.BaseAddress) && wide.PrefixLength <= range.PrefixLength)
            ? $"is not private; take it from {string.Join(", ", Private)}"
        : range.PrefixLength is < Widest or > Narrowest
            ? $"is a /{range.PrefixLength}; a network of DigitalOcean is a /{Widest} to a /{Narrowest}, for example {range.BaseAddress}/20"
        : Taken.FirstOrDefault(taken => Overlap(taken.Range, range)) is { Use: not null } taken
            ? $"overlaps {taken.Range}, which {taken.Use}; take another, such as 10.60.0.0/20"
        : "";

    private static bool Overlap(IPNetwork one, IPNetwork other) => one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);
}
