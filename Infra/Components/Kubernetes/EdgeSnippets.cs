using Infra.Files.Nginx;
using Infra.Settings;
using Infra.Systems;
using static Infra.Files.Nginx.Directive;

namespace Infra.Components.Kubernetes;

/// <summary>What annotations of the ingress controller cannot say: compression, caches, how long browsers keep files (ED-06), paths that are
/// not public, CORS, policies that depend on the answer, and health without a log (ED-07). They are the directives of a server's nginx.
/// Nobody but the platform makes Ingresses in its cluster, so snippets are allowed.</summary>
internal static class EdgeSnippets
{
    // The controller names zones, too.
    private const string Prefix = "edge_";

    /// <summary>For the whole of nginx: stores of answers, and what maps decide.</summary>
    public static string OfController(StackSettings settings) => NginxWriter.Lines(
    [
        Line("gzip", "on"),
        Line("gzip_vary", "on"),
        Line("gzip_proxied", "any"),
        Line("gzip_min_length", "1024"), // below that, packets are not saved
        Line("gzip_types", "application/javascript", "application/json", "application/manifest+json", "image/svg+xml", "text/css", "text/plain", "text/xml"),
        .. AnswerCaches.Definitions(settings.System.Edge, Prefix),
        .. BrowserCaching.Maps(settings.System.Edge),
        .. CrossOrigin.Maps(settings),
        .. PagePolicies.Maps(settings),
        .. PrivatePaths.Maps(settings.System.Edge),
    ]);

    /// <summary>For the host. Its headers are sent besides those of locations (nginx 1.29.3 and newer, in the controller since 5.3).</summary>
    public static string OfHost(StackSettings settings) => NginxWriter.Lines(
    [
        Line("add_header_inherit", "merge"),
        .. SecurityHeaders.Of(settings.System.Edge).Where(header => PagePolicies.Chooses(settings.System.Edge, header))
            .Select(header => Line("add_header", header.Name, PagePolicies.Value(settings.System.Edge, header), "always")),
        .. CrossOrigin.Headers(settings),
        .. BrowserCaching.Header(settings.System.Edge),
        PrivatePaths.Refusal,
        .. CrossOrigin.Preflight(settings),
    ]);

    /// <summary>For the locations of a route.</summary>
    public static string OfRoute(Edge edge, Route route) => NginxWriter.Lines(
    [
        .. route.Health ? [Line("access_log", "off")] : Array.Empty<Directive>(),
        .. AnswerCaches.Of(edge, route, Prefix),
    ]);
}
