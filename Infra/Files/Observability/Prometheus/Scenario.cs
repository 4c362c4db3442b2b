using Infra.Settings;
using Infra.Systems;
using static Infra.Files.Observability.Prometheus.InputSeries;
using static Infra.Systems.StandardMetrics;

namespace Infra.Files.Observability.Prometheus;

/// <summary>A situation of a whole system, and all that somebody is told in it: neither an alert less nor one more.</summary>
public sealed record Scenario
{
    /// <summary>Time between two samples: that of the scrapes.</summary>
    public static TimeSpan Step { get; } = TimeSpan.FromSeconds(15);

    /// <summary>The situation, in a sentence.</summary>
    public required string Name { get; init; }

    /// <summary>What is scraped.</summary>
    public required ImmutableArray<InputSeries> Series { get; init; }

    /// <summary>The alerts that fire.</summary>
    public ImmutableArray<(string Name, AlertSeverity Severity)> Fires { get; init; } = [];

    /// <summary>Times at which is looked.</summary>
    public required ImmutableArray<TimeSpan> At { get; init; }

    /// <summary>Whether only what wakes somebody is looked at.</summary>
    public bool OnlyPages { get; init; }

    /// <summary>The situations of a stack.</summary>
    public static IEnumerable<Scenario> Of(StackSettings settings)
    {
        var system = settings.System;
        var asked = system.Monitoring.SourcesOf(Requests).FirstOrDefault(source => system.Service(source.Service).ServesTraffic)?.Service;
        if (asked is null)
        {
            yield break;
        }

        var queue = system.Monitoring.SourcesOf(QueueOldestJob).FirstOrDefault()?.Service;
        yield return new()
        {
            Name = "what only the platform asks fails, work in the background is stuck, and no user is hurt",
            Series =
            [
                .. Running(settings, background: 0),
                .. Platform(system, asked, "503"),
                .. queue is null ? ImmutableArray<InputSeries>.Empty : [Growing($"{QueueOldestJob.Name}{{job=\"{queue}\",instance=\"10.0.0.1:8000\",queue=\"jobs\"}}", 1)],
            ],
            Fires = queue is null ? [] : [("QueueStuck", AlertSeverity.Warning)],
            At = [TimeSpan.FromMinutes(50)],
        };
        yield return new()
        {
            Name = "every request of users fails, one in two minutes, and all probes are well",
            Series = [.. Running(settings, background: 1), .. Platform(system, asked, "200"), Growing(Asked(asked, "500"), 1.0 / 120)],
            Fires = [("HighErrorRate", AlertSeverity.Critical)],
            At = [TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(59)],
            OnlyPages = true,
        };
        yield return new()
        {
            Name = "one of fourteen requests in an hour of the night fails",
            Series =
            [
                .. Running(settings, background: 1),
                .. Platform(system, asked, "200"),
                Growing(Asked(asked, "200"), 13.0 / 3600),
                Once(Asked(asked, "503"), after: TimeSpan.FromMinutes(62)),
            ],
            At = [TimeSpan.FromMinutes(66), TimeSpan.FromMinutes(80)],
        };
    }

    /// <summary>Everything answers who asks for its health, but for work in the background.</summary>
    private static IEnumerable<InputSeries> Running(StackSettings settings, int background)
    {
        foreach (var service in settings.System.ServicesIn(settings.Topology))
        {
            yield return service.Metrics.IsEmpty
                ? Constant($"probe_success{{job=\"{JobNames.Probes}\",service=\"{service.Name}\",instance=\"10.0.0.1:8000\"}}", 1)
                : Constant($"up{{job=\"{service.Name}\",instance=\"10.0.0.1:8000\"}}", 1);
        }

        foreach (var route in settings.System.Edge.Routes.Where(route => route.Health))
        {
            yield return Constant($"probe_success{{job=\"{JobNames.Endpoints}\",instance=\"https://{settings.PublicHost}{route.Path}\"}}", route.Background ? background : 1);
        }
    }

    /// <summary>Probes and scrapes, one in ten seconds of each.</summary>
    private static IEnumerable<InputSeries> Platform(SystemDefinition system, string job, string status) => system.PlatformPaths
        .Select(path => Growing($"{Requests.Name}{{job=\"{job}\",instance=\"10.0.0.1:8000\",method=\"GET\",route=\"{path}\",status=\"{status}\"}}", 0.1));

    private static string Asked(string job, string status) =>
        $"{Requests.Name}{{job=\"{job}\",instance=\"10.0.0.1:8000\",method=\"GET\",route=\"/of-users\",status=\"{status}\"}}";
}
