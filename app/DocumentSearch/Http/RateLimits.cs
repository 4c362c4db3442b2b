using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using DocumentSearch.Configuration;
using DocumentSearch.Metrics;

namespace DocumentSearch.Http;

/// <summary>Limits per client address: a token bucket for the API, a fixed number a minute for token requests. Searches have bounds of their own
/// (<see cref="Search.SearchAdmission"/>).</summary>
internal static class RateLimits
{
    public const string ApiPolicy = "api";
    public const string LoginPolicy = "login";
    public const string SearchPolicy = "search";

    public static void AddTo(IServiceCollection services, LimitSettings limits, ServiceMetrics metrics) => services.AddRateLimiter(options =>
    {
        options.AddPolicy(ApiPolicy, context => RateLimitPartition.GetTokenBucketLimiter(Client(context), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = limits.RequestBurst,
            TokensPerPeriod = Math.Max(1, limits.RequestsPerSecond / 10),
            ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, limits.RequestsPerSecond / 10) / (double)limits.RequestsPerSecond),
            QueueLimit = 0,
        }));
        options.AddPolicy(LoginPolicy, context => RateLimitPartition.GetFixedWindowLimiter(Client(context), _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = limits.LoginsPerMinute,
            Window = TimeSpan.FromMinutes(1),
            QueueLimit = 0,
        }));
        options.OnRejected = (context, _) =>
        {
            var login = context.HttpContext.Request.Path.StartsWithSegments("/api/v1/token", StringComparison.Ordinal);
            var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
            return new ValueTask(Refuse(context.HttpContext, metrics, login ? LoginPolicy : ApiPolicy, wait).ExecuteAsync(context.HttpContext));
        };
    });

    /// <summary>Answers that it is too much, and counts it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="metrics">Where it is counted.</param>
    /// <param name="policy">Which bound it was.</param>
    /// <param name="wait">Seconds after which there may be room again.</param>
    public static IResult Refuse(HttpContext context, ServiceMetrics metrics, string policy, int wait = 1)
    {
        metrics.RateLimitedRequests.Add(1, policy);
        context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        return Problems.Result(context, StatusCodes.Status429TooManyRequests, "too-many-requests", $"Too many requests; try again in {wait} s.");
    }

    private static string Client(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is null)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        // One subscriber has a whole /64 of IPv6: count it as one client.
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? new IPAddress([.. address.GetAddressBytes()[..8], 0, 0, 0, 0, 0, 0, 0, 0]).ToString()
            : address.ToString();
    }
}
