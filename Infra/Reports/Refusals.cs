namespace Infra.Reports;

/// <summary>Which replaced and deleted resources a difference is refused for: by default, in production, those that hold data or serve
/// traffic.</summary>
public sealed record Refusals
{
    private const string Data = "it holds data";
    private const string Traffic = "it serves traffic";

    private static readonly ImmutableDictionary<string, string> Holders = new Dictionary<string, string>
    {
        ["aws:s3/bucket:Bucket"] = Data,
        ["aws:s3/bucketV2:BucketV2"] = Data,
        ["digitalocean:index/containerRegistry:ContainerRegistry"] = "it holds the images that run",
        ["digitalocean:index/databaseCluster:DatabaseCluster"] = Data,
        ["digitalocean:index/databaseDb:DatabaseDb"] = Data,
        ["digitalocean:index/droplet:Droplet"] = Traffic,
        ["digitalocean:index/kubernetesCluster:KubernetesCluster"] = Traffic,
        ["digitalocean:index/loadBalancer:LoadBalancer"] = Traffic,
        ["digitalocean:index/reservedIp:ReservedIp"] = Traffic,
        ["digitalocean:index/spacesBucket:SpacesBucket"] = Data,
        ["digitalocean:index/volume:Volume"] = Data,
        ["kubernetes:apps/v1:StatefulSet"] = Data,
        ["kubernetes:core/v1:Namespace"] = "everything in it goes with it",
        ["kubernetes:core/v1:PersistentVolumeClaim"] = Data,
    }.ToImmutableDictionary();

    /// <summary>Whether a resource of a type holds data or serves traffic. The program protects it in production, so that the engine
    /// refuses what <c>diff</c> does.</summary>
    public static bool Holds(string type) => Holders.ContainsKey(type);

    /// <summary>Nothing is refused for being replaced or deleted.</summary>
    public static Refusals None { get; } = new();

    /// <summary>What holds data or serves traffic is neither replaced nor deleted.</summary>
    public static Refusals OfHolders { get; } = new() { Kinds = [ChangeKind.Replaced, ChangeKind.Deleted], HoldersOnly = true };

    /// <summary>What must not become of a resource.</summary>
    public ImmutableHashSet<ChangeKind> Kinds { get; init; } = [];

    /// <summary>Whether only what holds data or serves traffic counts.</summary>
    public bool HoldersOnly { get; init; }

    /// <summary>Names of resources that may be replaced or deleted all the same.</summary>
    public ImmutableHashSet<string> Accepted { get; init; } = [];

    /// <summary>Why a change is refused, and what to type where it is meant; empty where it is not.</summary>
    public string Reason(ResourceChange change)
    {
        var holds = Holders.GetValueOrDefault(change.Resource.Type, "");
        return !Kinds.Contains(change.Kind) || Accepted.Contains(change.Resource.Name) || (HoldersOnly && holds.Length == 0)
            ? ""
            : (holds.Length > 0 ? holds : $"nothing may be {DifferenceLines.Word(change.Kind)}")
                + $"; if that is meant: --accept {change.Resource.Name}";
    }

    /// <summary>The difference with each change that is refused marked as such.</summary>
    public PlanDifference Apply(PlanDifference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        return difference with { Changes = [.. difference.Changes.Select(change => change with { Refusal = Reason(change) })] };
    }

    /// <summary>Names that are accepted although nothing that is replaced or deleted has them.</summary>
    public IEnumerable<string> AcceptedInVain(PlanDifference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        return Accepted
            .Except(difference.Changes.Where(change => change.Kind is ChangeKind.Replaced or ChangeKind.Deleted)
                .Select(change => change.Resource.Name))
            .Order(StringComparer.Ordinal);
    }
}
