using System.Text;

namespace DocumentSearch.Metrics;

/// <summary>Every metric of the service. Label values come from fixed sets, so the number of series is bounded.</summary>
public sealed class ServiceMetrics
{
    private readonly List<IMetric> _metrics = [];

    public ServiceMetrics()
    {
        HttpRequests = Add(new Counter("http_requests_total", "Requests answered.", "method", "route", "status"));
        HttpRequestDuration = Add(new Histogram("http_request_duration_seconds", "Time from request to answer.", "method", "route"));
        DatabaseQueries = Add(new Counter("database_queries_total", "Database operations.", "operation", "outcome"));
        DatabaseQueryDuration = Add(new Histogram("database_query_duration_seconds", "Time of a database operation, waiting for a connection included.", "operation"));
        CacheHits = Add(new Counter("cache_hits_total", "Answers taken from the cache.", "cache"));
        CacheMisses = Add(new Counter("cache_misses_total", "Answers that were not in the cache.", "cache"));
        QueueDepth = Add(new Gauge("queue_depth", "Jobs by queue and state: waiting, delayed (for a retry), dead.", "queue", "state"));
        QueueOldestJob = Add(new Gauge("queue_oldest_job_seconds", "Age of the oldest unfinished job.", "queue"));
        OldestUnfinishedDocument = Add(new Gauge("documents_oldest_unfinished_seconds", "Age of the oldest document that is neither ready nor failed."));
        Jobs = Add(new Counter("jobs_total", "Jobs by outcome: done, retried, dead, handed_back.", "queue", "outcome"));
        JobDuration = Add(new Histogram("job_duration_seconds", "Time of one attempt of a job.", "queue"));
        JobsReclaimed = Add(new Counter("jobs_reclaimed_total", "Jobs taken over from workers that fell silent.", "queue"));
        DocumentsRequeued = Add(new Counter("documents_requeued_total", "Accepted documents whose job was missing and was queued again."));
        LoginAttempts = Add(new Counter("login_attempts_total", "Token requests by outcome: success, failure.", "outcome"));
        RateLimitedRequests = Add(new Counter("rate_limited_requests_total", "Requests answered with 429.", "policy"));
        DocumentsAccepted = Add(new Counter("documents_accepted_total", "Uploads accepted by format.", "format"));
        DocumentsProcessed = Add(new Counter("documents_processed_total", "Documents processed by format and outcome: ready, failed.", "format", "outcome"));
        _metrics.Add(new ProcessMetrics());
    }

    public Counter HttpRequests { get; }

    public Histogram HttpRequestDuration { get; }

    public Counter DatabaseQueries { get; }

    public Histogram DatabaseQueryDuration { get; }

    public Counter CacheHits { get; }

    public Counter CacheMisses { get; }

    public Gauge QueueDepth { get; }

    public Gauge QueueOldestJob { get; }

    public Gauge OldestUnfinishedDocument { get; }

    public Counter Jobs { get; }

    public Histogram JobDuration { get; }

    public Counter JobsReclaimed { get; }

    public Counter DocumentsRequeued { get; }

    public Counter LoginAttempts { get; }

    public Counter RateLimitedRequests { get; }

    public Counter DocumentsAccepted { get; }

    public Counter DocumentsProcessed { get; }

    /// <summary>The whole page in the Prometheus text format.</summary>
    public string Render()
    {
        var text = new StringBuilder(8_192);
        foreach (var metric in _metrics)
            metric.Write(text);
        return text.ToString();
    }

    private T Add<T>(T metric)
        where T : IMetric
    {
        _metrics.Add(metric);
        return metric;
    }
}
