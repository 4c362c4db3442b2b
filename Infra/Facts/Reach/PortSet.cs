namespace Infra.Facts.Reach;

/// <summary>A protocol that has ports, or that firewalls know without any.</summary>
public enum TransportProtocol
{
    /// <summary>TCP.</summary>
    Tcp,

    /// <summary>UDP.</summary>
    Udp,

    /// <summary>SCTP.</summary>
    Sctp,

    /// <summary>ICMP, which has no ports.</summary>
    Icmp,
}

/// <summary>A set of ports, each of a protocol.</summary>
public readonly struct PortSet : IEquatable<PortSet>
{
    private const int Size = 1 << 16;

    private readonly RangeSet<int> ports; // The protocol's number times 131,072, and the port: no two protocols touch.

    private PortSet(RangeSet<int> ports) => this.ports = ports;

    /// <summary>No port.</summary>
    public static PortSet None => default;

    /// <summary>Every port of every protocol that has ports.</summary>
    public static PortSet All { get; } =
        Every(TransportProtocol.Tcp).Union(Every(TransportProtocol.Udp)).Union(Every(TransportProtocol.Sctp));

    /// <summary>Whether no port is in it.</summary>
    public bool IsEmpty => ports.IsEmpty;

    /// <summary>Ports of TCP.</summary>
    /// <param name="numbers">Their numbers.</param>
    public static PortSet Tcp(params IEnumerable<int> numbers) =>
        numbers.Aggregate(None, (set, number) => set.Union(Of(TransportProtocol.Tcp, number, number)));

    /// <summary>Every port of a protocol.</summary>
    /// <param name="protocol">The protocol.</param>
    public static PortSet Every(TransportProtocol protocol) => Of(protocol, 1, protocol == TransportProtocol.Icmp ? 1 : Size - 1);

    /// <summary>Neighbouring ports of a protocol; there is no port 0.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <param name="first">First port.</param>
    /// <param name="last">Last port; where it comes before the first there are none.</param>
    public static PortSet Of(TransportProtocol protocol, int first, int last)
    {
        var start = (int)protocol * 2 * Size;
        return new(RangeSet<int>.Of((start + Math.Clamp(first, 1, Size), start + Math.Clamp(last, 0, Size - 1))));
    }

    /// <summary>Whether a port is in it.</summary>
    /// <param name="port">Number of the port.</param>
    /// <param name="protocol">Its protocol.</param>
    public bool Contains(int port, TransportProtocol protocol = TransportProtocol.Tcp) => Covers(Of(protocol, port, port));

    /// <summary>What is in this set or in another.</summary>
    public PortSet Union(PortSet other) => new(ports.Union(other.ports));

    /// <summary>What is in both sets.</summary>
    public PortSet Intersect(PortSet other) => new(ports.Intersect(other.ports));

    /// <summary>What is in this set and not in another.</summary>
    public PortSet Except(PortSet other) => new(ports.Except(other.ports));

    /// <summary>Whether all ports of another set are in this one.</summary>
    public bool Covers(PortSet other) => ports.Covers(other.ports);

    /// <inheritdoc/>
    public bool Equals(PortSet other) => ports.Equals(other.ports);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PortSet other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ports.GetHashCode();

    /// <summary>Whether two sets have the same ports.</summary>
    public static bool operator ==(PortSet left, PortSet right) => left.Equals(right);

    /// <summary>Whether two sets differ.</summary>
    public static bool operator !=(PortSet left, PortSet right) => !left.Equals(right);

    /// <summary>The ports as people write them: <c>80/TCP 8000-8080/TCP every UDP</c>.</summary>
    public override string ToString() => this == All ? "every port" : Text(this);

    /// <summary>Its ports as ranges of neighbours, both ends included, in order.</summary>
    public IEnumerable<(TransportProtocol Protocol, int First, int Last)> Ranges()
    {
        foreach (var protocol in Enum.GetValues<TransportProtocol>())
        {
            foreach (var (first, last) in Intersect(Every(protocol)).ports.Ranges)
            {
                yield return (protocol, first % (2 * Size), last % (2 * Size));
            }
        }
    }

    private static string Text(PortSet set) => string.Join(' ',
        from range in set.Ranges()
        let name = range.Protocol.ToString().ToUpperInvariant()
        select range.Protocol == TransportProtocol.Icmp ? name
            : range is { First: 1, Last: Size - 1 } ? $"every {name}"
            : range.First == range.Last ? $"{range.First}/{name}" : $"{range.First}-{range.Last}/{name}");
}
