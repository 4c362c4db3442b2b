using DocumentSearch.Queue;

namespace DocumentSearch.Http;

/// <summary>One page of dead jobs, newest first.</summary>
/// <param name="Items">The jobs.</param>
/// <param name="Next">Value of <c>before</c> for the next page of the same queue; null on the last.</param>
public sealed record DeadJobPage(IReadOnlyList<DeadJob> Items, string? Next);

/// <summary>Show, requeue and remove dead jobs; for operators.</summary>
internal static class DeadJobEndpoints
{
    private const int MostListed = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var dead = routes.MapGroup("/api/v1/queue/dead").RequireAuthorization(BearerAuthentication.OperatorPolicy).RequireRateLimiting(RateLimits.ApiPolicy).WithTags("Queue")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        dead.MapGet("/{queue}", ListAsync)
            .WithSummary("List dead jobs of a queue, newest first")
            .Produces<DeadJobPage>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        dead.MapPost("/{queue}/{entry}/requeue", RequeueAsync)
            .WithSummary("Put a dead job back into its queue")
            .WithDescription("The job begins again with all its attempts, and a document that was given up is in work again. 409 when the same bytes were uploaded again meanwhile.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        dead.MapDelete("/{queue}/{entry}", RemoveAsync)
            .WithSummary("Remove a dead job for good")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(HttpContext context, DeadJobs jobs, string queue, string? before = null, int limit = 20)
    {
        if (!QueueName.Every.Contains(queue))
            return NotFound(context);
        if (limit is < 1 or > MostListed)
            return Problems.Result(context, StatusCodes.Status400BadRequest, "bad-request", $"limit must be from 1 to {MostListed}.");
        if (before is not null && !new DeadJobId(queue, before).IsValid)
            return Problems.Result(context, StatusCodes.Status400BadRequest, "bad-request", "before must be the next of a page before.");
        var items = await jobs.ListAsync(queue, before, limit + 1);
        return TypedResults.Ok(items.Count > limit
            ? new DeadJobPage(items.Take(limit).ToList(), items[limit - 1].Id[(queue.Length + 1)..])
            : new DeadJobPage(items, null));
    }

    private static async Task<IResult> RequeueAsync(HttpContext context, DeadJobs jobs, string queue, string entry)
    {
        var id = new DeadJobId(queue, entry);
        return (id.IsValid ? await jobs.RequeueAsync(id, context.RequestAborted) : RequeueOutcome.NotFound) switch
        {
            RequeueOutcome.Requeued => TypedResults.NoContent(),
            RequeueOutcome.Superseded => Problems.Result(context, StatusCodes.Status409Conflict, "conflict", "The same bytes were uploaded again meanwhile; remove the job."),
            _ => NotFound(context),
        };
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, DeadJobs jobs, string queue, string entry)
    {
        var id = new DeadJobId(queue, entry);
        return id.IsValid && await jobs.RemoveAsync(id) ? TypedResults.NoContent() : NotFound(context);
    }

    private static IResult NotFound(HttpContext context)
        => Problems.Result(context, StatusCodes.Status404NotFound, "not-found", "There is no dead job at this place.");
}
