namespace Infra.Systems;

/// <summary>How a service runs in one topology: how many instances, how large, and how far they may be scaled.</summary>
public sealed record Placement
{
    /// <summary>The service does not run in this topology.</summary>
    public static Placement Absent { get; } = new() { Replicas = 0, Resources = Resources.None };

    /// <summary>Instances at rest. 0 only for <see cref="Absent"/>.</summary>
    public required int Replicas { get; init; }

    /// <summary>Instances at rest in development; 0 for as many as everywhere.</summary>
    public int ReplicasInDevelopment { get; init; }

    /// <summary>Memory and processor time of one instance.</summary>
    public required Resources Resources { get; init; }

    /// <summary>When and how far Kubernetes adds instances; <see cref="Autoscaling.Fixed"/> keeps <see cref="Replicas"/>.</summary>
    public Autoscaling Autoscaling { get; init; } = Autoscaling.Fixed;

    /// <summary>Whether the service runs in this topology at all.</summary>
    public bool Runs => Replicas > 0;

    /// <summary>The placement in a tier.</summary>
    public Placement For(Tier tier) => tier == Tier.Production || ReplicasInDevelopment == 0 ? this : this with
    {
        Replicas = ReplicasInDevelopment,
        Autoscaling = Autoscaling.Enabled ? Autoscaling with { Minimum = ReplicasInDevelopment } : Autoscaling,
    };
}

/// <summary>Bounds and targets of a horizontal pod autoscaler.</summary>
/// <param name="Minimum">Least instances.</param>
/// <param name="Maximum">Most instances; equal to <paramref name="Minimum"/> means no autoscaling.</param>
/// <param name="CpuPercent">Target of average processor use, in percent of the request.</param>
/// <param name="MemoryPercent">Target of average memory use, in percent of the request; 0 where memory is no target. Most runtimes keep the memory
/// that they once took, so that instances which memory added would stay after the load is gone: only for what gives it back.</param>
public sealed record Autoscaling(int Minimum, int Maximum, int CpuPercent = 70, int MemoryPercent = 0)
{
    /// <summary>No autoscaling: the replicas stay as they are set.</summary>
    public static Autoscaling Fixed { get; } = new(0, 0);

    /// <summary>Whether instances are added and removed by load.</summary>
    public bool Enabled => Maximum > Minimum;

    /// <summary>Whether memory counts beside processor time.</summary>
    public bool ByMemory => MemoryPercent > 0;
}
