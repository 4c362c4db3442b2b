using Infra.Systems;

namespace Infra.Components.Kubernetes;

/// <summary>What annotations of the ingress controller cannot say: compression, caches, how long browsers keep files (ED-06), paths that are
/// not public, and health without a log (ED-07). Nobody but the platform makes Ingresses in its cluster, so snippets are allowed.</summary>
internal static class EdgeSnippets
{
    private const string Expiry = "$edge_expires";

    /// <summary>For the whole of nginx: stores of answers, and which files keep for how long.</summary>
    public static string OfController(Edge edge)
    {
        var lines = new List<string>
        {
            "gzip on;",
            "gzip_vary on;",
            "gzip_proxied any;",
            "gzip_min_length 1024;", // below that, packets are not saved
            "gzip_types application/javascript application/json application/manifest+json image/svg+xml text/css text/plain text/xml;",
        };
        lines.AddRange(edge.Routes.Select(route => route.Cache).Where(cache => cache.Keeps).DistinctBy(cache => cache.Name)
            .Select(cache => $"proxy_cache_path /var/cache/nginx/{cache.Name} levels=1:2 keys_zone=edge_{cache.Name}:{cache.Keys.WholeMiB}m max_size={cache.Maximum.WholeMiB}m inactive={Minutes(cache.KeepFor)}m use_temp_path=off;"));
        if (!edge.StaticFiles.IsEmpty)
        {
            // The first file rule that matches counts; pages are asked for anew every time.
            lines.Add("map $sent_http_content_type $edge_expires_by_type { default off; ~text/html epoch; }");
            lines.Add($"map $uri {Expiry} {{ default $edge_expires_by_type; {string.Join(' ', edge.StaticFiles.Select(rule => $"\"{Pattern(rule)}\" {(int)rule.KeepFor.TotalDays}d;"))} }}");
            lines.Add($"map $uri $edge_not_static {{ default 1; {string.Join(' ', edge.StaticFiles.Select(rule => $"\"{Pattern(rule)}\" 0;"))} }}");
        }

        return string.Join('\n', lines);
    }

    /// <summary>For the host: paths that do not exist from outside.</summary>
    public static string OfHost(Edge edge) => string.Join('\n', edge.NotPublic.Select(path => $"location = {path} {{ return 404; }}"));

    /// <summary>For the locations of a route.</summary>
    public static string OfRoute(Edge edge, bool health, EdgeCache cache)
    {
        var lines = new List<string>();
        if (health)
        {
            lines.Add("access_log off;");
        }
        else if (!edge.StaticFiles.IsEmpty)
        {
            lines.Add($"expires {Expiry};");
        }

        if (cache.Keeps)
        {
            var not = cache.StaticFilesOnly ? "$http_authorization $edge_not_static" : "$http_authorization $http_cookie";
            lines.AddRange(
            [
                $"proxy_cache edge_{cache.Name};",
                $"proxy_cache_valid 200 301 {Minutes(cache.KeepFor)}m;",
                "proxy_cache_lock on;",
                "proxy_cache_background_update on;",
                "proxy_cache_use_stale updating error timeout http_500 http_502 http_503 http_504;",
                $"proxy_cache_bypass {not};",
                $"proxy_no_cache {not};",
            ]);
        }

        return string.Join('\n', lines);
    }

    private static string Pattern(StaticRule rule) =>
        $"~*^{rule.Prefix}{(rule.Extensions.IsEmpty ? "" : $".*\\.({string.Join('|', rule.Extensions)})$")}";

    private static long Minutes(TimeSpan span) => (long)span.TotalMinutes;
}
