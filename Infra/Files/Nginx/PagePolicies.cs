using Infra.Settings;
using Infra.Systems;
using static Infra.Files.Nginx.Directive;

namespace Infra.Files.Nginx;

/// <summary>The Content-Security-Policy of pages (<see cref="Edge.PagePolicy"/>).</summary>
/// <remarks>Decision: what a service sends stays in force, for only it knows the nonces of its own scripts; nonces that the edge puts into pages would
/// be given to injected scripts as well. Pages without a policy get the system's; everything else (data, files, errors) gets the strict one.</remarks>
internal static class PagePolicies
{
    private const string Policy = "Content-Security-Policy";
    private const string Variable = "$content_security_policy";

    /// <summary>The maps that choose.</summary>
    public static IEnumerable<Directive> Maps(StackSettings settings) => settings.System.Edge.PagePolicy.Length == 0
        ? []
        :
        [
            Block("map", ["$upstream_http_content_type", "$policy_of_type"],
                Line("default", settings.System.Edge.ContentSecurityPolicy),
                Line("~*^(?:text/html|application/xhtml)", OfPages(settings))),
            Block("map", ["$upstream_http_content_security_policy", Variable],
                Line("default", "$upstream_http_content_security_policy"),
                Line("", "$policy_of_type")),
        ];

    /// <summary>The value of a header, which for the policy of a system with pages is the chosen one.</summary>
    public static string Value(Edge edge, ResponseHeader header) => Chooses(edge, header) ? Variable : header.Value;

    /// <summary>Whether the value of a header depends on the answer.</summary>
    public static bool Chooses(Edge edge, ResponseHeader header) => header.Name == Policy && edge.PagePolicy.Length > 0;

    private static string OfPages(StackSettings settings) => settings.System.Edge.PagePolicy.Replace(Edge.FileOrigins,
        string.Join(' ', settings.System.Needs<StaticFiles>().Select(files => $"https://{files.Host(settings.PublicHost)}")), StringComparison.Ordinal);
}
