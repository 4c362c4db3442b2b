using Infra.Files.Observability.Prometheus;
using Infra.Settings;
using Infra.Systems;
using static Infra.Files.Observability.Grafana.Panel;
using static Infra.Files.Observability.Prometheus.RecordingRules;
using static Infra.Systems.StandardMetrics;

namespace Infra.Files.Observability.Grafana;

/// <summary>What users notice of the services, and what the services take.</summary>
internal static class ServicePanels
{
    public static IEnumerable<Panel> Overview(StackSettings settings)
    {
        var system = settings.System;
        var monitoring = system.Monitoring;
        var requests = monitoring.SourcesOf(Requests).Any();
        var sources = Running(settings).ToList();
        yield return Number("Firing alerts", Unit.None, "count(ALERTS{alertstate=\"firing\"}) or vector(0)") with { Limits = [1, 3] };
        if (requests)
        {
            yield return Number("Requests", Unit.PerSecond, $"sum({RequestRate})");
            yield return Number("Failed requests", Unit.Ratio, $"sum({ErrorRate}) / (sum({RequestRate}) > 0)") with { Limits = [system.Objectives.ErrorRatePercent / 200, system.Objectives.ErrorRatePercent / 100] };
        }

        if (monitoring.SourcesOf(RequestDuration).Any())
        {
            var limit = system.Objectives.LatencyP95.TotalSeconds;
            yield return Number("Slowest p95", Unit.Seconds, $"max({Latency(95)})") with { Limits = [limit * 0.8, limit] };
        }

        foreach (var level in ServiceLevel.Of(system))
        {
            yield return ObjectivePanels.BudgetLeft(level);
        }

        if (system.UserHealth.Any())
        {
            yield return Number("Reachable from outside", Unit.YesNo, $"min(probe_success{{{PromQl.UserEndpoints(system)}}})") with { Limits = [1, 0.5] };
            yield return Number("Certificate", Unit.Days, $"(min(probe_ssl_earliest_cert_expiry{{job=\"{JobNames.Endpoints}\"}}) - time()) / 86400") with { Limits = [21, 14] };
        }

        if (sources.Count > 0)
        {
            yield return Graph("Instances that answer", Unit.None, new Query($"sum by (job) (up{{{PromQl.Jobs(sources)}}})", "{{job}}"));
        }

        if (requests)
        {
            yield return Graph("Requests", Unit.PerSecond, new Query(RequestRate, "{{job}}"));
            yield return Graph("Share of failed requests", Unit.Ratio, new Query(ErrorRatio, "{{job}}"));
        }

        yield return Graph("Machines", Unit.Ratio, new Query(MachineCpu, "processor {{instance}}"), new Query(MachineMemory, "memory {{instance}}"));
    }

    public static IEnumerable<Panel> Performance(SystemDefinition system)
    {
        var monitoring = system.Monitoring;
        var users = PromQl.Users(system);
        if (monitoring.SourcesOf(RequestDuration).Any())
        {
            foreach (var percentile in new[] { 50, 95, 99 })
            {
                yield return Graph($"Time to answer, p{percentile}", Unit.Seconds, new Query(Latency(percentile), "{{job}}"));
            }

            yield return Graph("Slowest routes, p95", Unit.Seconds,
                new Query($"topk(10, histogram_quantile(0.95, sum by (route, le) (rate({RequestDuration.Name}_bucket{{{users}}}[{PromQl.Range}]))))", "{{route}}"));
        }

        if (monitoring.SourcesOf(Requests).Any())
        {
            yield return Graph("Requests by route", Unit.PerSecond, new Query($"topk(10, sum by (route) (rate({Requests.Name}{{{users}}}[{PromQl.Range}])))", "{{route}}"));
            yield return Graph("Answers by status", Unit.PerSecond, new Query($"sum by (status) (rate({Requests.Name}{{{users}}}[{PromQl.Range}]))", "{{status}}"));
            yield return Graph("Requests by instance", Unit.PerSecond, new Query(InstanceRequestRate, "{{job}} {{instance}}"));
        }

        if (monitoring.SourcesOf(DatabaseQueryDuration).Any())
        {
            yield return Graph("Time of database operations", Unit.Seconds,
                new Query(RecordingRules.DatabaseLatency(50), "p50 {{job}}"), new Query(RecordingRules.DatabaseLatency(95), "p95 {{job}}"), new Query(RecordingRules.DatabaseLatency(99), "p99 {{job}}"));
        }

        if (system.Edge.Routes.Any(route => route.Health))
        {
            yield return Graph("Time to answer from outside", Unit.Seconds, new Query($"probe_duration_seconds{{job=\"{JobNames.Endpoints}\"}}", "{{instance}}"));
        }
    }

    public static IEnumerable<Panel> Resources(StackSettings settings)
    {
        var sources = Running(settings).Where(source => source.Has(ProcessMemory)).ToList();
        if (sources.Count > 0)
        {
            var jobs = PromQl.Jobs(sources);
            yield return Graph("Processor time by instance", Unit.None, new Query($"sum by (job, instance) (rate({ProcessCpu.Name}{{{jobs}}}[{PromQl.Range}]))", "{{job}} {{instance}}")) with { Description = "In cores." };
            yield return Graph("Memory by instance", Unit.Bytes, new Query(PromQl.SumOfProcesses(ProcessMemory.Name, jobs), "{{job}} {{instance}}"));
            yield return Graph("Open files by instance", Unit.None, new Query(PromQl.SumOfProcesses(ProcessOpenFiles.Name, jobs), "{{job}} {{instance}}"));
            yield return Graph("Time since the start", Unit.Seconds, new Query($"time() - min by (job, instance) ({ProcessStart.Name}{{{jobs}}})", "{{job}} {{instance}}"));
        }

        yield return Graph("Processors of machines", Unit.Ratio, new Query(MachineCpu, "{{instance}}"));
        yield return Graph("Memory of machines", Unit.Ratio, new Query(MachineMemory, "{{instance}}"));
    }

    private static IEnumerable<MetricsSource> Running(StackSettings settings)
    {
        var services = settings.System.ServicesIn(settings.Topology).Select(service => service.Name).ToHashSet();
        return settings.System.Monitoring.Sources.Where(source => services.Contains(source.Service));
    }
}
