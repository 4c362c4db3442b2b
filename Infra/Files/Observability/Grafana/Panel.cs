namespace Infra.Files.Observability.Grafana;

/// <summary>Kinds of panels.</summary>
internal enum PanelKind
{
    /// <summary>One large number.</summary>
    Number,

    /// <summary>Lines over time.</summary>
    Graph,

    /// <summary>Alerts that fire.</summary>
    AlertList,
}

/// <summary>Units by Grafana's ids.</summary>
internal static class Unit
{
    public const string None = "short";
    public const string Ratio = "percentunit";
    public const string Percent = "percent";
    public const string Seconds = "s";
    public const string Bytes = "bytes";
    public const string BytesPerSecond = "Bps";
    public const string PerSecond = "reqps";
    public const string Operations = "ops";
    public const string PerMinute = "opm";
    public const string Days = "d";
    public const string YesNo = "bool_yes_no";
}

/// <summary>What a panel asks, and how its lines are called.</summary>
/// <param name="Expression">PromQL.</param>
/// <param name="Legend">Name with labels in double braces.</param>
internal sealed record Query(string Expression, string Legend);

/// <summary>A panel without its place.</summary>
internal sealed record Panel
{
    public required PanelKind Kind { get; init; }

    public required string Title { get; init; }

    public string Description { get; init; } = "";

    public required string Unit { get; init; }

    public required ImmutableArray<Query> Queries { get; init; }

    /// <summary>Values from which the colour is orange and red; red below orange means that less is worse. None: no colours.</summary>
    public ImmutableArray<double> Limits { get; init; } = [];

    public static Panel Number(string title, string unit, string expression, string legend = "") =>
        new() { Kind = PanelKind.Number, Title = title, Unit = unit, Queries = [new(expression, legend)] };

    public static Panel Graph(string title, string unit, params ImmutableArray<Query> queries) =>
        new() { Kind = PanelKind.Graph, Title = title, Unit = unit, Queries = queries };
}
