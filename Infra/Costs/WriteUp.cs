using Infra.Systems;

namespace Infra.Costs;

/// <summary>A line of what a system's write-up said it would cost.</summary>
/// <param name="Item">What it pays for.</param>
/// <param name="Amount">US dollars a month.</param>
/// <param name="Types">Types of the resources that it covers.</param>
public sealed record WriteUpLine(string Item, decimal Amount, ImmutableArray<string> Types);

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
        new("droplet s-2vcpu-4gb", 24, ["digitalocean:index/droplet:Droplet"]),
        new("managed PostgreSQL", 15, ["digitalocean:index/databaseCluster:DatabaseCluster"]),
        new("S3 for temporary files", 2, ["aws:s3/bucket:Bucket"]),
    ];

    /// <summary>The lines for a system in a topology; none where its write-up has none.</summary>
    public static ImmutableArray<WriteUpLine> For(string system, Topology topology) =>
        (system, topology) == ("document-search", Topology.Droplet) ? DocumentSearchOnDroplet : [];

    /// <summary>Puts an estimate beside the lines: first theirs, then what the write-up does not mention but the plan pays for.</summary>
    public static ImmutableArray<WriteUpComparison> Compare(CostEstimate estimate, ImmutableArray<WriteUpLine> lines)
    {
        var covered = lines.SelectMany(line => line.Types).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. lines.Select(line => new WriteUpComparison(line.Item, line.Amount, estimate.Lines.Where(found => line.Types.Contains(found.Type)).Sum(found => found.Minimum))),
            .. estimate.Lines.Where(found => !covered.Contains(found.Type) && found.Minimum > 0)
                .GroupBy(found => found.Type)
                .Select(group => new WriteUpComparison($"{group.First().Charge.Price.Item} ({group.First().Resource})", 0, group.Sum(found => found.Minimum))),
        ];
    }
}
