using System.Globalization;
using Infra.Facts;
using Infra.Facts.Alerts;
using Infra.Files.Nginx;
using Infra.Planning;
using Infra.Systems;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>Whether Prometheus asks whom it has to ask (VI-03, FA-06).</summary>
internal static class ScrapeRules
{
    private const string Own = "prometheus";
    private const string Configuration = "prometheus/prometheus.yml";

    // Where a release says nothing (chart prometheus-blackbox-exporter, values.yaml, config.modules).
    private const string ModuleOfChart = "http_2xx";

    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "OBS-12",
            Title = "A server's Prometheus loads the rules, asks often enough and tells Alertmanager",
            Scope = Scope.Server,
            Why = "Rules that are not loaded, and alerts that are told nobody, look like a system that works (FA-06)",
            Remedy = "Name rules.yml in rule_files, Alertmanager in alerting, the environment in external_labels, targets in every job, and "
                + "an interval of 2 minutes at most",
            Judge = plan => HostConfiguration.Yaml(plan, Configuration) is { Count: > 0 } file
                ? Items(file, "scrape_configs").Select(job => new Subject(Own, OfJob(plan, job))).Prepend(new(Own,
                [
                    !Items(file, "rule_files").Any(name => name is string text && text.EndsWith("rules.yml", StringComparison.Ordinal))
                        ? "loads no rules" : "",
                    !Items(file, "alerting", "alertmanagers").Any(one =>
                        Items(one, "static_configs").Any(target => Items(target, "targets").Any())) ? "tells no Alertmanager" : "",
                    PrometheusDuration.Seconds(Text(file, "global", "scrape_interval")) is null or > 120 ? "asks too seldom" : "",
                    PrometheusDuration.Seconds(Text(file, "global", "evaluation_interval")) is null or > 300
                        ? "evaluates its rules too seldom" : "",
                    Text(file, "global", "external_labels", "environment").Length == 0 ? "says not of which environment its alerts are"
                        : "",
                ]))
                : HostConfiguration.Containers(plan).Any(container => container.Key == Own) ? [new(Own, "has no configuration")] : [],
        },
        new()
        {
            Id = "OBS-17",
            Title = "Everything on a server that tells metrics is asked for them",
            Scope = Scope.Server,
            Why = "What is not asked fails in silence (VI-03, FA-06; NIST SP 800-53, SI-4)",
            Remedy = "Give prometheus/prometheus.yml a job with the container's name and the port of its metrics",
            Judge = plan =>
            {
                var asked = Items(HostConfiguration.Yaml(plan, Configuration),
                    "scrape_configs").SelectMany(Targets).ToHashSet(StringComparer.Ordinal);
                return asked.Count == 0 ? []
                    : (from service in plan.Settings.System.ServicesIn(Topology.Droplet)
                       from page in service.Metrics
                       from name in service.ServesTraffic ? Colours.Both.Select(colour => Colours.Of(service.Name, colour)) : [service.Name]
                       select new Subject(name, asked.Contains(string.Create(CultureInfo.InvariantCulture, $"{name}:{page.Port}"))
                           ? "" : "tells metrics and is not asked"))
                    .Concat(from container in HostConfiguration.Containers(plan)
                            where container.Key.EndsWith("-exporter", StringComparison.Ordinal) || container.Key is Own or "alertmanager"
                            select new Subject(container.Key, asked.Any(target =>
                                target.StartsWith($"{container.Key}:", StringComparison.Ordinal)
                                || (container.Key == Own && target.StartsWith("localhost:", StringComparison.Ordinal)))
                                ? "" : "tells metrics and is not asked"));
            },
        },
        new()
        {
            Id = "OBS-18",
            Title = "Questions from outside are asked by the prober, by TLS, of every page that tells health",
            Why = "A probe that asks itself, or in the clear, sees nothing of what users see (WP-05; Prometheus, blackbox exporter)",
            Remedy = "Make a job with metrics_path /probe, a module of blackbox.yml, the target as __param_target, the prober as __address__, "
                + "and https:// before the public host",
            Judge = plan =>
            {
                var jobs = Jobs(plan).Where(job => Text(job, "metrics_path") == "/probe" || At(job, "params", "module") is not null
                    || Items(job, "static_configs").SelectMany(one => Items(one, "targets")).OfType<string>().Any(target =>
                        target.Contains("://", StringComparison.Ordinal))).ToArray();
                var targets = jobs.SelectMany(job => Items(job, "static_configs")).SelectMany(one => Items(one, "targets")).OfType<string>()
                    .ToHashSet(StringComparer.Ordinal);
                return Jobs(plan).Any()
                    ? jobs.Select(job => new Subject(Text(job, "job_name"), OfProbe(plan, job)))
                        .Concat(plan.Settings.System.Edge.Routes.Where(route => route.Health)
                            .Select(route => $"https://{plan.Settings.PublicHost}{route.Path}")
                            .Select(page => new Subject(page, targets.Contains(page) ? "" : "tells health and is not asked")))
                    : [];
            },
        },
    ];

    // On Kubernetes those that no ServiceMonitor brings.
    private static IEnumerable<object?> Jobs(Plan plan) => plan.Settings.Topology == Topology.Droplet
        ? Items(HostConfiguration.Yaml(plan, Configuration), "scrape_configs")
        : plan.Deployed.Where(resource => resource.Kind == "Secret").Select(resource => Text(resource.Inputs, "stringData", "jobs.yaml"))
            .Where(text => text.Length > 0).SelectMany(HostConfiguration.ParseList);

    private static IEnumerable<string> Targets(object? job) =>
        Items(job, "static_configs").SelectMany(one => Items(one, "targets")).OfType<string>()
            .Concat(from lookup in Items(job, "dns_sd_configs")
                    from name in Items(lookup, "names").OfType<string>()
                    select string.Create(CultureInfo.InvariantCulture, $"{name}:{Number(lookup, "port"):0}"));

    private static string OfJob(Plan plan, object? job)
    {
        var name = Text(job, "job_name");
        var lookups = Items(job, "dns_sd_configs").ToArray();
        var hosts = Targets(job).Where(target => !target.Contains("://", StringComparison.Ordinal))
            .Select(target => target.Split(':')[0]).Where(host => host is not ("localhost" or "127.0.0.1"));
        var containers = HostConfiguration.Containers(plan).Select(container => container.Key).ToHashSet(StringComparer.Ordinal);
        return name.Length == 0 ? "has a job without a name"
            : !Targets(job).Any() ? $"asks nobody for {name}"
            : Text(job, "scrape_interval") is { Length: > 0 } interval && PrometheusDuration.Seconds(interval) is null or > 120
                ? $"asks {name} too seldom"
            : hosts.FirstOrDefault(host => !containers.Contains(host)) is { } host ? $"asks {host} for {name}, which is no container"

            // The engine's name server knows addresses only; without a type Prometheus asks for SRV records.
            : lookups.Any(lookup => Text(lookup, "type") is not ("A" or "AAAA"))
                ? $"looks {name} up by records that the engine does not have"
            : lookups.Any(lookup => Number(lookup, "port") is not (> 0 and < 65536)) ? $"asks {name} on no port"
            : lookups.Any(lookup => Text(lookup, "refresh_interval") is { Length: > 0 } often
                && PrometheusDuration.Seconds(often) is null or > 120) ? $"looks {name} up too seldom" : "";
    }

    private static string OfProbe(Plan plan, object? job)
    {
        var changes = Items(job, "relabel_configs").ToArray();
        var module = Items(job, "params", "module").OfType<string>().FirstOrDefault();
        return Text(job, "metrics_path") != "/probe" ? "asks the pages themselves for metrics"
            : module is null || !Modules(plan).Contains(module) ? "asks by a module that the prober does not have"
            : !changes.Any(change => Text(change, "target_label") == "__param_target"
                && Items(change, "source_labels").OfType<string>().SequenceEqual(["__address__"])) ? "does not tell the prober whom to ask"
            : !changes.Any(change => Text(change, "target_label") == "instance"
                && Items(change, "source_labels").OfType<string>().SequenceEqual(["__param_target"])) ? "does not tell who was asked"
            : changes.LastOrDefault(change => Text(change, "target_label") == "__address__") is not { } prober
                || Text(prober, "replacement").Length == 0 || Items(prober, "source_labels").Any() ? "asks without the prober"
            : Targets(job).FirstOrDefault(target => target.StartsWith($"http://{plan.Settings.PublicHost}",
                StringComparison.Ordinal)) is { } page
                ? $"asks {page} in the clear" : "";
    }

    private static IEnumerable<string> Modules(Plan plan) => plan.Settings.Topology == Topology.Droplet
        ? Entries(HostConfiguration.Yaml(plan, "prometheus/blackbox.yml"), "modules").Select(module => module.Key)
        : plan.Deployed.Where(resource => resource.Type == "kubernetes:helm.sh/v3:Release" && Text(resource.Inputs, "chart")
                .EndsWith("blackbox-exporter", StringComparison.Ordinal))
            .SelectMany(resource => Entries(resource.Inputs, "values", "config", "modules").Select(module => module.Key)
                .DefaultIfEmpty(ModuleOfChart));
}
