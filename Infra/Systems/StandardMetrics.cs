using static Infra.Systems.MetricKind;

namespace Infra.Systems;

/// <summary>The metrics that every image of the platform exposes under the same names, so that one set of rules and dashboards serves all systems.</summary>
public static class StandardMetrics
{
    /// <summary>Requests; those with a status from 500 count against the availability objective.</summary>
    public static Metric Requests { get; } = new("http_requests_total", Counter, "Requests answered.", ["method", "route", "status"]);

    /// <summary>Time of requests. One of the buckets ends at the latency objective.</summary>
    public static Metric RequestDuration { get; } = new("http_request_duration_seconds", Histogram, "Time from request to answer.", ["method", "route"]);

    /// <summary>Requests turned away by the service itself.</summary>
    public static Metric RateLimited { get; } = new("rate_limited_requests_total", Counter, "Requests answered with 429.", ["policy"]);

    /// <summary>Logins.</summary>
    public static Metric LoginAttempts { get; } = new("login_attempts_total", Counter, "Logins by outcome: success, failure.", ["outcome"]);

    /// <summary>Database operations.</summary>
    public static Metric DatabaseQueries { get; } = new("database_queries_total", Counter, "Database operations.", ["operation", "outcome"]);

    /// <summary>Time of database operations.</summary>
    public static Metric DatabaseQueryDuration { get; } = new("database_query_duration_seconds", Histogram, "Time of a database operation, waiting for a connection included.", ["operation"]);

    /// <summary>Cache hits.</summary>
    public static Metric CacheHits { get; } = new("cache_hits_total", Counter, "Answers taken from the cache.", ["cache"]);

    /// <summary>Cache misses.</summary>
    public static Metric CacheMisses { get; } = new("cache_misses_total", Counter, "Answers that were not in the cache.", ["cache"]);

    /// <summary>Jobs in a queue.</summary>
    public static Metric QueueDepth { get; } = new("queue_depth", Gauge, "Jobs by queue and state: waiting, delayed, dead.", ["queue", "state"]);

    /// <summary>Age of the oldest job.</summary>
    public static Metric QueueOldestJob { get; } = new("queue_oldest_job_seconds", Gauge, "Age of the oldest unfinished job.", ["queue"]);

    /// <summary>Finished attempts of jobs.</summary>
    public static Metric Jobs { get; } = new("jobs_total", Counter, "Jobs by outcome: done, retried, dead, handed_back.", ["queue", "outcome"]);

    /// <summary>Time of jobs.</summary>
    public static Metric JobDuration { get; } = new("job_duration_seconds", Histogram, "Time of one attempt of a job.", ["queue"]);

    /// <summary>Processor time. A container with several processes tells the sum, or a series for each; they are added up.</summary>
    public static Metric ProcessCpu { get; } = new("process_cpu_seconds_total", Counter, "Processor time used.", []);

    /// <summary>Memory. A container with several processes tells the sum, or a series for each; they are added up.</summary>
    public static Metric ProcessMemory { get; } = new("process_resident_memory_bytes", Gauge, "Resident memory.", []);

    /// <summary>Open files.</summary>
    public static Metric ProcessOpenFiles { get; } = new("process_open_fds", Gauge, "Open file descriptors.", []);

    /// <summary>Start of the process.</summary>
    public static Metric ProcessStart { get; } = new("process_start_time_seconds", Gauge, "Start of the process since the epoch.", []);

    /// <summary>What tells about requests.</summary>
    public static ImmutableArray<Metric> Http { get; } = [Requests, RequestDuration, RateLimited];

    /// <summary>What tells about the process.</summary>
    public static ImmutableArray<Metric> Process { get; } = [ProcessCpu, ProcessMemory, ProcessOpenFiles, ProcessStart];

    /// <summary>What tells about the use of a database.</summary>
    public static ImmutableArray<Metric> Database { get; } = [DatabaseQueries, DatabaseQueryDuration];

    /// <summary>What tells about the use of a cache.</summary>
    public static ImmutableArray<Metric> Cache { get; } = [CacheHits, CacheMisses];

    /// <summary>What tells about queues and their jobs.</summary>
    public static ImmutableArray<Metric> Queue { get; } = [QueueDepth, QueueOldestJob, Jobs, JobDuration];
}
