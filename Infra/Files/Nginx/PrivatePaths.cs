using Infra.Systems;
using static Infra.Files.Nginx.Directive;

namespace Infra.Files.Nginx;

/// <summary>Paths that do not exist from outside (<see cref="Edge.NotPublic"/>), in whatever spelling they are asked for.</summary>
/// <remarks>
/// Decision: a path is judged before a location is chosen, for the whole server, by what a service may make of it, not by its text. nginx has
/// decoded it once, resolved its dot segments and merged its slashes by then (<c>$uri</c>); the pattern adds what servers of applications do
/// besides: they disregard case, read a backslash or an encoded slash as a slash, skip parameters of a segment (<c>;v=1</c>), decode once more.
/// What follows the private path belongs to it; only a longer word is another name.
/// <para>A service gets the path as the client wrote it, so a dot segment would be resolved twice, by nginx and by the service, and not always alike.
/// Clients resolve them before they ask (RFC 3986, 5.2.4; WHATWG URL, 4.4): one that is still there, in any encoding, is nobody's honest request.</para>
/// </remarks>
internal static class PrivatePaths
{
    private const string Variable = "$not_public";
    private const string DotSegments = "$dot_segments";

    // A percent sign that was encoded once more, and again: %2f, %252f, %25252f.
    private const string Percent = "%(?:25)*";
    private const string Slash = $"(?:[/\\\\]|{Percent}(?:2f|5c))";
    private const string InSegment = $"(?:[^/\\\\%]|%(?!(?:25)*(?:2f|5c)))"; // Apart from what Slash takes, so that a match has one way only.
    private const string Parameters = $"(?:;{InSegment}*)?";
    private const string NotWord = "(?![a-z0-9_-])";

    /// <summary>The maps that judge a request.</summary>
    public static IEnumerable<Directive> Maps(Edge edge) =>
    [
        Block("map", ["$request_uri", DotSegments], Line("default", ""), Line($"~*{DotSegment}", "1")),
        Block("map", ["$uri", Variable], [Line("default", DotSegments), .. edge.NotPublic.Select(path => Line($"~*{Pattern(edge, path)}", "1"))]),
    ];

    /// <summary>The answer to a request that is not for the public. Belongs into the server, where it comes before every location.</summary>
    public static Directive Refusal => Block("if", [$"({Variable})"], Line("return", "404"));

    /// <summary>A dot segment before the query, in any encoding.</summary>
    public static string DotSegment => $"^[^?#]*?{Slash}(?:\\.|{Percent}2e){{1,2}}(?:{Slash}|;|{Percent}3b|[?#]|$)";

    /// <summary>The pattern, to be read without regard to case, of a path in all spellings; also below a prefix that the edge takes away.</summary>
    /// <param name="edge">The edge, with its routes.</param>
    /// <param name="path">The private path.</param>
    public static string Pattern(Edge edge, string path)
    {
        var prefixes = edge.Routes.Where(route => route.StripsPrefix).Select(route => Spelled(route.Path)).ToArray();
        return $"^{(prefixes.Length == 0 ? "" : $"(?:{string.Join('|', prefixes)})?")}{Spelled(path)}{NotWord}";
    }

    private static string Spelled(string path) => string.Join($"(?:{NotWord}{InSegment}+)?",
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(segment => $"(?:{Slash}{Parameters})+{string.Concat(segment.Select(Spelled))}"));

    /// <summary>A character, or its code in any case and encoding.</summary>
    private static string Spelled(char letter) => char.IsAsciiLetter(letter)
        ? $"(?:{letter}|{Percent}(?:{(int)char.ToLowerInvariant(letter):x2}|{(int)char.ToUpperInvariant(letter):x2}))"
        : $"(?:{(char.IsAsciiDigit(letter) || letter is '_' or '-' ? letter : $"\\{letter}")}|{Percent}{(int)letter:x2})";
}
