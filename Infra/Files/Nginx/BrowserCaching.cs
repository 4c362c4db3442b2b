using System.Text.RegularExpressions;
using Infra.Systems;
using static Infra.Files.Nginx.Directive;

namespace Infra.Files.Nginx;

/// <summary>How long browsers keep what the edge passes on, decided by path, content type and status.</summary>
internal static class BrowserCaching
{
    /// <summary>Variable that is 1 where no rule covers the path.</summary>
    public const string NotStatic = "$not_static_file";

    /// <summary>Variable with the Cache-Control header to send; empty for none.</summary>
    public const string CacheControl = "$cache_control";

    /// <summary>The maps that make the variables.</summary>
    public static IEnumerable<Directive> Maps(Edge edge)
    {
        if (edge.StaticFiles.IsEmpty)
        {
            yield break;
        }

        yield return Block("map", ["$uri", "$static_cache_control"],
        [
            Line("default", "$upstream_http_cache_control"),
            .. edge.StaticFiles.Select(rule => Line(Pattern(rule), Value(rule))),
        ]);
        yield return Block("map", ["$uri", NotStatic], [Line("default", "1"), .. edge.StaticFiles.Select(rule => Line(Pattern(rule), ""))]);

        // A page names the files of its version: kept for long it would name files that are gone.
        yield return Block("map", ["$upstream_http_content_type", "$typed_cache_control"], Line("default", "$static_cache_control"), Line("~^text/html", "no-cache"));

        // An error must not be kept as long as the file that is missing.
        yield return Block("map", ["$status", CacheControl], Line("default", "$upstream_http_cache_control"), Line("~^(?:2|304)", "$typed_cache_control"));
    }

    /// <summary>The directives that send the header in place of the service's own.</summary>
    public static IEnumerable<Directive> Header(Edge edge) => edge.StaticFiles.IsEmpty
        ? []
        : [Line("proxy_hide_header", "Cache-Control"), Line("add_header", "Cache-Control", CacheControl, "always")];

    /// <summary>The pattern of the paths that a rule covers, as a map writes it.</summary>
    public static string Pattern(StaticRule rule)
    {
        var prefix = Regex.Escape(rule.Prefix);
        return rule.Extensions.IsEmpty ? $"~^{prefix}" : $"~*^{prefix}.*\\.(?:{string.Join('|', rule.Extensions)})$";
    }

    private static string Value(StaticRule rule) => $"public, max-age={(long)rule.KeepFor.TotalSeconds}{(rule.Immutable ? ", immutable" : "")}";
}
