using Infra.Systems;

namespace Infra.Files.Observability.Prometheus;

/// <summary>An alert as Prometheus evaluates it, with the two examples that prove it: neither can be left out.</summary>
public sealed record AlertRule
{
    /// <summary>Name of the alert and of its section in the runbooks.</summary>
    public required string Name { get; init; }

    /// <summary>How quickly somebody has to look.</summary>
    public required AlertSeverity Severity { get; init; }

    /// <summary>PromQL expression that has a result while something is wrong.</summary>
    public required string Expression { get; init; }

    /// <summary>How long the expression has to have a result without a break.</summary>
    public required TimeSpan For { get; init; }

    /// <summary>Labels besides the severity.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>One line for a phone's screen.</summary>
    public required string Summary { get; init; }

    /// <summary>What is measured, with the value.</summary>
    public required string Description { get; init; }

    /// <summary>Samples with which the alert fires.</summary>
    public required ImmutableArray<InputSeries> Fires { get; init; }

    /// <summary>Samples, close to the others, with which it stays silent.</summary>
    public required ImmutableArray<InputSeries> StaysSilent { get; init; }

    /// <summary>Time the examples need before the expression sees all of them: the longest range in it.</summary>
    public TimeSpan Range { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Value of the label <c>severity</c>.</summary>
    public string SeverityLabel => Label(Severity);

    /// <summary>A severity as a label's value.</summary>
    public static string Label(AlertSeverity severity) => severity.ToString().ToLowerInvariant();
}
