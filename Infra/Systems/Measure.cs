namespace Infra.Systems;

/// <summary>What a measure is counted in.</summary>
public enum MeasureUnit
{
    /// <summary>Events in a minute.</summary>
    PerMinute,

    /// <summary>A share in percent.</summary>
    Percent,
}

/// <summary>Counted events: a counter, narrowed to some values of its labels.</summary>
/// <param name="Metric">A counter.</param>
/// <param name="Label">Label that is looked at; empty for none.</param>
/// <param name="Value">Value that the label has to have.</param>
public sealed record CountedEvents(Metric Metric, string Label = "", string Value = "");

/// <summary>A number that tells how the business goes (VI-05, FA-05).</summary>
public sealed record Measure
{
    /// <summary>Title, unique in the system.</summary>
    public required string Title { get; init; }

    /// <summary>What it tells, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>What is counted.</summary>
    public required CountedEvents Events { get; init; }

    /// <summary>Of how many, for a share: empty for a rate.</summary>
    public ImmutableArray<CountedEvents> Of { get; init; } = [];

    /// <summary>What it is counted in.</summary>
    public MeasureUnit Unit => Of.IsEmpty ? MeasureUnit.PerMinute : MeasureUnit.Percent;
}
