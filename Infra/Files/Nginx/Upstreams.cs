using Infra.Systems;
using static Infra.Files.Nginx.Directive;

namespace Infra.Files.Nginx;

/// <summary>The servers behind the edge. Each service has a file for each colour; a link says which one counts, and the release switches the link.</summary>
public static class Upstreams
{
    /// <summary>Name of the group of servers behind a route.</summary>
    public static string Name(Route route) => $"{route.Service}-{route.Port}";

    /// <summary>The file of a service when a colour serves its traffic.</summary>
    public static string Render(Edge edge, string service, Colour serving) => NginxWriter.Write(
        edge.Routes.Where(route => route.Service == service).DistinctBy(Name).Select(route => Group(edge, route, serving)),
        $"{service}: {serving.Name()} serves.");

    /// <summary>The other colour is a spare: it takes over where the serving one does not answer, and bridges the moment until its names are resolved.
    /// Where it does not run its name has no address, and nginx does without.</summary>
    private static Block Group(Edge edge, Route route, Colour serving) => Block("upstream", [Name(route)],
        Line("zone", Name(route), "128k"),
        Line("least_conn"),
        Server(route, serving),
        Line("server", [.. Server(route, serving.Other()).Arguments, "backup"]),
        Line("keepalive", $"{edge.Keepalive}"),
        Line("keepalive_timeout", "60s"));

    private static Directive Server(Route route, Colour colour) =>
        Line("server", $"{Colours.Of(route.Service, colour)}:{route.Port}", "resolve", "max_fails=3", "fail_timeout=10s");
}
