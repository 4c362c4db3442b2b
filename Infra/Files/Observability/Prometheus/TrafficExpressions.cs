using Infra.Systems;
using static Infra.Files.Observability.Prometheus.InputSeries;
using static Infra.Systems.StandardMetrics;

namespace Infra.Files.Observability.Prometheus;

/// <summary>What users notice: errors, waiting, refusals; and how the business goes.</summary>
internal static class TrafficExpressions
{
    public static MeasuredCondition ErrorRatio(SystemDefinition system, AlertCondition.ErrorRatioAbove condition)
    {
        var service = MeasuredCondition.SourceOf(system, Requests).Service;
        return new()
        {
            Expression = $"{RecordingRules.ErrorRatio} > {PromQl.Ratio(condition.Percent)} and {RecordingRules.Errors} >= {system.Monitoring.LeastBadRequests}",
            Summary = $"More than {PromQl.Number(condition.Percent)} % of {{{{ $labels.job }}}}'s requests fail",
            Description = "{{ $value | humanizePercentage }} of the requests to {{ $labels.job }} end with a server error.",
            Fires = Answers(service, 100, condition.Percent * 1.5),
            StaysSilent = Answers(service, 100, condition.Percent * 0.8),
        };
    }

    public static MeasuredCondition ServerErrors(SystemDefinition system, AlertCondition.ServerErrorsAbove condition)
    {
        var service = MeasuredCondition.SourceOf(system, Requests).Service;
        return new()
        {
            Expression = $"{RecordingRules.ErrorRate} > {PromQl.Number(condition.PerSecond)}",
            Summary = $"More than {PromQl.Number(condition.PerSecond)} server errors a second from {{{{ $labels.job }}}}",
            Description = "{{ $labels.job }} answers {{ $value | humanize }} requests a second with a server error.",
            Fires = Answers(service, 100, condition.PerSecond * 1.5),
            StaysSilent = Answers(service, 100, condition.PerSecond * 0.8),
        };
    }

    public static MeasuredCondition Latency(SystemDefinition system, AlertCondition.LatencyP95Above condition)
    {
        var service = MeasuredCondition.SourceOf(system, RequestDuration).Service;
        var bound = condition.Duration.TotalSeconds;
        return new()
        {

            // A twentieth of fewer than twenty requests is none.
            Expression = $"{RecordingRules.Latency(95)} > {PromQl.Number(bound)} and {RecordingRules.TimedRequests} >= 20",
            Summary = $"{{{{ $labels.job }}}} is slow: p95 above {PromQl.Number(condition.Duration.TotalMilliseconds)} ms",
            Description = "95 of 100 requests to {{ $labels.job }} are answered within {{ $value | humanizeDuration }}, no sooner.",
            Fires = Histogram(RequestDuration, service, bound, slowPercent: 20),
            StaysSilent = Histogram(RequestDuration, service, bound, slowPercent: 2),
        };
    }

    public static MeasuredCondition RequestsPerInstance(SystemDefinition system, AlertCondition.RequestsPerInstanceAbove condition)
    {
        var source = MeasuredCondition.SourceOf(system, Requests).Service;
        return new()
        {
            Expression = $"{RecordingRules.InstanceRequestRate} > {PromQl.Number(condition.PerSecond)}",
            Summary = "{{ $labels.job }} is at its capacity",
            Description = $"{{{{ $labels.instance }}}} of {{{{ $labels.job }}}} serves {{{{ $value | humanize }}}} requests a second; it was measured for {PromQl.Number(condition.PerSecond)}.",
            Fires = Answers(source, condition.PerSecond * 1.2, 0),
            StaysSilent = Answers(source, condition.PerSecond * 0.9, 0),
        };
    }

