using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Infra.Facts.Reach;

/// <summary>A set of IPv4 and IPv6 addresses. Two halves of a range are the same set as the range.</summary>
public readonly struct AddressSet : IEquatable<AddressSet>
{
    private const int Bits = 128;
    private const int MappedPrefix = 96;

    // IPv4 addresses are kept as RFC 4291, 2.5.5.2 maps them: no packet carries these as IPv6 addresses.
    private static readonly UInt128 Mapped = new(0, 0xFFFF_0000_0000);
    private static readonly RangeSet<UInt128> MappedRange = RangeSet<UInt128>.Of((Mapped, Mapped | uint.MaxValue));

    private readonly RangeSet<UInt128> addresses;

    private AddressSet(RangeSet<UInt128> addresses) => this.addresses = addresses;

    /// <summary>No address.</summary>
    public static AddressSet None => default;

    /// <summary>Every address of both families.</summary>
    public static AddressSet Everything { get; } = Of("0.0.0.0/0", "::/0");

    /// <summary>Addresses under which clouds tell a machine about itself, its credentials among it. Sources: DigitalOcean, "Droplet
    /// metadata"; AWS, "Instance metadata", for the one of IPv6.</summary>
    public static AddressSet Metadata { get; } = Of("169.254.169.254/32", "fd00:ec2::254/128");

    /// <summary>Whether no address is in it.</summary>
    public bool IsEmpty => addresses.IsEmpty;

    /// <summary>Its addresses of IPv4.</summary>
    public AddressSet OnlyV4 => new(addresses.Intersect(MappedRange));

    /// <summary>Its addresses of IPv6.</summary>
    public AddressSet OnlyV6 => new(addresses.Except(MappedRange));

    /// <summary>The largest of the ranges of addresses that follow each other without a gap, as the prefix that a range of that size would
    /// have: 16 for 65,536 neighbours of IPv4. 128 where there is no address of the family.</summary>
    /// <param name="family">Family of the addresses.</param>
    public int WidestPrefix(AddressFamily family)
    {
        var (set, bits) = family == AddressFamily.InterNetwork ? (OnlyV4, 32) : (OnlyV6, Bits);
        return set.addresses.Ranges.Select(range => bits - (Bits - (int)UInt128.LeadingZeroCount(range.Last - range.First)))
            .DefaultIfEmpty(Bits).Min();
    }

    /// <summary>The addresses of ranges in CIDR notation; bits behind a prefix do not count, and an address without a prefix is
    /// one.</summary>
    /// <param name="ranges">The ranges.</param>
    /// <exception cref="FormatException">One is no range.</exception>
    public static AddressSet Of(params IEnumerable<string> ranges) => ranges.Aggregate(None, (set, text) =>
        set.Union(TryParse(text, out var range) ? range : throw new FormatException($"'{text}' is no range of addresses")));

    /// <summary>The addresses of ranges in CIDR notation. What cannot be read may be any address.</summary>
    /// <param name="ranges">The ranges.</param>
    public static AddressSet AtMost(IEnumerable<string> ranges) =>
        ranges.Aggregate(None, (set, text) => set.Union(TryParse(text, out var range) ? range : Everything));

    /// <summary>The addresses of ranges in CIDR notation. What cannot be read is no address.</summary>
    /// <param name="ranges">The ranges.</param>
    public static AddressSet AtLeast(IEnumerable<string> ranges) =>
        ranges.Aggregate(None, (set, text) => set.Union(TryParse(text, out var range) ? range : None));

    /// <summary>Reads a range in CIDR notation, or one address.</summary>
    /// <param name="text">The range.</param>
    /// <param name="set">Its addresses.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string text, out AddressSet set)
    {
        set = None;
        var slash = text.IndexOf('/');
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address) || address.ToString().Contains('%'))
        {
            return false;
        }

        var v4 = address.AddressFamily == AddressFamily.InterNetwork;
        var length = v4 ? 32 : Bits;
        if (slash >= 0 && (!int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out length)
            || length > (v4 ? 32 : Bits)))
        {
            return false;
        }

        var prefix = v4 ? length + MappedPrefix : length;
        var number = BinaryPrimitives.ReadUInt128BigEndian(address.MapToIPv6().GetAddressBytes());
        var host = prefix == 0 ? UInt128.MaxValue : prefix == Bits ? UInt128.Zero : UInt128.MaxValue >> prefix;
        var range = RangeSet<UInt128>.Of((number & ~host, number | host));

        // A range of IPv6 that is wider than the mapped one is about IPv6 only.
        set = new(prefix >= MappedPrefix ? range : range.Except(MappedRange));
        return true;
    }

    /// <summary>What is in this set or in another.</summary>
    public AddressSet Union(AddressSet other) => new(addresses.Union(other.addresses));

    /// <summary>What is in both sets.</summary>
    public AddressSet Intersect(AddressSet other) => new(addresses.Intersect(other.addresses));

    /// <summary>What is in this set and not in another.</summary>
    public AddressSet Except(AddressSet other) => new(addresses.Except(other.addresses));

    /// <summary>Whether all addresses of another set are in this one.</summary>
    public bool Covers(AddressSet other) => addresses.Covers(other.addresses);

    /// <summary>Whether an address is in both sets.</summary>
    public bool Overlaps(AddressSet other) => !Intersect(other).IsEmpty;

    /// <inheritdoc/>
    public bool Equals(AddressSet other) => addresses.Equals(other.addresses);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AddressSet other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => addresses.GetHashCode();

    /// <summary>Whether two sets have the same addresses.</summary>
    public static bool operator ==(AddressSet left, AddressSet right) => left.Equals(right);

    /// <summary>Whether two sets differ.</summary>
    public static bool operator !=(AddressSet left, AddressSet right) => !left.Equals(right);

    /// <summary>Its ranges in CIDR notation, as few as there can be, with spaces between: those of IPv4 first.</summary>
    public override string ToString() => string.Join(' ', Ranges());

    /// <summary>Its ranges in CIDR notation, as few as there can be: those of IPv4 first.</summary>
    public IEnumerable<string> Ranges()
    {
        // Around the mapped addresses a range of IPv6 stays whole, as it is read: they are not in it.
        var v6 = addresses.Union(MappedRange).Ranges.SelectMany(Ranges).Where(range => range != "0.0.0.0/0");
        return [.. OnlyV4.addresses.Ranges.SelectMany(Ranges), .. OnlyV6.IsEmpty ? [] : v6];
    }

    private static IEnumerable<string> Ranges((UInt128 First, UInt128 Last) range)
    {
        for (var next = range.First; ;)
        {
            var host = Host(next, range.Last);
            yield return Text(next, host);
            if (next + host >= range.Last || next + host < next)
            {
                yield break;
            }

            next += host + UInt128.One;
        }
    }

    // The most addresses, less one, of a range that begins at one and ends at another at the latest, and that has a prefix.
    private static UInt128 Host(UInt128 first, UInt128 last)
    {
        var host = first == 0 ? UInt128.MaxValue : (first & (~first + UInt128.One)) - UInt128.One;
        while (host > last - first)
        {
            host >>= 1;
        }

        return host;
    }

    private static string Text(UInt128 first, UInt128 host)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, first);
        var address = new IPAddress(bytes);
        var prefix = (int)UInt128.LeadingZeroCount(host);
        return address.IsIPv4MappedToIPv6 && prefix >= MappedPrefix
            ? $"{address.MapToIPv4()}/{prefix - MappedPrefix}" : $"{address}/{prefix}";
    }
}
