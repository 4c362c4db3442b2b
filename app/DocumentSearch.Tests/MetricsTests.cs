using System.Text;
using DocumentSearch.Metrics;

namespace DocumentSearch.Tests;

public sealed class MetricsTests
{
    [Fact]
    public void A_counter_adds_up_by_labels_and_escapes_their_values()
    {
        var counter = new Counter("requests_total", "Requests.", "route");
        counter.Add(1, "/a");
        counter.Add(2, "/a");
        counter.Add(1, "\"quoted\"\n");

        Assert.Equal(3, counter.Value("/a"));
        var text = Render(counter);
        Assert.StartsWith("# HELP requests_total Requests.\n# TYPE requests_total counter\n", text, StringComparison.Ordinal);
        Assert.Contains("requests_total{route=\"/a\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("requests_total{route=\"\\\"quoted\\\"\\n\"} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_histogram_has_cumulative_buckets_sum_and_count()
    {
        var histogram = new Histogram("seconds", "Time.", "route");
        histogram.Record(0.004, "/a");
        histogram.Record(0.2, "/a");
        histogram.Record(100, "/a");

        var text = Render(histogram);
        Assert.Contains("seconds_bucket{route=\"/a\",le=\"0.0025\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("seconds_bucket{route=\"/a\",le=\"0.005\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("seconds_bucket{route=\"/a\",le=\"0.25\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("seconds_bucket{route=\"/a\",le=\"+Inf\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("seconds_sum{route=\"/a\"} 100.204\n", text, StringComparison.Ordinal);
        Assert.Contains("seconds_count{route=\"/a\"} 3\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gauge_forgets_what_cannot_be_read_any_more()
    {
        var gauge = new Gauge("depth", "Jobs.", "queue");
        gauge.Set(4, "a");
        gauge.Clear();
        Assert.DoesNotContain("queue=", Render(gauge), StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_labels_are_a_programming_error()
        => Assert.Throws<ArgumentException>(() => new Counter("c", "C.", "one").Add(1, "a", "b"));

    [Theory]
    [InlineData("http_requests_total")]
    [InlineData("http_request_duration_seconds")]
    [InlineData("database_queries_total")]
    [InlineData("database_query_duration_seconds")]
    [InlineData("cache_hits_total")]
    [InlineData("cache_misses_total")]
    [InlineData("queue_depth")]
    [InlineData("queue_oldest_job_seconds")]
    [InlineData("jobs_total")]
    [InlineData("login_attempts_total")]
    [InlineData("rate_limited_requests_total")]
    [InlineData("documents_processed_total")]
    [InlineData("process_resident_memory_bytes")]
    [InlineData("process_cpu_seconds_total")]
    [InlineData("process_start_time_seconds")]
    public void The_names_dashboards_and_alerts_rely_on_are_there(string name)
        => Assert.Contains($"# TYPE {name} ", new ServiceMetrics().Render(), StringComparison.Ordinal);

    private static string Render(IMetric metric)
    {
        var text = new StringBuilder();
        metric.Write(text);
        return text.ToString();
    }
}
