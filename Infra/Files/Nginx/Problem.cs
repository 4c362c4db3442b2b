using static Infra.Files.Nginx.Directive;

namespace Infra.Files.Nginx;

/// <summary>Errors that nginx answers by itself, as problem details (RFC 9457) instead of HTML.</summary>
internal static class Problem
{
    private static readonly (int Status, string Title, string Detail, int RetryAfter)[] Known =
    [
        (404, "Not Found", "There is nothing at this address.", 0),
        (413, "Content Too Large", "The body of the request is larger than this system accepts.", 0),
        (429, "Too Many Requests", "Too many requests came from this address. Wait, then try again.", 1),
        (502, "Bad Gateway", "The service did not answer. Try again in a moment.", 5),
        (503, "Service Unavailable", "The service takes no requests at the moment. Try again in a moment.", 5),
        (504, "Gateway Timeout", "The service did not answer in time. Try again in a moment.", 5),
    ];

    /// <summary>Which location answers which status. It does not touch errors that services answer.</summary>
    /// <param name="badGateway">The location for 502; it decides on the status.</param>
    public static IEnumerable<Directive> Pages(string badGateway) => Known.Select(problem => problem.Status == 502
        ? Line("error_page", $"{problem.Status}", "=", badGateway)
        : Line("error_page", $"{problem.Status}", Location(problem.Status)));

    /// <summary>The locations.</summary>
    public static IEnumerable<Directive> Locations => Known.Select(problem => Block("location", [Location(problem.Status)],
    [
        Line("internal"),
        Line("default_type", "application/problem+json"),
        .. Headers(problem.RetryAfter),
        Line("return", $"{problem.Status}", Body(problem.Status, problem.Title, problem.Detail)),
    ]));

    /// <summary>Name of the location that answers a status.</summary>
    public static string Location(int status) => $"@problem{status}";

    private static IEnumerable<Directive> Headers(int retryAfter)
    {
        yield return Line("add_header", "Cache-Control", "no-store", "always");
        if (retryAfter > 0)
        {
            yield return Line("add_header", "Retry-After", $"{retryAfter}", "always");
        }
    }

    private static string Body(int status, string title, string detail) =>
        $$"""{"type":"about:blank","title":"{{title}}","status":{{status}},"detail":"{{detail}}","requestId":"$request_id"}""" + "\n";
}
