using Infra.Files.Observability.Alertmanager;
using Infra.Files.Observability.Grafana;
using Infra.Files.Observability.Logs;
using Infra.Files.Observability.Prometheus;
using Infra.Settings;

namespace Infra.Files.Observability;

/// <summary>What watches a system, in files for its host: metrics and alerts, their delivery, dashboards, logs.</summary>
public static class ObservabilityFiles
{
    /// <summary>Renders the files of a stack, below <c>prometheus/</c>, <c>alertmanager/</c>, <c>grafana/</c>, <c>filebeat/</c>, <c>logstash/</c> and <c>elasticsearch/</c>.</summary>
    public static ImmutableArray<HostFile> Render(StackSettings settings) =>
    [
        .. PrometheusFiles.Render(settings),
        .. AlertRoutes.Render(settings),
        .. GrafanaFiles.Render(settings),
        .. LogFiles.Render(settings),
    ];
}
