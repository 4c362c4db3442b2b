using System.Net;
using System.Net.Sockets;
using FsCheck;
using FsCheck.Fluent;
using Infra.Facts;
using Infra.Facts.Reach;

namespace Infra.Tests.Facts.Reach;

public sealed class SetTests
{
    [Theory]
    [InlineData("0.0.0.0/1 128.0.0.0/1", "0.0.0.0/0")]
    [InlineData("10.0.0.0/9 10.128.0.0/9 10.1.2.3", "10.0.0.0/8")]
    [InlineData("203.0.113.77/24", "203.0.113.0/24")]
    [InlineData("203.0.113.7", "203.0.113.7/32")]
    [InlineData("::/1 8000::/1", "::/0")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7/32")]
    [InlineData("::ffff:0:0/96", "0.0.0.0/0")]
    [InlineData("fe80::/10 fe80::1", "fe80::/10")]
    public void Ranges_of_addresses_are_one_set_however_they_are_written(string ranges, string same) =>
        Assert.True(AddressSet.Of(ranges.Split(' ')) == AddressSet.Of(same), $"{AddressSet.Of(ranges.Split(' '))}");

    [Theory]
    [InlineData("::/0", "203.0.113.7", false)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("0.0.0.0/0", "255.255.255.255", true)]
    [InlineData("::/0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true)]
    public void The_families_are_apart(string range, string address, bool within) =>
        Assert.Equal(within, AddressSet.Of(range).Covers(AddressSet.Of(address)));

    [Theory]
    [InlineData("")]
    [InlineData("everywhere")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("fe80::1%eth0")]
    [InlineData("10.0.0.0/8/8")]
    public void What_is_no_range_is_not_read(string text)
    {
        Assert.False(AddressSet.TryParse(text, out _));
        Assert.True(AddressSet.AtMost([text]) == AddressSet.Everything && AddressSet.AtLeast([text]).IsEmpty);
        Assert.Throws<FormatException>(() => AddressSet.Of(text));
    }

    [Theory]
    [InlineData("0.0.0.0/0", 0)]
    [InlineData("10.0.0.0/16", 16)]
    [InlineData("10.0.0.0/16 10.1.0.0/16", 15)]
    [InlineData("10.0.0.0/16 10.2.0.0/16", 16)]
    [InlineData("10.0.0.1", 32)]
    [InlineData("::/0", 128)]
    public void Neighbouring_ranges_are_as_wide_as_they_are_together(string ranges, int prefix) =>
        Assert.Equal(prefix, AddressSet.Of(ranges.Split(' ')).WidestPrefix(AddressFamily.InterNetwork));

    [Fact]
    public void Arithmetic_of_addresses_is_that_of_their_members()
    {
        // Sixteen addresses are few enough to ask each.
        var ranges = Gen.Choose(0, 15).SelectMany(first => Gen.Choose(28, 32).Select(prefix => $"192.0.2.{first}/{prefix}")).ArrayOf();
        bool Has(AddressSet set, int last) => set.Covers(AddressSet.Of($"192.0.2.{last}"));
        Prop.ForAll(Arb.From(ranges), Arb.From(ranges), (one, two) =>
        {
            var (a, b) = (AddressSet.Of(one), AddressSet.Of(two));
            return Enumerable.Range(0, 16).All(last => Has(a.Union(b), last) == (Has(a, last) || Has(b, last))
                && Has(a.Intersect(b), last) == (Has(a, last) && Has(b, last))
                && Has(a.Except(b), last) == (Has(a, last) && !Has(b, last)))
                && AddressSet.Of($"{a}".Split(' ', StringSplitOptions.RemoveEmptyEntries)) == a;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_internet_is_what_is_left()
    {
        Assert.False(AddressSpace.Internet.Overlaps(AddressSet.Metadata));
        Assert.True(AddressSpace.Internet.Covers(AddressSet.Of("203.0.113.7", "2001:db8::1")));
        Assert.False(AddressSpace.IsPrivate(IPAddress.Parse("203.0.113.7")));
        Assert.True(AddressSpace.Special.Covers(AddressSpace.Loopback));
    }

    [Fact]
    public void Ports_are_sets_by_protocol()
    {
        var ports = PortSet.Tcp(80, 81, 443).Union(PortSet.Of(TransportProtocol.Udp, 53, 53));
        Assert.Equal("80-81/TCP 443/TCP 53/UDP", $"{ports}");
        Assert.Equal("every TCP 53/UDP", $"{PortSet.Every(TransportProtocol.Tcp).Union(ports)}");
        Assert.Equal("every port", $"{PortSet.All}");
        Assert.Equal("ICMP", $"{PortSet.Every(TransportProtocol.Icmp)}");
        Assert.True(ports.Contains(53, TransportProtocol.Udp) && !ports.Contains(53));
        Assert.Equal(PortSet.Tcp(80), PortSet.Of(TransportProtocol.Tcp, 70, 90).Except(PortSet.Of(TransportProtocol.Tcp, 81, 99))
            .Except(PortSet.Of(TransportProtocol.Tcp, 1, 79)));
        Assert.True(PortSet.Of(TransportProtocol.Tcp, 90, 80).IsEmpty && PortSet.Of(TransportProtocol.Tcp, 0, 0).IsEmpty);
        Assert.True(PortSet.All.Covers(PortSet.Of(TransportProtocol.Sctp, 65535, 65535)));
    }
}
