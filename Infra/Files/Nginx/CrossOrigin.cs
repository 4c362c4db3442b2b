using Infra.Settings;
using static Infra.Files.Nginx.Directive;

namespace Infra.Files.Nginx;

/// <summary>CORS at the edge, for services that leave it to the edge: foreign origins from the settings, and no others. Cookies and other credentials
/// of browsers are not let through.</summary>
internal static class CrossOrigin
{
    private const string Origin = "$allowed_origin";
    private const string IsPreflight = "$preflight";

    // For as long as a browser may go by the answer to a preflight request without asking again; Chromium caps it at two hours.
    private const int PreflightSeconds = 600;

    private static readonly (string Name, string Variable, string Value, bool OnlyPreflight)[] Allowed =
    [
        ("Access-Control-Allow-Methods", "$allowed_methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS", true),
        ("Access-Control-Allow-Headers", "$allowed_headers", "Authorization, Content-Type, X-Request-Id", true),
        ("Access-Control-Max-Age", "$preflight_seconds", $"{PreflightSeconds}", true),
        ("Access-Control-Expose-Headers", "$exposed_headers", "Retry-After, X-Request-Id", false),
    ];

    /// <summary>The maps that let a known origin through.</summary>
    public static IEnumerable<Directive> Maps(StackSettings settings) => Applies(settings)
        ?
        [
            Block("map", ["$http_origin", Origin], [Line("default", ""), .. settings.CorsOrigins.Select(origin => Line(origin, origin))]),
            Block("map", [$"$request_method {Origin} $http_access_control_request_method", IsPreflight],
                Line("default", ""),
                Line("~^OPTIONS [^ ]+ [^ ]", "1")),
            .. Allowed.Select(header => Block("map", [header.OnlyPreflight ? IsPreflight : Origin, header.Variable], Line("default", header.Value), Line("", ""))),
        ]
        : [];

    /// <summary>The headers, in place of those that services send. A header whose value is empty is not sent.</summary>
    public static IEnumerable<Directive> Headers(StackSettings settings) => Applies(settings)
        ?
        [
            .. Hidden.Select(name => Line("proxy_hide_header", name)),
            Line("add_header", "Access-Control-Allow-Origin", Origin, "always"),
            .. Allowed.Select(header => Line("add_header", header.Name, header.Variable, "always")),
            Line("add_header", "Vary", "Origin", "always"),
        ]
        : [];

    /// <summary>The answer to preflight requests of known origins. Services know nothing of them. Belongs into the server.</summary>
    public static IEnumerable<Directive> Preflight(StackSettings settings) => Applies(settings)
        ? [Block("if", [$"({IsPreflight})"], Line("return", "204"))]
        : [];

    private static IEnumerable<string> Hidden => [.. Allowed.Select(header => header.Name), "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"];

    private static bool Applies(StackSettings settings) => settings.System.Edge.AnswersCors;
}
