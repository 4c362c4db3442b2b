namespace Infra.Files.Observability.Prometheus;

/// <summary>A file for <c>promtool test rules</c>.</summary>
public sealed record RuleTestFile
{
    /// <summary>Files of rules.</summary>
    public required IReadOnlyList<string> RuleFiles { get; init; }

    /// <summary>Time between two evaluations.</summary>
    public required string EvaluationInterval { get; init; }

    /// <summary>Groups in the order of their evaluation: what is recorded comes before who asks for it.</summary>
    public required IReadOnlyList<string> GroupEvalOrder { get; init; }

    /// <summary>Tests.</summary>
    public required IReadOnlyList<RuleTest> Tests { get; init; }
}

/// <summary>One example: samples, and what the rules make of them.</summary>
public sealed record RuleTest
{
    /// <summary>Name for messages.</summary>
    public required string Name { get; init; }

    /// <summary>Time between two samples.</summary>
    public required string Interval { get; init; }

    /// <summary>Samples.</summary>
    public required IReadOnlyList<RuleTestSeries> InputSeries { get; init; }

    /// <summary>Questions.</summary>
    public required IReadOnlyList<RuleTestQuestion> PromqlExprTest { get; init; }
}

/// <summary>Samples of one series.</summary>
public sealed record RuleTestSeries
{
    /// <summary>Name and labels.</summary>
    public required string Series { get; init; }

    /// <summary>Samples in promtool's notation.</summary>
    public required string Values { get; init; }
}

/// <summary>An expression and its expected result.</summary>
public sealed record RuleTestQuestion
{
    /// <summary>Expression.</summary>
    public required string Expr { get; init; }

    /// <summary>Time after the first sample.</summary>
    public required string EvalTime { get; init; }

    /// <summary>Expected result.</summary>
    public required IReadOnlyList<RuleTestSample> ExpSamples { get; init; }
}

/// <summary>A sample of a result.</summary>
public sealed record RuleTestSample
{
    /// <summary>Labels.</summary>
    public required string Labels { get; init; }

    /// <summary>Value.</summary>
    public required double Value { get; init; }
}
