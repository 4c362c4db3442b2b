using Infra.Systems;
using static Infra.Files.Observability.Prometheus.InputSeries;
using static Infra.Systems.StandardMetrics;

namespace Infra.Files.Observability.Prometheus;

/// <summary>Database, Redis-compatible store, caches and queues.</summary>
internal static class StoreExpressions
{
    private const string Backends = "pg_stat_database_numbackends";

    public static MeasuredCondition DatabaseDown() => new()
    {
        Expression = "pg_up == 0",
        Summary = "The database does not answer",
        Description = "The PostgreSQL server does not accept the connection of {{ $labels.job }}.",
        Fires = [Constant($"pg_up{{job=\"{JobNames.Postgres}\"}}", 0)],
        StaysSilent = [Constant($"pg_up{{job=\"{JobNames.Postgres}\"}}", 1)],
    };

    public static MeasuredCondition ConnectionsUsed(AlertCondition.DatabaseConnectionsUsedAbove condition) => new()
    {
        Expression = $"sum without (datid, datname) ({Backends}) / on (job, instance) max by (job, instance) (pg_settings_max_connections) > {PromQl.Ratio(condition.Percent)}",
        Summary = "The database is running out of connections",
        Description = "{{ $value | humanizePercentage }} of the connections that the database allows are open.",
        Fires = [.. Databases(condition.Percent + 5), Constant(Setting, 100)],
        StaysSilent = [.. Databases(condition.Percent - 5), Constant(Setting, 100)],
    };

    public static MeasuredCondition DatabaseLatency(SystemDefinition system, AlertCondition.DatabaseLatencyP95Above condition)
    {
        var service = MeasuredCondition.SourceOf(system, DatabaseQueryDuration).Service;
        var bound = condition.Duration.TotalSeconds;
        return new()
        {
            Expression = $"{RecordingRules.DatabaseLatency(95)} > {PromQl.Number(bound)}",
            Summary = $"The database is slow for {{{{ $labels.job }}}}: p95 above {PromQl.Number(condition.Duration.TotalMilliseconds)} ms",
            Description = "95 of 100 database operations of {{ $labels.job }} take up to {{ $value | humanizeDuration }}.",
            Fires = TrafficExpressions.Histogram(DatabaseQueryDuration, service, bound, slowPercent: 20),
            StaysSilent = TrafficExpressions.Histogram(DatabaseQueryDuration, service, bound, slowPercent: 2),
        };
    }

    public static MeasuredCondition RedisDown() => new()
    {
        Expression = "redis_up == 0",
        Summary = "The Redis-compatible store does not answer",
        Description = "The store does not accept the connection of {{ $labels.job }}: sessions, queues and caches are out of reach.",
        Fires = [Constant($"redis_up{{job=\"{JobNames.Redis}\"}}", 0)],
        StaysSilent = [Constant($"redis_up{{job=\"{JobNames.Redis}\"}}", 1)],
    };

    public static MeasuredCondition RedisMemory(AlertCondition.RedisMemoryAbove condition)
    {
        static ImmutableArray<InputSeries> Used(double percent) =>
        [
            Constant($"redis_memory_used_bytes{{job=\"{JobNames.Redis}\"}}", percent * 1000),
            Constant($"redis_memory_max_bytes{{job=\"{JobNames.Redis}\"}}", 100 * 1000),
        ];
        return new()
        {
            Expression = $"redis_memory_used_bytes / (redis_memory_max_bytes > 0) > {PromQl.Ratio(condition.Percent)}",
            Summary = "The Redis-compatible store is nearly full",
            Description = "{{ $value | humanizePercentage }} of the store's memory is used; when it is full, writes are refused.",
            Fires = Used(condition.Percent + 5),
            StaysSilent = Used(condition.Percent - 5),
        };
    }

    public static MeasuredCondition CacheHitRatio(SystemDefinition system, AlertCondition.CacheHitRatioBelow condition)
    {
        var service = MeasuredCondition.SourceOf(system, CacheHits).Service;
        return new()
        {
            Expression = $"{RecordingRules.CacheHitRatio} < {PromQl.Ratio(condition.Percent)}",
            Summary = $"The cache of {{{{ $labels.job }}}} answers less than {PromQl.Number(condition.Percent)} %",
            Description = "Only {{ $value | humanizePercentage }} of the look-ups of {{ $labels.job }} are answered by its cache.",
            Fires = Hits(service, condition.Percent - 5),
            StaysSilent = Hits(service, condition.Percent + 5),
        };
    }

    /// <summary>Look-ups in a cache of which some are answered.</summary>
    public static ImmutableArray<InputSeries> Hits(string job, double percent) =>
    [
        Growing($"{CacheHits.Name}{{job=\"{job}\",instance=\"10.0.0.1:8000\",cache=\"results\"}}", percent),
        Growing($"{CacheMisses.Name}{{job=\"{job}\",instance=\"10.0.0.1:8000\",cache=\"results\"}}", 100 - percent),
    ];

    public static MeasuredCondition QueueAge(SystemDefinition system, AlertCondition.QueueOlderThan condition)
    {
        var series = $"{QueueOldestJob.Name}{{job=\"{MeasuredCondition.SourceOf(system, QueueOldestJob).Service}\",instance=\"10.0.0.1:8000\",queue=\"jobs\"}}";
        return new()
        {
            // Every instance tells the same queue.
            Expression = $"max without (instance, job) ({QueueOldestJob.Name}) > {PromQl.Number(condition.Age.TotalSeconds)}",
            Summary = "The queue {{ $labels.queue }} is stuck",
            Description = "The oldest unfinished job of {{ $labels.queue }} has waited for {{ $value | humanizeDuration }}.",
            Fires = [Constant(series, condition.Age.TotalSeconds + 60)],
            StaysSilent = [Constant(series, condition.Age.TotalSeconds - 60)],
        };
    }

    public static MeasuredCondition DeadJobs(SystemDefinition system)
    {
        string Series(string state) => $"{QueueDepth.Name}{{job=\"{MeasuredCondition.SourceOf(system, QueueDepth).Service}\",instance=\"10.0.0.1:8000\",queue=\"jobs\",state=\"{state}\"}}";
        return new()
        {
            Expression = $"max without (instance, job, state) ({QueueDepth.Name}{{state=\"dead\"}}) > 0",
            Summary = "Jobs of {{ $labels.queue }} were given up",
            Description = "{{ $value }} jobs of {{ $labels.queue }} failed every time they were tried.",
            Fires = [Constant(Series("dead"), 3)],
            StaysSilent = [Constant(Series("dead"), 0), Constant(Series("waiting"), 40)],
        };
    }

    private const string Setting = $"pg_settings_max_connections{{job=\"{JobNames.Postgres}\",instance=\"database\",server=\"database\"}}";

    private static ImmutableArray<InputSeries> Databases(double connections) =>
    [
        Constant($"{Backends}{{job=\"{JobNames.Postgres}\",instance=\"database\",datid=\"1\",datname=\"app\"}}", connections - 5),
        Constant($"{Backends}{{job=\"{JobNames.Postgres}\",instance=\"database\",datid=\"2\",datname=\"postgres\"}}", 5),
    ];
}
