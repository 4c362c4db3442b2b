using Infra.Settings;

namespace Infra.Files.Observability.Prometheus;

/// <summary>What Prometheus reads on a host.</summary>
internal static class PrometheusFiles
{
    /// <summary>Renders the files below <c>prometheus/</c>.</summary>
    public static IEnumerable<HostFile> Render(StackSettings settings)
    {
        var monitoring = settings.System.Monitoring;
        yield return new("prometheus/prometheus.yml", ObservabilityYaml.Write(new PrometheusFile
        {
            Global = new()
            {
                ScrapeInterval = PromQl.Duration(monitoring.ScrapeInterval),
                EvaluationInterval = PromQl.Duration(monitoring.EvaluationInterval),
                ExternalLabels = new Dictionary<string, string> { ["environment"] = settings.StackName },
            },
            RuleFiles = ["rules.yml"],
            Alerting = new() { Alertmanagers = [new() { StaticConfigs = [new() { Targets = ["alertmanager:9093"] }] }] },
            ScrapeConfigs = ScrapeJobs.Of(settings),
        }));
        yield return new("prometheus/rules.yml", ObservabilityYaml.Write(RuleFiles.Of(settings)));
        yield return new("prometheus/blackbox.yml", ObservabilityYaml.Write(BlackboxFile.Default));
    }
}
