using Infra.Systems;

namespace Infra.Costs;

/// <summary>A line of what a system's write-up said it would cost.</summary>
/// <param name="Item">What it pays for.</param>
/// <param name="Amount">US dollars a month.</param>
/// <param name="Covers">Which lines of an estimate it stands for.</param>
public sealed record WriteUpLine(string Item, decimal Amount, Func<CostLine, bool> Covers);

/// <summary>A line of a write-up beside what the plan costs at list prices.</summary>
/// <param name="Item">What it pays for.</param>
/// <param name="WrittenUp">US dollars a month in the write-up; 0 for what it does not mention.</param>
/// <param name="Minimum">US dollars a month at list prices.</param>
public sealed record WriteUpComparison(string Item, decimal WrittenUp, decimal Minimum);

/// <summary>What the write-ups of the systems said a month would cost.</summary>
public static class WriteUp
{
    // DS-05: one server, one database, one bucket.
    private static readonly ImmutableArray<WriteUpLine> DocumentSearchOnDroplet =
    [
        new("droplet s-2vcpu-4gb", 24, line => line.Type == "digitalocean:index/droplet:Droplet"),
        new("managed PostgreSQL", 15, line => line.Type == "digitalocean:index/databaseCluster:DatabaseCluster"),
        new("S3 for temporary files", 2, line => line is { Type: "aws:s3/bucket:Bucket", Resource: "bucket-uploads" }),
    ];

    /// <summary>The lines for a system in a topology; none where its write-up has none.</summary>
    public static ImmutableArray<WriteUpLine> For(string system, Topology topology) =>
        (system, topology) == ("document-search", Topology.Droplet) ? DocumentSearchOnDroplet : [];

    /// <summary>Puts an estimate beside the lines: first theirs, then what the write-up does not mention but the plan pays for.</summary>
    public static ImmutableArray<WriteUpComparison> Compare(CostEstimate estimate, ImmutableArray<WriteUpLine> lines) =>
    [
        .. lines.Select(line => new WriteUpComparison(line.Item, line.Amount, estimate.Lines.Where(line.Covers).Sum(found => found.Minimum))),
        .. estimate.Lines.Where(found => found.Minimum > 0 && !lines.Any(line => line.Covers(found)))
            .GroupBy(found => (found.Component, found.Resource))
            .Select(group => new WriteUpComparison($"{group.Key.Resource} ({string.Join(", ", group.Select(found => found.Charge.Price.Item))})", 0, group.Sum(found => found.Minimum))),
    ];
}
