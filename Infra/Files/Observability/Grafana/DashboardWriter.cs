using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Files.Observability.Grafana;

/// <summary>Puts panels on a page and writes it as JSON.</summary>
internal static class DashboardWriter
{
    private const int Columns = 24;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",

        // The files are read by people too, and never stand inside a page of HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The JSON of a dashboard.</summary>
    public static string Write(StackSettings settings, Dashboard dashboard, ImmutableArray<Panel> panels) =>
        JsonSerializer.Serialize(Node(settings, dashboard, panels), Json) + "\n";

    private static DashboardNode Node(StackSettings settings, Dashboard dashboard, ImmutableArray<Panel> panels)
    {
        var system = settings.System.Name;
        return new()
        {
            Uid = Uid(settings, dashboard),
            Title = $"{system} / {dashboard}",
            Tags = [system, dashboard.ToString().ToLowerInvariant()],
            Time = dashboard == Dashboard.Objectives ? new("now-30d", "now") : new("now-6h", "now"),
            Links = [new() { Title = system, Tags = [system] }],
            Panels = [.. Placed(panels)],
        };
    }

    /// <summary>Fixed id of a dashboard; at most 40 characters.</summary>
    public static string Uid(StackSettings settings, Dashboard dashboard) => $"{settings.System.Name}-{dashboard.ToString().ToLowerInvariant()}";

    /// <summary>From left to right, and on to the next row: numbers a quarter wide, graphs half.</summary>
    private static IEnumerable<PanelNode> Placed(ImmutableArray<Panel> panels)
    {
        var (x, y, rowHeight) = (0, 0, 0);
        for (var i = 0; i < panels.Length; i++)
        {
            var (width, height) = panels[i].Kind switch { PanelKind.Number => (6, 4), PanelKind.Graph => (12, 8), _ => (24, 10) };
            if (x + width > Columns || (x > 0 && height != rowHeight))
            {
                (x, y) = (0, y + rowHeight);
            }

            rowHeight = height;
            yield return Node(panels[i], i + 1, new(x, y, width, height));
            x += width;
        }
    }

    private static PanelNode Node(Panel panel, int id, GridNode place) => new()
    {
        Id = id,
        Type = panel.Kind switch { PanelKind.Number => "stat", PanelKind.Graph => "timeseries", _ => "alertlist" },
        Title = panel.Title,
        Description = panel.Description,
        GridPos = place,
        Datasource = panel.Kind == PanelKind.AlertList ? DataSourceReference.Alertmanager : DataSourceReference.Prometheus,
        Targets =
        [
            .. panel.Queries.Select((query, index) => new TargetNode
            {
                RefId = $"{(char)('A' + index)}",
                Datasource = DataSourceReference.Prometheus,
                Expr = query.Expression,
                LegendFormat = query.Legend,
                Instant = panel.Kind == PanelKind.Number,
            }),
        ],
        FieldConfig = new()
        {
            Defaults = new()
            {
                Unit = panel.Unit,
                Min = panel.Kind == PanelKind.Graph ? 0 : null,
                Thresholds = new() { Steps = Steps(panel.Limits) },
            },
        },
        Options = panel.Kind switch
        {
            PanelKind.Number => new Dictionary<string, object>
            {
                ["colorMode"] = panel.Limits.IsEmpty ? "none" : "background",
                ["graphMode"] = "none",
                ["reduceOptions"] = new Dictionary<string, object> { ["calcs"] = new[] { "lastNotNull" }, ["fields"] = "", ["values"] = false },
            },
            PanelKind.Graph => new Dictionary<string, object>
            {
                ["legend"] = new Dictionary<string, object> { ["displayMode"] = "list", ["placement"] = "bottom", ["showLegend"] = true },
                ["tooltip"] = new Dictionary<string, object> { ["mode"] = "multi", ["sort"] = "desc" },
            },
            _ => new Dictionary<string, object>
            {
                ["datasource"] = DataSourceReference.Alertmanager.Uid,
                ["sortOrder"] = 3, // by importance
                ["stateFilter"] = new Dictionary<string, object> { ["firing"] = true, ["pending"] = true },
            },
        },
    };

    private static IReadOnlyList<ThresholdNode> Steps(ImmutableArray<double> limits) =>
        limits is not [var orange, var red] ? [new("green", null)]
        : orange <= red ? [new("green", null), new("orange", orange), new("red", red)]
        : [new("red", null), new("orange", red), new("green", orange)];
}
