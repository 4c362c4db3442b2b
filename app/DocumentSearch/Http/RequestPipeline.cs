using System.Diagnostics;
using System.Globalization;
using DocumentSearch.Configuration;
using DocumentSearch.Metrics;
using Microsoft.AspNetCore.HttpOverrides;

namespace DocumentSearch.Http;

/// <summary>What happens to every request before it reaches an endpoint: id, metrics, log, headers, proxies, host.</summary>
internal static partial class RequestPipeline
{
    public const string RequestIdHeader = "X-Request-Id";

    // Everything the search page needs comes from this service: nothing inline, nothing from elsewhere, no frames.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static readonly string[] KnownMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    public static void UseConnectionDrain(this WebApplication app)
    {
        var drain = app.Services.GetRequiredService<ConnectionDrain>();
        app.Use((context, next) =>
        {
            context.Response.OnStarting(
                static state =>
                {
                    var (draining, response) = ((ConnectionDrain, HttpResponse))state;
                    if (draining.IsDraining)
                        response.Headers.Connection = "close";
                    return Task.CompletedTask;
                },
                (drain, context.Response));
            return next(context);
        });
    }

    public static void UseRequestIds(this WebApplication app) => app.Use((context, next) =>
    {
        var sent = context.Request.Headers[RequestIdHeader].ToString();
        if (IsUsable(sent))
            context.TraceIdentifier = sent;
        else
            context.TraceIdentifier = Guid.CreateVersion7().ToString("N");
        // When the answer starts, not now: the exception handler clears what was set before.
        context.Response.OnStarting(static state =>
        {
            var started = (HttpContext)state;
            started.Response.Headers[RequestIdHeader] = started.TraceIdentifier;
            return Task.CompletedTask;
        }, context);
        return next(context);
    });

    public static void UseRequestMetrics(this WebApplication app, ServiceMetrics metrics)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("DocumentSearch.Http.Requests");
        app.Use(async (context, next) =>
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                await next(context);
            }
            finally
            {
                var elapsed = Stopwatch.GetElapsedTime(start);
                // The template of the route, never the path: the number of label values stays that of the routes.
                var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimEnd('/') ?? "other";
                var method = Array.Find(KnownMethods, known => known == context.Request.Method) ?? "other";
                metrics.HttpRequests.Add(1, method, route, context.Response.StatusCode.ToString(CultureInfo.InvariantCulture));
                metrics.HttpRequestDuration.Record(elapsed.TotalSeconds, method, route);
                if (!IsProbe(context.Request.Path))
                    LogRequest(log, method, route, context.Response.StatusCode, elapsed.TotalMilliseconds, context.TraceIdentifier);
            }
        });
    }

    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state => SetSecurityHeaders((HttpContext)state), context);
        return next(context);
    });

    public static void UseTrustedProxies(this WebApplication app, SecuritySettings settings)
    {
        if (settings.TrustedProxies.Count == 0)
            return;
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in settings.TrustedProxies)
            options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }

    public static void UseAllowedHosts(this WebApplication app, SecuritySettings settings) => app.Use((context, next) =>
        // Probes and scrapers come by address.
        IsProbe(context.Request.Path) || settings.AllowedHosts.Any(pattern => HostMatches(pattern, context.Request.Host.Host))
            ? next(context)
            : Problems.WriteAsync(context, StatusCodes.Status400BadRequest, "host", "The Host header is not one this service answers; ALLOWED_HOSTS lists them."));

    private static Task SetSecurityHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // The filter of old browsers made holes of its own: 0 turns it off.
        headers.XXSSProtection = "0";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=63072000; includeSubDomains; preload";
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
            headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    internal static bool HostMatches(string pattern, string host)
        => pattern == "*"
            || string.Equals(pattern, host, StringComparison.OrdinalIgnoreCase)
            || (pattern.StartsWith("*.", StringComparison.Ordinal) && host.Length > pattern.Length - 1 && host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase));

    internal static bool IsUsable(string requestId)
        => requestId.Length is > 0 and <= 64 && requestId.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');

    internal static bool IsProbe(PathString path)
        => path.Value is "/health" or "/health_check" or "/health_check/detailed" or "/ready" or "/metrics" or "/api/v1/queue/health";

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Route} {Status} {Milliseconds:0.0} ms {RequestId}")]
    private static partial void LogRequest(ILogger log, string method, string route, int status, double milliseconds, string requestId);
}
