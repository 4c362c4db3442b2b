using Infra.Files.Observability.Prometheus;
using Infra.Systems;
using static Infra.Files.Observability.Grafana.Panel;
using static Infra.Systems.StandardMetrics;

namespace Infra.Files.Observability.Grafana;

/// <summary>What the services do: caches, queries, queues, logins.</summary>
internal static class ApplicationPanels
{
    public static IEnumerable<Panel> Of(Monitoring monitoring)
    {
        if (monitoring.SourcesOf(CacheHits).Any())
        {
            yield return Graph("Answers out of the cache", Unit.Ratio, new Query(RecordingRules.CacheHitRatio, "{{job}}"));
            yield return Graph("Cache look-ups", Unit.Operations,
                new Query($"sum by (cache) (rate({CacheHits.Name}[{PromQl.Range}]))", "hit {{cache}}"), new Query($"sum by (cache) (rate({CacheMisses.Name}[{PromQl.Range}]))", "miss {{cache}}"));
        }

        if (monitoring.SourcesOf(DatabaseQueries).Any())
        {
            yield return Graph("Database operations", Unit.Operations, new Query($"sum by (operation) (rate({DatabaseQueries.Name}[{PromQl.Range}]))", "{{operation}}"));
            yield return Graph("Database operations by outcome", Unit.Operations, new Query($"sum by (outcome) (rate({DatabaseQueries.Name}[{PromQl.Range}]))", "{{outcome}}"));
        }

        if (monitoring.SourcesOf(QueueDepth).Any())
        {
            // Every instance tells the same queues.
            yield return Graph("Jobs in queues", Unit.None, new Query($"max by (queue, state) ({QueueDepth.Name})", "{{queue}} {{state}}"));
            yield return Graph("Oldest unfinished job", Unit.Seconds, new Query($"max by (queue) ({QueueOldestJob.Name})", "{{queue}}"));
            yield return Graph("Jobs by outcome", Unit.Operations, new Query($"sum by (queue, outcome) (rate({StandardMetrics.Jobs.Name}[{PromQl.Range}]))", "{{queue}} {{outcome}}"));
            yield return Graph("Time of jobs, p95", Unit.Seconds, new Query($"histogram_quantile(0.95, sum by (queue, le) (rate({JobDuration.Name}_bucket[{PromQl.Range}])))", "{{queue}}"));
        }

        if (monitoring.SourcesOf(LoginAttempts).Any())
        {
            yield return Graph("Logins", Unit.PerMinute, new Query($"60 * sum by (outcome) (rate({LoginAttempts.Name}[{PromQl.Range}]))", "{{outcome}}"));
        }

        if (monitoring.SourcesOf(RateLimited).Any())
        {
            yield return Graph("Requests turned away", Unit.PerMinute, new Query($"60 * sum by (job, policy) (rate({RateLimited.Name}[{PromQl.Range}]))", "{{job}} {{policy}}"));
        }
    }
}
