using Infra.Systems;
using static Infra.Files.Nginx.Directive;

namespace Infra.Files.Nginx;

/// <summary>The servers behind the edge. Each service has a file for each colour; a link says which one counts, and the release switches the link.</summary>
/// <remarks>
/// Decision: every server is a name that nginx looks up while it runs (<c>resolve</c>), and every name stands in both lists of its group,
/// the one that serves and the one of spares (<c>backup</c>), switched off (<c>down</c>) where it has no part at the time.
/// <para>Why. New workers take over the addresses their predecessors knew, but only within a list: a server that was a spare and now serves has
/// none until its name is looked up again, and so has the one that was serving and is now the spare. Requests in between were answered 502
/// ("no live upstreams"): 83,591 of 573,641 where the lookup took 0.3 s. A name in both lists is known in both before the first request.</para>
/// <para>Through a life: at the first start and after a restart of the engine nginx starts with names that are unknown yet, which a server without
/// <c>resolve</c> forbids, and finds them within seconds. A release switches to a colour whose addresses nginx looked up while it was switched
/// off; where it did not yet, the old colour answers. A rollback is the same the other way round. A container that comes back with another
/// address, and one more or one less of them, are followed within <see cref="EdgeConfiguration.NamesFollowedWithin"/>, without a reload.</para>
/// <para>Now and then a request meets the moment in which a list changes, and nginx gives it up before it asked anybody (nginx issue 1656, open in
/// 1.30; 1 of 1,493,778 while the list changed 18 times). <see cref="Again"/> sends it once more.</para>
/// <para>A server that failed three times is left alone for ten seconds, so that requests go where they are answered. Where none is left that rule
/// would turn a restart of half a second into ten seconds of 502: then every group has a second one of the same servers, which asks them whatever
/// they did before. Errors last as long as the restart.</para>
/// </remarks>
public static class Upstreams
{
    // Room for the addresses of 100 instances of both colours in both lists, the most that the command scale allows.
    private const string ZoneSize = "1m";

    private const string GroupThatAskedNobody = "group_that_asked_nobody";

    private const string AgainLocation = "@again";

    private const string Regardless = "-regardless";

    /// <summary>Variable with the location that answers where the gateway failed.</summary>
    public const string AfterBadGateway = "$after_bad_gateway";

    /// <summary>The last server asked is the group itself, which has no port, where nginx found none to ask.</summary>
    public static Block Outcomes => Block("map", ["$upstream_addr", AfterBadGateway],
        Line("default", Problem.Location(502)),
        Line($"~(?:^|[ ,:])(?<{GroupThatAskedNobody}>[a-z][a-z0-9-]*)$", AgainLocation));

    /// <summary>Where a request goes that was sent to nobody: once more to the servers of its group, also those that failed before. Nothing was
    /// begun, so this holds for every method.</summary>
    /// <param name="edge">The edge, with the prefixes that it takes away.</param>
    public static Block Again(Edge edge) => Block("location", [AgainLocation],
    [
        .. Problem.Pages(Problem.Location(502)),
        Line("proxy_pass", $"http://${GroupThatAskedNobody}{Regardless}{StrippedPrefixes.AfterStripping(edge)}"),
    ]);

    /// <summary>Name of the group of servers behind a route.</summary>
    public static string Name(Route route) => $"{route.Service}-{route.Port}";

    /// <summary>The file of a service when a colour serves its traffic.</summary>
    public static string Render(Edge edge, string service, Colour serving) => NginxWriter.Write(
        edge.Routes.Where(route => route.Service == service).DistinctBy(Name)
            .SelectMany(route => new[] { Group(edge, route, serving, "", "max_fails=3", "fail_timeout=10s"), Group(edge, route, serving, Regardless, "max_fails=0") }),
        $"{service}: {serving.Name()} serves.");

    /// <summary>The other colour is a spare: it takes over where the serving one does not answer. Where it does not run its name has no address,
    /// and nginx does without.</summary>
    private static Block Group(Edge edge, Route route, Colour serving, string suffix, params string[] health) => Block("upstream", [Name(route) + suffix],
        Line("zone", Name(route) + suffix, ZoneSize),
        Line("least_conn"),
        Server(route, serving, health),
        Server(route, serving.Other(), [.. health, "down"]),
        Server(route, serving.Other(), [.. health, "backup"]),
        Server(route, serving, [.. health, "backup", "down"]),
        Line("keepalive", $"{edge.Keepalive}"),
        Line("keepalive_timeout", $"{(int)edge.KeepaliveIdle.TotalSeconds}s"));

    private static Directive Server(Route route, Colour colour, params ReadOnlySpan<string> options) =>
        Line("server", [$"{Colours.Of(route.Service, colour)}:{route.Port}", "resolve", .. options]);
}
