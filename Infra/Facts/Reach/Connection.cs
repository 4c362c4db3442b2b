namespace Infra.Facts.Reach;

/// <summary>Connections that may be opened: a row of the matrix of who reaches whom.</summary>
/// <param name="From">Who opens them.</param>
/// <param name="To">Who listens.</param>
/// <param name="Ports">The ports of the listener.</param>
public sealed record Connection(string From, string To, PortSet Ports)
{
    /// <summary>The row as text.</summary>
    public override string ToString() => $"{From} -> {To} {Ports}";

    /// <summary>Rows with one for each pair, in order.</summary>
    /// <param name="connections">Rows, of one pair maybe several.</param>
    internal static ImmutableArray<Connection> Joined(IEnumerable<Connection> connections) =>
    [
        .. connections.Where(connection => !connection.Ports.IsEmpty)
            .GroupBy(connection => (connection.From, connection.To))
            .Select(same => new Connection(same.Key.From, same.Key.To, same.Aggregate(PortSet.None, (set, row) => set.Union(row.Ports))))
            .OrderBy(row => row.From, StringComparer.Ordinal).ThenBy(row => row.To, StringComparer.Ordinal),
    ];
}
