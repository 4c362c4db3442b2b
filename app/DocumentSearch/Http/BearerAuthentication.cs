using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace DocumentSearch.Http;

/// <summary>Reads the token of the <c>Authorization: Bearer</c> header (RFC 6750).</summary>
internal sealed class BearerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    TokenIssuer tokens) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Bearer";
    public const string ReaderPolicy = "reader";
    public const string WriterPolicy = "writer";
    public const string OperatorPolicy = "operator";
    private const string Prefix = "Bearer ";
    private const int LongestToken = 4_096;

    public static void AddTo(IServiceCollection services)
    {
        // The core only: AddAuthentication brings data protection, which wants to write keys that nothing here needs.
        services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = SchemeName;
            options.AddScheme<BearerAuthentication>(SchemeName, displayName: null);
        });
        services.AddTransient<BearerAuthentication>();
        services.AddWebEncoders();
        services.AddAuthorizationBuilder()
            .AddPolicy(ReaderPolicy, policy => policy.RequireClaim(TokenIssuer.RoleClaim, "reader", "writer", "operator"))
            .AddPolicy(WriterPolicy, policy => policy.RequireClaim(TokenIssuer.RoleClaim, "writer", "operator"))
            .AddPolicy(OperatorPolicy, policy => policy.RequireClaim(TokenIssuer.RoleClaim, "operator"));
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        var token = header[Prefix.Length..].Trim();
        if (token.Length > LongestToken || await tokens.ReadAsync(token) is not { } identity)
            return AuthenticateResult.Fail("The token is expired, forged or malformed.");
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var sent = Request.Headers.Authorization.Count > 0;
        Response.Headers.WWWAuthenticate = sent ? "Bearer error=\"invalid_token\"" : "Bearer";
        return Problems.WriteAsync(
            Context,
            StatusCodes.Status401Unauthorized,
            "unauthorized",
            sent ? "The token is expired or not valid; get a new one from POST /api/v1/token." : "Send a token in the Authorization header; get one from POST /api/v1/token.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
        => Problems.WriteAsync(Context, StatusCodes.Status403Forbidden, "forbidden", "The role of the token does not reach; API_CLIENTS says who is a writer or an operator.");
}
