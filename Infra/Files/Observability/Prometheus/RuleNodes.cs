namespace Infra.Files.Observability.Prometheus;

/// <summary>A file of rules; also the <c>spec</c> of a PrometheusRule on Kubernetes.</summary>
public sealed record RuleFile
{
    /// <summary>Groups.</summary>
    public required IReadOnlyList<RuleGroup> Groups { get; init; }
}

/// <summary>Rules that are evaluated one after the other.</summary>
public sealed record RuleGroup
{
    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>Time between two evaluations.</summary>
    public required string Interval { get; init; }

    /// <summary>Rules.</summary>
    public required IReadOnlyList<RuleNode> Rules { get; init; }
}

/// <summary>A recording rule or an alert.</summary>
public sealed record RuleNode
{
    /// <summary>Name of the recorded series.</summary>
    public string? Record { get; init; }

    /// <summary>Name of the alert.</summary>
    public string? Alert { get; init; }

    /// <summary>PromQL expression.</summary>
    public required string Expr { get; init; }

    /// <summary>How long an alert's expression has to have a result.</summary>
    public string? For { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Texts for people.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}
