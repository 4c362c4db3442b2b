using DocumentSearch.Metrics;
using DocumentSearch.Queue;

namespace DocumentSearch.Health;

/// <summary>A short answer for probes.</summary>
/// <param name="Status">healthy, ready, unhealthy or not_ready.</param>
public sealed record HealthAnswer(string Status);

/// <summary>Everything the service needs, one by one.</summary>
/// <param name="Status">ok, or degraded when any check failed.</param>
/// <param name="Checks">The checks by name.</param>
public sealed record DetailedHealthAnswer(string Status, IReadOnlyDictionary<string, ProbeResult> Checks);

/// <summary>The queues.</summary>
/// <param name="Status">healthy or unhealthy.</param>
/// <param name="Queues">Each queue; empty when Redis does not answer.</param>
/// <param name="OldestUnfinishedSeconds">Age of the oldest document that is neither ready nor failed; null when the database does not answer.</param>
public sealed record QueueHealthAnswer(string Status, IReadOnlyList<QueueState> Queues, double? OldestUnfinishedSeconds);

/// <summary>Health, readiness and metrics; no token, no rate limit, no access log.</summary>
internal static class HealthEndpoints
{
    // A worker beats every second when idle; a job that takes longer than this is stuck, whatever the others do.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(15);

    private static readonly HealthAnswer Healthy = new("healthy");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var probes = routes.MapGroup("").AllowAnonymous().WithTags("Health");
        // Alive means that requests are answered; whether the servers behind it are there is not a reason for a restart.
        probes.MapGet("/health", Live).WithSummary("Is the process alive").Produces<HealthAnswer>();
        probes.MapGet("/health_check", Live).WithSummary("The same as /health").Produces<HealthAnswer>();
        probes.MapGet("/health_check/detailed", DetailedAsync).WithSummary("Every dependency and resource").Produces<DetailedHealthAnswer>().Produces<DetailedHealthAnswer>(StatusCodes.Status503ServiceUnavailable);
        probes.MapGet("/ready", ReadyAsync).WithSummary("May it get traffic").Produces<HealthAnswer>().Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable);
        probes.MapGet("/api/v1/queue/health", QueueAsync).WithSummary("Do the queues move").Produces<QueueHealthAnswer>().Produces<QueueHealthAnswer>(StatusCodes.Status503ServiceUnavailable);
        probes.MapGet("/metrics", MetricsAsync).ExcludeFromDescription();
    }

    private static IResult Live(IServiceProvider services)
        => services.GetService<WorkerPulse>() is { } pulse && pulse.Age > LongestSilence
            ? TypedResults.Json(new HealthAnswer("unhealthy"), statusCode: StatusCodes.Status503ServiceUnavailable)
            : TypedResults.Ok(Healthy);

    private static async Task<IResult> ReadyAsync(HealthProbes probes, IHostApplicationLifetime lifetime)
    {
        var ready = !lifetime.ApplicationStopping.IsCancellationRequested && (await probes.DatabaseAsync()).IsOk && (await probes.SchemaAsync()).IsOk;
        return ready
            ? TypedResults.Ok(new HealthAnswer("ready"))
            : TypedResults.Json(new HealthAnswer("not_ready"), statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> DetailedAsync(HealthProbes probes)
    {
        var database = probes.DatabaseAsync();
        var redis = probes.RedisAsync();
        var storage = probes.StorageAsync();
        var checks = new Dictionary<string, ProbeResult>
        {
            ["database"] = await database,
            ["schema"] = (await database).IsOk ? await probes.SchemaAsync() : await database,
            ["redis"] = await redis,
            ["storage"] = await storage,
            ["memory"] = HealthProbes.Memory(),
            ["disk"] = HealthProbes.Disk(),
        };
        var ok = checks.Values.All(check => check.IsOk);
        return TypedResults.Json(
            new DetailedHealthAnswer(ok ? "ok" : "degraded", checks),
            statusCode: ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> QueueAsync(HealthProbes probes)
    {
        var oldest = probes.OldestUnfinishedAsync();
        var queues = await probes.QueuesAsync();
        var healthy = probes.AreHealthy(queues, await oldest);
        return TypedResults.Json(
            new QueueHealthAnswer(healthy ? "healthy" : "unhealthy", queues ?? [], await oldest),
            statusCode: healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> MetricsAsync(ServiceMetrics metrics, HealthProbes probes)
    {
        metrics.QueueDepth.Clear();
        metrics.QueueOldestJob.Clear();
        foreach (var state in await probes.QueuesAsync() ?? [])
        {
            metrics.QueueDepth.Set(state.Waiting, state.Name, "waiting");
            metrics.QueueDepth.Set(state.Delayed, state.Name, "delayed");
            metrics.QueueDepth.Set(state.Dead, state.Name, "dead");
            metrics.QueueOldestJob.Set(state.OldestSeconds, state.Name);
        }

        metrics.OldestUnfinishedDocument.Clear();
        if (await probes.OldestUnfinishedAsync() is { } seconds)
            metrics.OldestUnfinishedDocument.Set(seconds);
        return TypedResults.Text(metrics.Render(), TextFormat.ContentType);
    }
}
