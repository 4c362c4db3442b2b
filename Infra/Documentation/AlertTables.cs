using Infra.Files.Observability.Prometheus;
using Infra.Systems;

namespace Infra.Documentation;

/// <summary>What the systems promise and what somebody is told about.</summary>
internal static class AlertTables
{
    /// <summary>Every alert with its severity and the systems that have it, linked to its runbook.</summary>
    public static string Alerts(PlannedStacks stacks)
    {
        var alerts =
            from system in SystemCatalogue.Names
            from topology in Enum.GetValues<Topology>()
            from alert in RuleFiles.Alerts(stacks.Settings(PlannedStacks.Production, system, topology))
            select (system, topology, alert);
        var table = new MarkdownTable("alert", "severity", "after", "systems");
        foreach (var alert in alerts.GroupBy(found => found.alert.Name).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var systems = alert.GroupBy(found => found.system).ToDictionary(group => group.Key, group => string.Join(", ", group.Select(found => found.topology).Distinct().Select(PlannedStacks.Word)));
            var everywhere = string.Join(", ", Enum.GetValues<Topology>().Select(PlannedStacks.Word));
            var groups = systems.GroupBy(entry => entry.Value, entry => entry.Key).Select(group =>
                (group.Count() == SystemCatalogue.Names.Count() ? "all" : string.Join(", ", group)) + (group.Key == everywhere ? "" : $" ({group.Key})"));
            table.Row(
                $"[{alert.Key}](runbooks.md#{alert.Key.ToLowerInvariant()})",
                string.Join(", ", alert.Select(found => found.alert.Severity).Distinct().OrderDescending().Select(Priority)),
                string.Join(", ", alert.Select(found => found.alert.For).Distinct().Order().Select(Time)),
                string.Join(", ", groups));
        }

        return table.ToString();
    }

    /// <summary>The promises of every system, with the error budget of 30 days in minutes.</summary>
    public static string Objectives()
    {
        var table = new MarkdownTable("system", "available:", "may be down in 30 days:", "p95 within:", "errors below:", "also promised");
        foreach (var system in SystemCatalogue.Names.Select(SystemCatalogue.Get))
        {
            var objectives = system.Objectives;
            string[] further =
            [
                .. objectives.RequestsPerSecondPerInstance > 0 ? [$"{objectives.RequestsPerSecondPerInstance} requests/s an instance"] : Array.Empty<string>(),
                .. objectives.CacheHitPercent > 0 ? [$"cache answers {objectives.CacheHitPercent} %"] : Array.Empty<string>(),
                .. objectives.DatabaseLatencyP95 > TimeSpan.Zero ? [$"database p95 within {objectives.DatabaseLatencyP95.TotalMilliseconds:0} ms"] : Array.Empty<string>(),
            ];
            var minutes = TimeSpan.FromDays(30).TotalMinutes * (100 - objectives.AvailabilityPercent) / 100;
            table.Row(system.Name, $"{objectives.AvailabilityPercent} %", $"{minutes:0} min", $"{objectives.LatencyP95.TotalMilliseconds:0} ms", $"{objectives.ErrorRatePercent} %", further.Length == 0 ? "–" : string.Join("; ", further));
        }

        return table.ToString();
    }

    /// <summary>How fast a budget may burn before somebody is told.</summary>
    public static string BurnRates()
    {
        var table = new MarkdownTable("severity", "long window", "short window", "burns faster than:", "spent by then:");
        foreach (var window in BurnRateWindow.All)
        {
            table.Row(Priority(window.Severity), Time(window.Long), Time(window.Short), $"{window.Factor} ×", $"{window.Factor * window.Long.TotalHours / TimeSpan.FromDays(30).TotalHours * 100:0} %");
        }

        return table.ToString();
    }

    private static string Priority(AlertSeverity severity) => severity switch
    {
        AlertSeverity.Critical => "P0 critical",
        AlertSeverity.Warning => "P1 warning",
        _ => "P2 info",
    };

    private static string Time(TimeSpan time) => time switch
    {
        { Ticks: 0 } => "at once",
        { TotalDays: >= 1 } => $"{time.TotalDays} d",
        { TotalHours: >= 1 } => $"{time.TotalHours} h",
        _ => $"{time.TotalMinutes} min",
    };
}
