using Infra.Settings;
using Infra.Systems;

namespace Infra.Files.Observability.Grafana;

/// <summary>The dashboards of a stack.</summary>
public static class Dashboards
{
    /// <summary>The dashboards as files: name and JSON. Those with nothing to show are left out.</summary>
    public static ImmutableArray<HostFile> Of(StackSettings settings) =>
    [
        .. from dashboard in settings.System.Monitoring.Dashboards
           let panels = Panels(settings, dashboard)
           where panels.Length > 0
           select new HostFile($"{dashboard.ToString().ToLowerInvariant()}.json", DashboardWriter.Write(settings, dashboard, panels)),
    ];

    private static ImmutableArray<Panel> Panels(StackSettings settings, Dashboard dashboard) => [.. dashboard switch
    {
        Dashboard.Overview => ServicePanels.Overview(settings),
        Dashboard.Performance => ServicePanels.Performance(settings.System),
        Dashboard.Resources => ServicePanels.Resources(settings),
        Dashboard.Application => ApplicationPanels.Of(settings.System.Monitoring),
        Dashboard.Infrastructure => InfrastructurePanels.Of(settings),
        Dashboard.Business => ObjectivePanels.Business(settings.System.Monitoring),
        Dashboard.Alerts => ObjectivePanels.Alerts(settings),
        Dashboard.Objectives => ObjectivePanels.Of(settings.System),
        _ => throw new ArgumentOutOfRangeException(nameof(dashboard), dashboard, "no such dashboard"),
    }];
}
