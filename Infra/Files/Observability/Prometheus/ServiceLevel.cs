using Infra.Systems;
using static Infra.Systems.StandardMetrics;

namespace Infra.Files.Observability.Prometheus;

/// <summary>A promise over 30 days, as the share of bad requests that it allows.</summary>
internal sealed record ServiceLevel
{
    /// <summary>Name in rules' and alerts' names.</summary>
    public required string Name { get; init; }

    /// <summary>What is promised, in a sentence without its end.</summary>
    public required string Promise { get; init; }

    /// <summary>Allowed share of bad requests, 0 to 1.</summary>
    public required double Budget { get; init; }

    /// <summary>Number of users' bad requests in a range.</summary>
    public required Func<string, string> Bad { get; init; }

    /// <summary>Number of users' requests in a range.</summary>
    public required Func<string, string> All { get; init; }

    /// <summary>Requests of which a share is bad.</summary>
    public required Func<double, ImmutableArray<InputSeries>> Example { get; init; }

    /// <summary>Name of the recorded number of bad requests in a range.</summary>
    public string BadIn(TimeSpan range) => $"slo:http_requests_{Name}:increase{PromQl.Duration(range)}";

    /// <summary>Name of the recorded number of all requests that are judged in a range.</summary>
    public string AllIn(TimeSpan range) => $"slo:http_requests_{Name}_all:increase{PromQl.Duration(range)}";

    /// <summary>Name of the recorded share of bad requests in a range.</summary>
    public string Recorded(TimeSpan range) => $"slo:http_requests_{Name}:ratio_rate{PromQl.Duration(range)}";

    /// <summary>The promises of a system about which it tells metrics.</summary>
    public static IEnumerable<ServiceLevel> Of(SystemDefinition system)
    {
        var objectives = system.Objectives;
        var serving = system.Services.Where(service => service.ServesTraffic).Select(service => service.Name).ToHashSet();
        var counted = system.Monitoring.SourcesOf(Requests).Where(source => serving.Contains(source.Service)).ToList();
        if (counted.Count > 0)
        {
            var judged = $"{PromQl.Jobs(counted)},{PromQl.Users(system)}";

            // Availability and error rate are one thing seen from two sides: the stricter promise counts.
            var percent = Math.Min(100 - objectives.AvailabilityPercent, objectives.ErrorRatePercent);
            yield return new()
            {
                Name = "failed",
                Promise = $"at most {PromQl.Number(Math.Round(percent, 6))} % of requests fail",
                Budget = Math.Round(percent / 100, 8),
                Bad = range => $"sum(increase({Requests.Name}{{{judged},status=~\"5..\"}}[{range}])) or 0 * sum(increase({Requests.Name}{{{judged}}}[{range}]))",
                All = range => $"sum(increase({Requests.Name}{{{judged}}}[{range}]))",
                Example = bad => TrafficExpressions.Answers(counted[0].Service, 100, bad * 100),
            };
        }

        var timed = system.Monitoring.SourcesOf(RequestDuration).Where(source => serving.Contains(source.Service)).ToList();
        if (timed.Count > 0)
        {
            var judged = $"{PromQl.Jobs(timed)},{PromQl.Users(system)}";
            var seconds = objectives.LatencyP95.TotalSeconds;

            // Prometheus 3 writes whole bounds as floating-point numbers ("1.0"), earlier ones and some clients do not.
            var bound = seconds % 1 == 0 ? $"le=~\"{PromQl.Number(seconds)}([.]0)?\"" : $"le=\"{PromQl.Number(seconds)}\"";
            yield return new()
            {
                Name = "slow",
                Promise = $"95 % of requests are answered within {PromQl.Number(objectives.LatencyP95.TotalMilliseconds)} ms",
                Budget = 0.05,
                Bad = range => $"sum(increase({RequestDuration.Name}_count{{{judged}}}[{range}])) - sum(increase({RequestDuration.Name}_bucket{{{judged},{bound}}}[{range}]))",
                All = range => $"sum(increase({RequestDuration.Name}_count{{{judged}}}[{range}]))",
                Example = bad => TrafficExpressions.Histogram(RequestDuration, timed[0].Service, seconds, bad * 100),
            };
        }
    }
}
