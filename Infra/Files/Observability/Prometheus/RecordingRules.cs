using Infra.Systems;
using static Infra.Systems.StandardMetrics;

namespace Infra.Files.Observability.Prometheus;

/// <summary>What dashboards and alerts ask for again and again, computed once: only of metrics that the system has.</summary>
internal static class RecordingRules
{
    /// <summary>Users' requests in a second, by service.</summary>
    public const string RequestRate = "job:http_requests:rate5m";

    /// <summary>Users' requests in a second, by instance.</summary>
    public const string InstanceRequestRate = "instance:http_requests:rate5m";

    /// <summary>Server errors that users get in a second, by service.</summary>
    public const string ErrorRate = "job:http_requests_errors:rate5m";

    /// <summary>Share of users' requests with a server error, by service.</summary>
    public const string ErrorRatio = "job:http_requests_errors:ratio_rate5m";

    /// <summary>Server errors that users got in a quarter of an hour, by service.</summary>
    public const string Errors = $"job:http_requests_errors:increase{Patience}";

    /// <summary>Users' requests whose time was taken in a quarter of an hour, by service.</summary>
    public const string TimedRequests = $"job:http_request_duration_seconds:increase{Patience}";

    /// <summary>Range in which the least number of requests has to come together. Three times that of rates: a service with few users is told about, too.</summary>
    private const string Patience = "15m";

    /// <summary>Share of look-ups that the cache answers, by service.</summary>
    public const string CacheHitRatio = "job:cache_hits:ratio_rate5m";

    /// <summary>Used processor time of a machine, 0 to 1.</summary>
    public const string MachineCpu = "instance:node_cpu_utilisation:ratio_rate5m";

    /// <summary>Used memory of a machine, 0 to 1.</summary>
    public const string MachineMemory = "instance:node_memory_utilisation:ratio";

    /// <summary>Free space of a file system, 0 to 1.</summary>
    public const string DiskFree = "instance:node_filesystem_avail:ratio";

    /// <summary>Quantiles of requests' time, by service.</summary>
    public static string Latency(int percentile) => $"job:http_request_duration_seconds:p{percentile}_5m";

    /// <summary>Quantiles of database operations' time, by service.</summary>
    public static string DatabaseLatency(int percentile) => $"job:database_query_duration_seconds:p{percentile}_5m";

    /// <summary>The rules of a system. Requests are those of users: probes and scrapes neither hide an outage nor are one.</summary>
    public static IEnumerable<RecordingRule> Of(SystemDefinition system)
    {
        var monitoring = system.Monitoring;
        var users = PromQl.Users(system);
        if (monitoring.SourcesOf(Requests).Any())
        {
            var failed = $"{{{users},status=~\"5..\"}}";
            yield return new(RequestRate, PromQl.SumOfRate(Requests, Requests.Name, $"{{{users}}}", PromQl.Range));
            yield return new(InstanceRequestRate, $"sum without ({string.Join(", ", Requests.Labels)}) (rate({Requests.Name}{{{users}}}[{PromQl.Range}]))");

            // A service without a single error has no series of errors: its rate is 0, not unknown.
            yield return new(ErrorRate, $"{PromQl.SumOfRate(Requests, Requests.Name, failed, PromQl.Range)} or 0 * {RequestRate}");
            yield return new(ErrorRatio, $"{ErrorRate} / ({RequestRate} > 0)");
            yield return new(Errors, PromQl.SumOfIncrease(Requests, Requests.Name, failed, Patience));
        }

        if (monitoring.SourcesOf(RequestDuration).Any())
        {
            yield return new(TimedRequests, PromQl.SumOfIncrease(RequestDuration, $"{RequestDuration.Name}_count", $"{{{users}}}", Patience));
        }

        foreach (var percentile in new[] { 50, 95, 99 })
        {
            if (monitoring.SourcesOf(RequestDuration).Any())
            {
                yield return Quantile(Latency(percentile), RequestDuration, $"{{{users}}}", percentile);
            }

            if (monitoring.SourcesOf(DatabaseQueryDuration).Any())
            {
                yield return Quantile(DatabaseLatency(percentile), DatabaseQueryDuration, "", percentile);
            }
        }

        if (monitoring.SourcesOf(CacheHits).Any())
        {
            var hits = PromQl.SumOfRate(CacheHits, CacheHits.Name, "", PromQl.Range);
            var misses = PromQl.SumOfRate(CacheMisses, CacheMisses.Name, "", PromQl.Range);
            yield return new(CacheHitRatio, $"{hits} / (({hits} + {misses}) > 0)");
        }

        yield return new(MachineCpu, $"1 - avg without (cpu, mode) (rate(node_cpu_seconds_total{{mode=\"idle\"}}[{PromQl.Range}]))");
        yield return new(MachineMemory, "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes");

        // Read-only and virtual file systems are always full or never.
        const string Disks = "{fstype!~\"tmpfs|ramfs|overlay|squashfs|iso9660\"}";
        yield return new(DiskFree, $"node_filesystem_avail_bytes{Disks} / (node_filesystem_size_bytes{Disks} > 0)");
    }

    /// <summary>Samples of what a system may record for its dashboards alone: no alert has them in its examples.</summary>
    public static IEnumerable<InputSeries> Example(SystemDefinition system)
    {
        var monitoring = system.Monitoring;
        return
        [
            .. monitoring.SourcesOf(DatabaseQueryDuration)
                .SelectMany(source => TrafficExpressions.Histogram(DatabaseQueryDuration, source.Service, bound: 0.1, slowPercent: 2)),
            .. monitoring.SourcesOf(CacheHits).SelectMany(source => StoreExpressions.Hits(source.Service, percent: 80)),
        ];
    }

    private static RecordingRule Quantile(string name, Metric histogram, string matchers, int percentile) =>
        new(name, $"histogram_quantile({PromQl.Ratio(percentile)}, {PromQl.SumOfRate(histogram, $"{histogram.Name}_bucket", matchers, PromQl.Range)})");
}
