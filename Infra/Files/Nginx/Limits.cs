using Infra.Systems;
using static Infra.Files.Nginx.Directive;

namespace Infra.Files.Nginx;

/// <summary>Rate limits: a zone for each route that has one, so that what a client does on one route does not count on another.</summary>
internal static class Limits
{
    /// <summary>The zones.</summary>
    public static IEnumerable<Directive> Zones(Edge edge) => edge.Routes
        .Where(route => route.Limit.Limits)
        .DistinctBy(Zone)
        .Select(route => Line("limit_req_zone", "$binary_remote_addr", $"zone={Zone(route)}:10m", $"rate={route.Limit.RequestsPerSecond}r/s"));

    /// <summary>What a route does with its zone.</summary>
    public static IEnumerable<Directive> Of(Route route) => route.Limit.Limits
        ? [Line("limit_req", [$"zone={Zone(route)}", .. route.Limit.Burst > 0 ? [$"burst={route.Limit.Burst}", "nodelay"] : Array.Empty<string>()])]
        : [];

    private static string Zone(Route route)
    {
        var name = string.Concat(route.Path.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')).Trim('_');
        return $"limit_{(name.Length > 0 ? name : "rest")}";
    }
}
