using Infra.Systems;
using static Infra.Files.Nginx.Directive;

namespace Infra.Files.Nginx;

/// <summary>Answers that the edge keeps on disk.</summary>
/// <remarks>
/// Decision: an answer is given to somebody else only where both sides say that it is for everybody. The request says so by carrying nothing that
/// tells who asks: no cookie of any name, no header of <see cref="Identity"/> or <see cref="Edge.IdentityHeaders"/>. A list cannot hold every header
/// that somebody may think of, so the service says so, too: <c>Cache-Control: public</c> or <c>s-maxage</c>. Answers that are silent are passed on
/// and not kept. <c>Vary</c>, <c>Set-Cookie</c>, <c>private</c>, <c>no-store</c>, <c>no-cache</c>, <c>max-age</c> and <c>Expires</c> hold as nginx
/// reads them; nothing of it is switched off.
/// <para>Nobody waits for an answer that another request fetches (<c>proxy_cache_lock</c>): where it then cannot be kept, all who waited would be
/// sent one by one, half a second apart.</para>
/// </remarks>
internal static class AnswerCaches
{
    /// <summary>Directory of what nginx writes: kept answers and bodies that do not fit into memory.</summary>
    public const string Directory = "/var/cache/nginx";

    private const string Caller = "$known_caller";
    private const string NotForAll = "$not_for_all";

    /// <summary>Headers that tell who asks, besides cookies: standard ones, and those that gateways, frameworks and clients use for it.</summary>
    public static ImmutableArray<string> Identity { get; } =
    [
        "authorization", "proxy-authorization", "x-authorization", "x-access-token", "x-api-key", "api-key", "apikey", "x-amz-security-token", "x-auth",
        "x-auth-request-user", "x-auth-token", "x-authenticated-user", "x-client-id", "x-csrf-token", "x-forwarded-user", "x-id-token", "x-jwt",
        "x-remote-user", "x-session", "x-session-id", "x-session-token", "x-tenant", "x-tenant-id", "x-token", "x-user", "x-user-id", "x-user-token",
        "x-xsrf-token",
    ];

    /// <summary>Where each cache is kept, how large it may be, and what decides whether an answer is for everybody.</summary>
    /// <param name="edge">The edge.</param>
    /// <param name="prefix">Put before the names, where others may use the same.</param>
    public static IEnumerable<Directive> Definitions(Edge edge, string prefix = "")
    {
        var caches = edge.Routes.Select(route => route.Cache).Where(cache => cache.Keeps).DistinctBy(cache => cache.Name).ToArray();
        if (caches.Length == 0)
        {
            return [];
        }

        var files = edge.StaticFiles.Where(rule => rule.Prefix != "/").Select(rule => Line(BrowserCaching.Pattern(rule), ""));
        return
        [
            .. caches.Select(cache => Line("proxy_cache_path", $"{Directory}/{cache.Name}", "levels=1:2", $"keys_zone={prefix}{cache.Name}:{Size(cache.Keys)}",
                $"max_size={Size(cache.Maximum)}", $"inactive={Minutes(cache.KeepFor)}m", "use_temp_path=off")),

            // Joined, because alone a header "0" would count as none.
            Block("map", [string.Concat(new[] { "cookie" }.Concat(Identity).Concat(edge.IdentityHeaders).Distinct().Select(Variable)), Caller],
                Line("default", "1"),
                Line("", "")),
            Block("map", ["$uri", "$not_a_file"], [Line("default", "1"), .. files]),
            Block("map", ["$upstream_http_cache_control", NotForAll],
                Line("volatile"), // An answer that is fetched anew in the background shares its variables with the request that caused it.
                Line("default", "$not_a_file"),
                Line("~*(?:^|[\\s,])(?:private|no-store|no-cache)", "1"),
                Line("~*(?:^|[\\s,])(?:public|s-maxage=)", "")),
        ];
    }

    /// <summary>What a route does with its cache.</summary>
    /// <param name="edge">The edge.</param>
    /// <param name="route">The route.</param>
    /// <param name="prefix">Put before the cache's name.</param>
    public static IEnumerable<Directive> Of(Edge edge, Route route, string prefix = "")
    {
        var cache = route.Cache;
        if (!cache.Keeps)
        {
            return [];
        }

        var never = cache.StaticFilesOnly && !edge.StaticFiles.IsEmpty ? [Caller, BrowserCaching.NotStatic] : new[] { Caller };
        return
        [
            Line("proxy_cache", prefix + cache.Name),
            Line("proxy_cache_key", "$host$request_uri"),
            Line("proxy_cache_valid", "200", $"{Minutes(cache.KeepFor)}m"),

            // Stale while revalidate: one request fetches the answer anew, all others get the kept one meanwhile, and also while services fail.
            Line("proxy_cache_use_stale", "updating", "error", "timeout", "http_500", "http_502", "http_503", "http_504"),
            Line("proxy_cache_background_update", "on"),
            Line("proxy_cache_revalidate", "on"),
            Line("proxy_cache_bypass", never),
            Line("proxy_no_cache", [.. never, NotForAll]),
            Line("add_header", "X-Cache-Status", "$upstream_cache_status", "always"),
        ];
    }

    private static string Variable(string header) => $"$http_{header.Replace('-', '_')}";

    private static string Size(Memory memory) => $"{memory.WholeMiB}m";

    private static long Minutes(TimeSpan span) => (long)span.TotalMinutes;
}
