using DocumentSearch.Dependencies;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Npgsql;

namespace DocumentSearch.Http;

/// <summary>Problem details (RFC 9457) for every error, with the request id and nothing of the inside.</summary>
internal static class Problems
{
    private const string TypePrefix = "urn:document-search:problem:";

    public static ProblemDetails Of(HttpContext context, int status, string kind, string detail) => new()
    {
        Type = TypePrefix + kind,
        Title = ReasonPhrases.GetReasonPhrase(status),
        Status = status,
        Detail = detail,
        Instance = context.Request.Path,
        Extensions = { ["requestId"] = context.TraceIdentifier },
    };

    public static IResult Result(HttpContext context, int status, string kind, string detail)
    {
        SayWhenToTryAgain(context, status);
        return TypedResults.Problem(Of(context, status, kind, detail));
    }

    public static Task WriteAsync(HttpContext context, int status, string kind, string detail)
    {
        SayWhenToTryAgain(context, status);
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(Of(context, status, kind, detail), options: null, contentType: "application/problem+json", context.RequestAborted);
    }

    /// <summary>Answers errors that no endpoint made: exceptions, unknown paths, wrong methods, bodies that cannot be read.</summary>
    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context =>
            {
                var (status, kind, detail) = Describe(context.Features.Get<IExceptionHandlerFeature>()?.Error);
                return WriteAsync(context, status, kind, detail);
            },
            SuppressDiagnosticsCallback = handled => Describe(handled.Exception).Status < 500,
        });
        app.UseStatusCodePages(context =>
        {
            var status = context.HttpContext.Response.StatusCode;
            var (kind, detail) = status switch
            {
                StatusCodes.Status404NotFound => ("not-found", "There is nothing at this path."),
                StatusCodes.Status405MethodNotAllowed => ("method-not-allowed", "This path does not take the method; the Allow header lists those it takes."),
                StatusCodes.Status413PayloadTooLarge => ("too-large", "The request body is too large."),
                StatusCodes.Status415UnsupportedMediaType => ("unsupported-type", "The content type of the request is not one this path takes."),
                _ => ("error", "The request was not answered."),
            };
            return WriteAsync(context.HttpContext, status, kind, detail);
        });
    }

    private static void SayWhenToTryAgain(HttpContext context, int status)
    {
        // The longest pause of a guard: long enough for a failover to get somewhere, short enough for a restart.
        if (status == StatusCodes.Status503ServiceUnavailable && context.Response.Headers.RetryAfter.Count == 0)
            context.Response.Headers.RetryAfter = "5";
    }

    private static (int Status, string Kind, string Detail) Describe(Exception? exception) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (413, "too-large", "The request body is too large."),
        BadHttpRequestException bad => (bad.StatusCode, "bad-request", "The request could not be read; check its syntax and parameters."),
        DependencyUnavailableException { InnerException: PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } }
            => (503, "too-slow", "This took longer than it may; ask for less, or try again in a moment."),
        _ when DependencyFailure.Of(exception) is not null
            => (503, "unavailable", "A server behind the service is not available; try again in a moment."),
        _ => (500, "internal", "Something went wrong; the request id finds it in the log."),
    };
}
