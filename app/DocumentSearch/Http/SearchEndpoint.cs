using System.Security.Claims;
using System.Text.Json;
using DocumentSearch.Dependencies;
using DocumentSearch.Embeddings;
using DocumentSearch.Metrics;
using DocumentSearch.Search;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Npgsql;

namespace DocumentSearch.Http;

/// <summary>Search, from the cache where possible.</summary>
internal static class SearchEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/search", SearchAsync)
        .RequireAuthorization(BearerAuthentication.ReaderPolicy)
        .RequireRateLimiting(RateLimits.ApiPolicy)
        .WithSummary("Search documents")
        .WithDescription("Finds by words (Portuguese and English, \"phrases\", or, -not) and by similarity, and merges both rankings. lang is pt or en to read the words in one language only. The X-Cache header says hit or miss.")
        .WithTags("Search")
        .Produces<SearchAnswer>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> SearchAsync(
        HttpContext context,
        ClaimsPrincipal client,
        SearchEngine engine,
        SearchAdmission admission,
        SearchCache cache,
        SearchCoalescer<SearchOutcome> coalescer,
        ServiceMetrics metrics,
        EmbeddingModelRegistry models,
        IOptions<JsonOptions> json,
        string? q = null,
        int limit = 10,
        string? lang = null)
    {
        var query = (q ?? "").Trim();
        if (SearchQuery.Complaint(query) is { } complaint)
            return Problems.Result(context, StatusCodes.Status400BadRequest, "bad-request", complaint);
        if (limit is < 1 or > SearchEngine.MostResults)
            return Problems.Result(context, StatusCodes.Status400BadRequest, "bad-request", $"limit must be from 1 to {SearchEngine.MostResults}.");
        SearchLanguage? language = lang switch
        {
            null or "" => SearchLanguage.Any,
            "pt" => SearchLanguage.Pt,
            "en" => SearchLanguage.En,
            _ => null,
        };
        if (language is null)
            return Problems.Result(context, StatusCodes.Status400BadRequest, "bad-request", "lang must be pt or en, or left out for both.");
        if (await models.FindAsync(context.RequestAborted).WaitAsync(engine.Deadline) is not { } model)
            return Problems.Result(context, StatusCodes.Status503ServiceUnavailable, "unavailable", "The embedding model is not registered yet; the operator runs: document-search migrate.");

        var key = SearchCache.KeyOf(query, limit, language.Value, $"{model.Id}");
        var lookup = await cache.FindAsync(key);
        context.Response.Headers["X-Cache"] = lookup.Answer is null ? "miss" : "hit";
        if (lookup.Answer is not null)
            return TypedResults.Bytes(lookup.Answer, "application/json; charset=utf-8");

        // Without the cache's server above all: then every search would run.
        var outcome = await coalescer.RunAsync(new(client.Identity?.Name ?? "", key, lookup.Generation), MakeAsync, context.RequestAborted);
        return outcome switch
        {
            { Answer: { } answer } => TypedResults.Bytes(answer, "application/json; charset=utf-8"),
            { Verdict: { } verdict } => Problems.Result(context, StatusCodes.Status400BadRequest, "bad-request", $"q cannot be searched for: {verdict}."),
            _ => RateLimits.Refuse(context, metrics, RateLimits.SearchPolicy),
        };

        async Task<SearchOutcome> MakeAsync(CancellationToken cancellation)
        {
            using var turn = await admission.EnterAsync(client.Identity?.Name ?? "", cancellation);
            if (turn is null)
                return new(null);
            SearchAnswer answer;
            try
            {
                answer = await engine.SearchAsync(query, limit, language.Value, cancellation);
            }
            catch (PostgresException e) when (DependencyFailure.IsVerdict(e))
            {
                return new(null, e.MessageText);
            }

            var bytes = JsonSerializer.SerializeToUtf8Bytes(answer, json.Value.SerializerOptions);
            // Half an answer is not kept.
            if (!answer.WordsOnly)
                await cache.StoreAsync(key, lookup, bytes);
            return new(bytes);
        }
    }
}
