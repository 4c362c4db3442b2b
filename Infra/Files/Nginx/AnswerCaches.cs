using Infra.Systems;
using static Infra.Files.Nginx.Directive;

namespace Infra.Files.Nginx;

/// <summary>Answers that the edge keeps on disk.</summary>
internal static class AnswerCaches
{
    /// <summary>Directory of what nginx writes: kept answers and bodies that do not fit into memory.</summary>
    public const string Directory = "/var/cache/nginx";

    /// <summary>Where each cache is kept, and how large it may be.</summary>
    public static IEnumerable<Directive> Paths(Edge edge) => edge.Routes
        .Select(route => route.Cache)
        .Where(cache => cache.Keeps)
        .DistinctBy(cache => cache.Name)
        .Select(cache => Line("proxy_cache_path", $"{Directory}/{cache.Name}", "levels=1:2", $"keys_zone={cache.Name}:{Size(cache.Keys)}",
            $"max_size={Size(cache.Maximum)}", $"inactive={Minutes(cache.KeepFor)}m", "use_temp_path=off"));

    /// <summary>What a route does with its cache.</summary>
    public static IEnumerable<Directive> Of(Route route)
    {
        var cache = route.Cache;
        if (!cache.Keeps)
        {
            yield break;
        }

        yield return Line("proxy_cache", cache.Name);
        yield return Line("proxy_cache_key", "$host$request_uri");
        yield return Line("proxy_cache_valid", "200", $"{Minutes(cache.KeepFor)}m");

        // Stale while revalidate: one request fetches the answer anew, all others get the kept one meanwhile, and also while services fail.
        yield return Line("proxy_cache_use_stale", "updating", "error", "timeout", "http_500", "http_502", "http_503", "http_504");
        yield return Line("proxy_cache_background_update", "on");
        yield return Line("proxy_cache_revalidate", "on");
        yield return Line("proxy_cache_lock", "on");

        // What is meant for one person is neither kept nor given to another.
        yield return Line("proxy_cache_bypass", "$http_authorization", "$cookie_session");
        yield return Line("proxy_no_cache", ["$http_authorization", "$cookie_session", .. cache.StaticFilesOnly ? [BrowserCaching.NotStatic] : Array.Empty<string>()]);
        yield return Line("add_header", "X-Cache-Status", "$upstream_cache_status", "always");
    }

    private static string Size(Memory memory) => $"{memory.WholeMiB}m";

    private static long Minutes(TimeSpan span) => (long)span.TotalMinutes;
}
