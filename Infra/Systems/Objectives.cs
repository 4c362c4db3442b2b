namespace Infra.Systems;

/// <summary>What the system promises to its users over 30 days.</summary>
public sealed record Objectives
{
    /// <summary>Share of requests that are answered without a server error, in percent; for example 99.5.</summary>
    public required double AvailabilityPercent { get; init; }

    /// <summary>95 of 100 requests are answered within this time.</summary>
    public required TimeSpan LatencyP95 { get; init; }

    /// <summary>Share of requests that may fail, in percent, where it is promised apart from availability.</summary>
    public required double ErrorRatePercent { get; init; }
}
