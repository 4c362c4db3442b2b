using Infra.Settings;
using static Infra.Files.Nginx.Directive;

namespace Infra.Files.Nginx;

/// <summary>CORS at the edge, for services that leave it to the edge: foreign origins from the settings, and no others.</summary>
internal static class CrossOrigin
{
    /// <summary>The map that lets a known origin through.</summary>
    public static IEnumerable<Directive> Maps(StackSettings settings) => Applies(settings)
        ?
        [
            Block("map", ["$http_origin", "$allowed_origin"], [Line("default", ""), .. settings.CorsOrigins.Select(origin => Line(origin, origin))]),
            Block("map", ["$allowed_origin", "$allowed_methods"], Line("default", "GET, POST, PUT, PATCH, DELETE, OPTIONS"), Line("", "")),
            Block("map", ["$allowed_origin", "$allowed_headers"], Line("default", "Authorization, Content-Type, X-Request-Id"), Line("", "")),
        ]
        : [];

    /// <summary>The headers. A header whose value is empty is not sent.</summary>
    public static IEnumerable<Directive> Headers(StackSettings settings) => Applies(settings)
        ?
        [
            Line("add_header", "Access-Control-Allow-Origin", "$allowed_origin", "always"),
            Line("add_header", "Access-Control-Allow-Methods", "$allowed_methods", "always"),
            Line("add_header", "Access-Control-Allow-Headers", "$allowed_headers", "always"),
            Line("add_header", "Vary", "Origin", "always"),
        ]
        : [];

    private static bool Applies(StackSettings settings) => settings.System.Edge.AnswersCors && !settings.CorsOrigins.IsEmpty;
}
