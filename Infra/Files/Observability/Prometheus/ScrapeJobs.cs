using Infra.Files.Nginx;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Files.Observability.Prometheus;

/// <summary>What is scraped; in both topologies jobs have the same names, so that rules and dashboards need not know where they run.</summary>
public static class ScrapeJobs
{
    // Probes of the edge cross the internet and its certificate; twice a minute is enough to notice within the two minutes of the alert.
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(30);

    /// <summary>The jobs of a stack. On Kubernetes only those that no ServiceMonitor and no chart brings: the edge, and questions from outside.</summary>
    public static ImmutableArray<ScrapeNode> Of(StackSettings settings)
    {
        var onHost = settings.Topology == Topology.Droplet;
        var system = settings.System;
        var monitoring = system.Monitoring;
        var jobs = ImmutableArray.CreateBuilder<ScrapeNode>();
        if (onHost)
        {
            jobs.AddRange(OnHost(settings));
        }

        jobs.Add(onHost ? Exporter(JobNames.Nginx, "nginx-exporter:9113", monitoring.ScrapeInterval, monitoring) : IngressController());
        jobs.Add(Exporter(JobNames.Blackbox, Blackbox, monitoring.ScrapeInterval, monitoring));
        var endpoints = system.Edge.Routes.Where(route => route.Health).Select(route => $"https://{settings.PublicHost}{route.Path}").ToList();
        if (endpoints.Count > 0)
        {
            jobs.Add(Probe(JobNames.Endpoints, [new() { Targets = endpoints }]));
        }

        var probed = Probed(settings).ToList();
        if (probed.Count > 0)
        {
            jobs.Add(Probe(JobNames.Probes, [.. probed]));
        }

        return jobs.ToImmutable();
    }

    /// <summary>The jobs as text: a list, as Prometheus' operator takes additional ones.</summary>
    public static string Text(StackSettings settings) => ObservabilityYaml.Write(Of(settings));

    private static IEnumerable<ScrapeNode> OnHost(StackSettings settings)
    {
        var (system, monitoring) = (settings.System, settings.System.Monitoring);
        yield return Exporter(JobNames.Prometheus, "localhost:9090", monitoring.ScrapeInterval, monitoring);
        yield return Exporter(JobNames.Alertmanager, "alertmanager:9093", monitoring.ScrapeInterval, monitoring);
        yield return Exporter(JobNames.Machines, "node-exporter:9100", monitoring.ScrapeInterval, monitoring) with { RelabelConfigs = [Rename(settings.PublicHost)] };
        yield return Exporter(JobNames.MachineNetwork, "network-exporter:9100", monitoring.ScrapeInterval, monitoring) with { RelabelConfigs = [Rename(settings.PublicHost)] };
        foreach (var (service, page, index) in system.ServicesIn(settings.Topology).SelectMany(service => service.Metrics.Select((page, index) => (service, page, index))))
        {
            yield return Service(settings, service, page, index);
        }

        if (system.Needs<Postgres>().Any())
        {
            yield return Exporter(JobNames.Postgres, "postgres-exporter:9187", monitoring.StoreInterval, monitoring);
        }

        if (system.Needs<Redis>().Any())
        {
            yield return Exporter(JobNames.Redis, "redis-exporter:9121", monitoring.StoreInterval, monitoring);
        }
    }

    private const string Blackbox = "blackbox-exporter:9115";

    /// <summary>Containers of a service by name: two sets of them where a release switches from one to the other.</summary>
    private static IReadOnlyList<string> Names(Service service) =>
        service.ServesTraffic ? [.. Colours.Both.Select(colour => Colours.Of(service.Name, colour))] : [service.Name];

    private static ScrapeNode Service(StackSettings settings, Service service, MetricsEndpoint page, int index) => new()
    {
        // Jobs' names are unique; the first page, mostly the only one, is known by the service's.
        JobName = index == 0 ? service.Name : $"{service.Name}-{page.Port}",
        ScrapeInterval = Unless(page.Interval, settings.System.Monitoring.ScrapeInterval),
        MetricsPath = page.Path == "/metrics" ? null : page.Path,
        DnsSdConfigs = [new() { Names = Names(service), Port = page.Port }],
    };

    private static ScrapeNode Exporter(string job, string address, TimeSpan interval, Monitoring monitoring) => new()
    {
        JobName = job,
        ScrapeInterval = Unless(interval, monitoring.ScrapeInterval),
        StaticConfigs = [new() { Targets = [address] }],
    };

    /// <summary>The ingress controller tells nginx's metrics with a prefix of its own; without it they are the exporter's.</summary>
    private static ScrapeNode IngressController() => new()
    {
        JobName = JobNames.Nginx,
        KubernetesSdConfigs = [new() { Namespaces = new() { Names = [Components.Kubernetes.EdgeControllers.IngressNamespace] } }],
        RelabelConfigs = [new() { SourceLabels = ["__meta_kubernetes_pod_container_port_name"], Regex = "prometheus", Action = "keep" }],
        MetricRelabelConfigs = [new() { SourceLabels = ["__name__"], Regex = "nginx_ingress_(nginx_.+)", TargetLabel = "__name__", Replacement = "$1" }],
    };

    /// <summary>Services that tell no metrics but answer a health question over HTTP.</summary>
    private static IEnumerable<StaticNode> Probed(StackSettings settings) =>
        from service in settings.System.ServicesIn(settings.Topology)
        where service.Metrics.IsEmpty
        from asked in service.ProbesOf(ProbeKind.Liveness).SelectMany(probe => probe.Asked)
        from name in settings.Topology == Topology.Droplet ? Names(service) : [$"{service.Name}.{settings.System.Name}"]
        select new StaticNode
        {
            Targets = [$"http://{name}:{asked.Port}{asked.Path}"],
            Labels = new Dictionary<string, string> { ["service"] = service.Name },
        };

    // The target becomes a parameter of the exporter, which is scraped instead (blackbox exporter documentation).
    private static ScrapeNode Probe(string job, IReadOnlyList<StaticNode> targets) => new()
    {
        JobName = job,
        ScrapeInterval = PromQl.Duration(ProbeInterval),
        MetricsPath = "/probe",
        Params = new Dictionary<string, IReadOnlyList<string>> { ["module"] = [BlackboxFile.Module] },
        StaticConfigs = targets,
        RelabelConfigs =
        [
            new() { SourceLabels = ["__address__"], TargetLabel = "__param_target" },
            new() { SourceLabels = ["__param_target"], TargetLabel = "instance" },
            new() { TargetLabel = "__address__", Replacement = Blackbox },
        ],
    };

    private static RelabelNode Rename(string instance) => new() { TargetLabel = "instance", Replacement = instance };

    private static string? Unless(TimeSpan interval, TimeSpan usual) => interval == usual ? null : PromQl.Duration(interval);
}
