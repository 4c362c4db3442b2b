namespace Infra.Files.Observability.Grafana;

/// <summary>A dashboard in Grafana's classic JSON.</summary>
public sealed record DashboardNode
{
    /// <summary>Fixed, so that links keep working: part of the address.</summary>
    public required string Uid { get; init; }

    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>Tags, by which dashboards find each other.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Version of the format. Grafana 12 and 13 read 42 as it is (Grafana source, dashboard schema versions).</summary>
    public int SchemaVersion { get; init; } = 42;

    /// <summary>Whether people may change it in Grafana; changes would be lost.</summary>
    public bool Editable { get; init; }

    /// <summary>Time zone.</summary>
    public string Timezone { get; init; } = "browser";

    /// <summary>Time after which it is drawn again.</summary>
    public string Refresh { get; init; } = "30s";

    /// <summary>Time that is shown.</summary>
    public required TimeNode Time { get; init; }

    /// <summary>Links to the other dashboards.</summary>
    public required IReadOnlyList<LinkNode> Links { get; init; }

    /// <summary>Panels.</summary>
    public required IReadOnlyList<PanelNode> Panels { get; init; }
}

/// <summary>A span of time.</summary>
/// <param name="From">Beginning.</param>
/// <param name="To">End.</param>
public sealed record TimeNode(string From, string To);

/// <summary>A menu of the dashboards that have a tag.</summary>
public sealed record LinkNode
{
    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>Tags.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Kind of link.</summary>
    public string Type { get; init; } = "dashboards";

    /// <summary>Whether the links are folded into a menu.</summary>
    public bool AsDropdown { get; init; } = true;

    /// <summary>Whether the shown time is kept.</summary>
    public bool KeepTime { get; init; } = true;
}

/// <summary>A panel.</summary>
public sealed record PanelNode
{
    /// <summary>Unique in the dashboard.</summary>
    public required int Id { get; init; }

    /// <summary>Plug-in.</summary>
    public required string Type { get; init; }

    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>Text behind the i.</summary>
    public required string Description { get; init; }

    /// <summary>Place.</summary>
    public required GridNode GridPos { get; init; }

    /// <summary>Where values come from.</summary>
    public required DataSourceReference Datasource { get; init; }

    /// <summary>Queries.</summary>
    public required IReadOnlyList<TargetNode> Targets { get; init; }

    /// <summary>How values are shown.</summary>
    public required FieldConfigNode FieldConfig { get; init; }

    /// <summary>Options of the plug-in.</summary>
    public required IReadOnlyDictionary<string, object> Options { get; init; }
}

/// <summary>Place in a grid that is 24 wide.</summary>
/// <param name="X">Column.</param>
/// <param name="Y">Row.</param>
/// <param name="W">Width.</param>
/// <param name="H">Height.</param>
public sealed record GridNode(int X, int Y, int W, int H);

/// <summary>A data source by its fixed id.</summary>
/// <param name="Type">Plug-in.</param>
/// <param name="Uid">Id.</param>
public sealed record DataSourceReference(string Type, string Uid)
{
    /// <summary>Prometheus.</summary>
    public static DataSourceReference Prometheus { get; } = new("prometheus", "prometheus");

    /// <summary>Alertmanager.</summary>
    public static DataSourceReference Alertmanager { get; } = new("alertmanager", "alertmanager");
}

/// <summary>A query.</summary>
public sealed record TargetNode
{
    /// <summary>Letter.</summary>
    public required string RefId { get; init; }

    /// <summary>Where values come from.</summary>
    public required DataSourceReference Datasource { get; init; }

    /// <summary>PromQL expression.</summary>
    public required string Expr { get; init; }

    /// <summary>Name of each series.</summary>
    public required string LegendFormat { get; init; }

    /// <summary>Whether only the newest value counts.</summary>
    public required bool Instant { get; init; }
}

/// <summary>How values are shown.</summary>
public sealed record FieldConfigNode
{
    /// <summary>For all series.</summary>
    public required FieldDefaultsNode Defaults { get; init; }

    /// <summary>For single ones.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];
}

/// <summary>How values of all series are shown.</summary>
public sealed record FieldDefaultsNode
{
    /// <summary>Unit by Grafana's id.</summary>
    public required string Unit { get; init; }

    /// <summary>Least value of the axis.</summary>
    public double? Min { get; init; }

    /// <summary>Colours by value.</summary>
    public required ThresholdsNode Thresholds { get; init; }
}

/// <summary>Colours by value.</summary>
public sealed record ThresholdsNode
{
    /// <summary>How steps are meant.</summary>
    public string Mode { get; init; } = "absolute";

    /// <summary>Steps; the first one has no value and counts for everything below the second.</summary>
    public required IReadOnlyList<ThresholdNode> Steps { get; init; }
}

/// <summary>A colour from a value on.</summary>
/// <param name="Color">Colour.</param>
/// <param name="Value">Value; null for the first step.</param>
public sealed record ThresholdNode(string Color, double? Value);