    public static MeasuredCondition FailedLogins(SystemDefinition system, AlertCondition.FailedLoginsAbove condition)
    {
        var series = $"{LoginAttempts.Name}{{job=\"{MeasuredCondition.SourceOf(system, LoginAttempts).Service}\",instance=\"10.0.0.1:8000\",outcome=\"failure\"}}";
        return new()
        {
            Expression = $"60 * {PromQl.SumOfRate(LoginAttempts, LoginAttempts.Name, "{outcome=\"failure\"}", PromQl.Range)} > {PromQl.Number(condition.PerMinute)}",
            Summary = "Many logins fail: somebody may be guessing passwords",
            Description = "{{ $value | humanize }} logins a minute fail at {{ $labels.job }}.",
            Fires = [Growing(series, condition.PerMinute / 60 * 1.5)],
            StaysSilent = [Growing(series, condition.PerMinute / 60 * 0.8), Growing(series.Replace("failure", "success"), condition.PerMinute)],
        };
    }

    public static MeasuredCondition RateLimited(SystemDefinition system, AlertCondition.RateLimitedAbove condition)
    {
        var series = $"{StandardMetrics.RateLimited.Name}{{job=\"{MeasuredCondition.SourceOf(system, StandardMetrics.RateLimited).Service}\",instance=\"10.0.0.1:8000\",policy=\"api\"}}";
        return new()
        {
            Expression = $"60 * {PromQl.SumOfRate(StandardMetrics.RateLimited, StandardMetrics.RateLimited.Name, "", PromQl.Range)} > {PromQl.Number(condition.PerMinute)}",
            Summary = "Many requests are turned away with 429",
            Description = "{{ $labels.job }} refuses {{ $value | humanize }} requests a minute: an abuser, or limits that are too tight.",
            Fires = [Growing(series, condition.PerMinute / 60 * 1.5)],
            StaysSilent = [Growing(series, condition.PerMinute / 60 * 0.8)],
        };
    }

    public static MeasuredCondition MeasureBelow(SystemDefinition system, AlertCondition.MeasureBelow condition)
    {
        var measure = system.Monitoring.Measures.FirstOrDefault(measure => measure.Title == condition.Measure)
            ?? throw new InvalidOperationException($"an alert of {system.Name} is about the measure '{condition.Measure}', which it does not have");
        return new()
        {
            Expression = $"{MeasureExpressions.Of(measure)} < {PromQl.Number(condition.Threshold)}",
            Labels = ImmutableSortedDictionary<string, string>.Empty.Add("measure", measure.Title),
            Summary = $"{measure.Title} is low",
            Description = $"{measure.Description} It is {{{{ $value | humanize }}}}{MeasureExpressions.Unit(measure)}; less than {PromQl.Number(condition.Threshold)} is unusual.",
            Fires = MeasureExpressions.Example(measure, condition.Threshold * 0.8),
            StaysSilent = MeasureExpressions.Example(measure, condition.Threshold * 1.1),
            Range = MeasureExpressions.Range,
        };
    }

    /// <summary>Answered requests of which some fail.</summary>
    public static ImmutableArray<InputSeries> Answers(string job, double perSecond, double failedPercent) =>
    [
        Growing($"{Requests.Name}{{job=\"{job}\",instance=\"10.0.0.1:8000\",method=\"GET\",route=\"/\",status=\"200\"}}", perSecond * (100 - failedPercent) / 100),
        Growing($"{Requests.Name}{{job=\"{job}\",instance=\"10.0.0.1:8000\",method=\"GET\",route=\"/\",status=\"500\"}}", perSecond * failedPercent / 100),
    ];

    /// <summary>Observations of which some are above a bound, in a histogram with three buckets.</summary>
    public static ImmutableArray<InputSeries> Histogram(Metric metric, string job, double bound, double slowPercent)
    {
        const double PerSecond = 100;
        InputSeries Bucket(string le, double percent) => Growing($"{metric.Name}_bucket{{job=\"{job}\",instance=\"10.0.0.1:8000\",le=\"{le}\"}}", PerSecond * percent / 100);
        return
        [
            Bucket(PromQl.Number(bound), 100 - slowPercent),
            Bucket(PromQl.Number(bound * 4), 100),
            Bucket("+Inf", 100),
            Growing($"{metric.Name}_count{{job=\"{job}\",instance=\"10.0.0.1:8000\"}}", PerSecond),
        ];
    }
}
