using Infra.Files.Observability.Prometheus;
using Infra.Settings;
using Infra.Systems;
using static Infra.Files.Observability.Grafana.Panel;

namespace Infra.Files.Observability.Grafana;

/// <summary>Promises, business and alerts.</summary>
internal static class ObjectivePanels
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    public static IEnumerable<Panel> Of(SystemDefinition system)
    {
        foreach (var level in ServiceLevel.Of(system))
        {
            yield return BudgetLeft(level);
            yield return Number($"Requests {level.Name} in 30 days", Unit.Ratio, level.Recorded(Month)) with { Limits = [level.Budget * 0.8, level.Budget] };
        }

        foreach (var level in ServiceLevel.Of(system))
        {
            yield return Graph($"How fast the budget of {level.Name} requests burns", Unit.None,
                [.. BurnRateWindow.All.Select(window => new Query($"{level.Recorded(window.Long)} / {PromQl.Number(level.Budget)}", PromQl.Duration(window.Long)))]) with
            {
                Description = "1 uses up the budget in exactly 30 days.",
            };
            yield return Graph($"Share of {level.Name} requests", Unit.Ratio,
                new Query(level.Recorded(TimeSpan.FromMinutes(5)), "5 minutes"), new Query(level.Recorded(TimeSpan.FromDays(1)), "a day"), new Query($"vector({PromQl.Number(level.Budget)})", "promised"));
        }
    }

    public static Panel BudgetLeft(ServiceLevel level) =>
        Number($"Error budget left ({level.Name})", Unit.Ratio, $"1 - {level.Recorded(Month)} / {PromQl.Number(level.Budget)}") with
        {
            Description = $"The promise over 30 days: {level.Promise}.",
            Limits = [0.25, 0],
        };

    public static IEnumerable<Panel> Business(Monitoring monitoring)
    {
        foreach (var measure in monitoring.Measures)
        {
            yield return Number(measure.Title, UnitOf(measure), MeasureExpressions.Of(measure)) with { Description = measure.Description };
        }

        foreach (var measure in monitoring.Measures)
        {
            yield return Graph(measure.Title, UnitOf(measure), new Query(MeasureExpressions.Of(measure), measure.Title)) with { Description = measure.Description };
        }
    }

    public static IEnumerable<Panel> Alerts(StackSettings settings) =>
    [
        .. Enum.GetValues<AlertSeverity>().OrderDescending().Select(severity => severity.ToString().ToLowerInvariant())
            .Select(severity => Number($"Firing: {severity}", Unit.None, $"count(ALERTS{{alertstate=\"firing\",severity=\"{severity}\"}}) or vector(0)") with { Limits = [1, 3] }),
        new() { Kind = PanelKind.AlertList, Title = "Alerts", Unit = Unit.None, Queries = [] },
        Graph("Firing alerts", Unit.None, new Query("count by (alertname, severity) (ALERTS{alertstate=\"firing\"})", "{{alertname}} ({{severity}})")),
        Graph("Notifications", Unit.PerMinute,
            new Query($"60 * sum by (integration) (rate(alertmanager_notifications_total[{PromQl.Range}]))", "sent {{integration}}"),
            new Query($"60 * sum by (integration) (rate(alertmanager_notifications_failed_total[{PromQl.Range}]))", "failed {{integration}}")),
    ];

    private static string UnitOf(Measure measure) => measure.Unit == MeasureUnit.PerMinute ? Unit.PerMinute : Unit.Percent;
}
