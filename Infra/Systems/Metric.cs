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

/// <summary>What a service tells on its pages of metrics: the contract with whoever builds the image.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Metrics">Metrics.</param>
public sealed record MetricsSource(string Service, ImmutableArray<Metric> Metrics)
{
    /// <summary>Whether the service tells a metric.</summary>
    public bool Has(Metric metric) => Metrics.Any(known => known.Name == metric.Name);
}
