namespace Infra.Systems;

/// <summary>How the value of a metric moves.</summary>
public enum MetricKind
{
    /// <summary>Only ever grows; starts at 0 with the process.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Counts observations in cumulative buckets: <c>NAME_bucket</c>, <c>NAME_sum</c>, <c>NAME_count</c>.</summary>
    Histogram,
}

/// <summary>A metric that a service exposes in the Prometheus format.</summary>
/// <param name="Name">Name with its unit; counters end with <c>_total</c>.</param>
/// <param name="Kind">How its value moves.</param>
/// <param name="Description">What it counts.</param>
/// <param name="Labels">Labels besides those that the scrape adds.</param>
public sealed record Metric(string Name, MetricKind Kind, string Description, ImmutableArray<string> Labels)
{
    /// <summary>Names of the series that the metric is made of.</summary>
    public IEnumerable<string> Series => Kind == MetricKind.Histogram ? [$"{Name}_bucket", $"{Name}_sum", $"{Name}_count"] : [Name];
}

/// <summary>A page on which instances of a service tell their metrics.</summary>
public sealed record MetricsSource
{
    /// <summary>Name of the service.</summary>
    public required string Service { get; init; }

    /// <summary>Container port of the page.</summary>
    public required int Port { get; init; }

    /// <summary>Path of the page.</summary>
    public string Path { get; init; } = "/metrics";

    /// <summary>Time between two looks; <see cref="TimeSpan.Zero"/> leaves it to <see cref="Monitoring.ScrapeInterval"/>.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.Zero;

    /// <summary>What is on the page: the contract with whoever builds the image.</summary>
    public required ImmutableArray<Metric> Metrics { get; init; }

    /// <summary>Whether a metric is on the page.</summary>
    public bool Has(Metric metric) => Metrics.Any(known => known.Name == metric.Name);
}
