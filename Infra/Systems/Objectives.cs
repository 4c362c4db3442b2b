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

    /// <summary>Requests a second that one instance answers within the promised time; 0 where nothing is promised.</summary>
    public int RequestsPerSecondPerInstance { get; init; }

    /// <summary>Least share of cache look-ups that find something, in percent; 0 where nothing is promised.</summary>
    public int CacheHitPercent { get; init; }

    /// <summary>95 of 100 database queries are answered within this time; zero where nothing is promised.</summary>
    public TimeSpan DatabaseLatencyP95 { get; init; }
}
