using System.Text.RegularExpressions;
using Infra.Systems;
using static Infra.Files.Nginx.Directive;

namespace Infra.Files.Nginx;

/// <summary>Prefixes that the edge takes away before it asks a service (<see cref="Route.StripsPrefix"/>).</summary>
/// <remarks>What is left goes on as the client wrote it, with its encoding and its query (<c>/api/a%2Fb?x=1</c> as <c>/a%2Fb?x=1</c>). Where the
/// prefix itself is spelled otherwise (<c>//api/x</c>), nginx's decoded path is encoded anew.</remarks>
internal static class StrippedPrefixes
{
    /// <summary>Variable with what is left of path and query as the client wrote it; empty where nginx's own reading of it is to be used.</summary>
    public const string Remaining = "$remaining";

    /// <summary>The maps that find what is left.</summary>
    public static IEnumerable<Directive> Maps(Edge edge) => Of(edge).Select(route => Block("map", ["$request_uri", Variable(route)],
        Line("default", ""),
        Line($"~^{Regex.Escape(route.WithoutSlash)}(/.*)$", "$1"),
        Line($"~^{Regex.Escape(route.WithoutSlash)}(\\?.*)?$", "/$1")));

    /// <summary>What the server says before any route does.</summary>
    public static IEnumerable<Directive> Unset(Edge edge) => Of(edge).Any() ? [Line("set", Remaining, "")] : [];

    /// <summary>What a route says.</summary>
    public static IEnumerable<Directive> Strip(Route route) => route.StripsPrefix
        ?
        [
            Line("set", Remaining, Variable(route)),
            Line("rewrite", $"^{Regex.Escape(route.WithoutSlash)}/?(.*)$", "/$1", "break"),
        ]
        : [];

    /// <summary>What a request that is sent once more has to ask for.</summary>
    public static string AfterStripping(Edge edge) => Of(edge).Any() ? Remaining : "";

    private static IEnumerable<Route> Of(Edge edge) => edge.Routes.Where(route => route.StripsPrefix).DistinctBy(route => route.Path);

    private static string Variable(Route route) => $"$behind_{string.Concat(route.Path.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')).Trim('_')}";
}
