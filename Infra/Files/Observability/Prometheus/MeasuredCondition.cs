using Infra.Systems;

namespace Infra.Files.Observability.Prometheus;

/// <summary>How a condition is measured, said and proven.</summary>
internal sealed record MeasuredCondition
{
    /// <summary>PromQL expression that has a result while something is wrong.</summary>
    public required string Expression { get; init; }

    /// <summary>Labels that tell several rules of one alert apart.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>One line for a phone's screen.</summary>
    public required string Summary { get; init; }

    /// <summary>What is measured, with the value.</summary>
    public required string Description { get; init; }

    /// <summary>Samples with which the expression has a result.</summary>
    public required ImmutableArray<InputSeries> Fires { get; init; }

    /// <summary>Samples with which it has none.</summary>
    public required ImmutableArray<InputSeries> StaysSilent { get; init; }

    /// <summary>Longest range in the expression.</summary>
    public TimeSpan Range { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Label that names the service.</summary>
    public static ImmutableSortedDictionary<string, string> Service(string name) =>
        ImmutableSortedDictionary<string, string>.Empty.Add("service", name);

    /// <summary>The first source of a metric: the one whose service the examples are about.</summary>
    /// <exception cref="InvalidOperationException">No source of the system has the metric: the alert could never fire.</exception>
    public static MetricsSource SourceOf(SystemDefinition system, Metric metric) => system.Monitoring.SourcesOf(metric).FirstOrDefault()
        ?? throw new InvalidOperationException($"an alert of {system.Name} needs the metric {metric.Name}, which none of its sources has");
}
