namespace Infra.Systems;

/// <summary>A header of every answer.</summary>
/// <param name="Name">Name.</param>
/// <param name="Value">Value.</param>
public sealed record ResponseHeader(string Name, string Value);

/// <summary>The security headers of every answer (ED-02), besides Strict-Transport-Security, which goes with TLS.</summary>
public static class SecurityHeaders
{
    /// <summary>Value of Strict-Transport-Security (ED-01).</summary>
    public const string StrictTransportSecurity = "max-age=63072000; includeSubDomains; preload";

    /// <summary>The headers of a system.</summary>
    public static ImmutableArray<ResponseHeader> Of(Edge edge) =>
    [
        new("X-Frame-Options", "DENY"),
        new("X-Content-Type-Options", "nosniff"),
        new("X-XSS-Protection", "0"), // The filter it once switched on was itself attacked; browsers that know it are told to leave it off (OWASP).
        new("Referrer-Policy", "strict-origin-when-cross-origin"),
        new("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
        new("Content-Security-Policy", edge.ContentSecurityPolicy),
    ];
}
