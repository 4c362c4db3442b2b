using System.Text.Json;
using System.Text.Json.Serialization;
using DocumentSearch.Configuration;
using DocumentSearch.Metrics;
using Microsoft.AspNetCore.Http.Features;

namespace DocumentSearch.Http;

/// <summary>Who asks for a token (OAuth 2.0 client credentials, RFC 6749 section 4.4, as JSON or as a form).</summary>
/// <param name="ClientId">Identifier of the client.</param>
/// <param name="ClientSecret">Its secret.</param>
public sealed record TokenRequest(
    [property: JsonPropertyName("client_id")] string? ClientId,
    [property: JsonPropertyName("client_secret")] string? ClientSecret);

/// <summary>A token.</summary>
/// <param name="AccessToken">The token, for the Authorization header.</param>
/// <param name="TokenType">Always Bearer.</param>
/// <param name="ExpiresIn">Life in seconds.</param>
/// <param name="Role">reader or writer.</param>
public sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("role")] string Role);

internal static partial class TokenEndpoint
{
    private const int LongestBody = 8 * 1024;
    private const int LongestSecret = 1_024;

    // Compared when the client is unknown, so that the time of the answer does not tell which clients exist.
    private static readonly SecretHash Nobody = SecretHash.Create(Guid.NewGuid().ToString());

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/token", IssueAsync)
        .AllowAnonymous()
        .RequireRateLimiting(RateLimits.LoginPolicy)
        .Accepts<TokenRequest>("application/json", "application/x-www-form-urlencoded")
        .Produces<TokenAnswer>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .WithSummary("Get a token")
        .WithTags("Token");

    private static async Task<IResult> IssueAsync(HttpContext context, TokenIssuer tokens, ServiceSettings settings, ServiceMetrics metrics, ILogger<TokenIssuer> log)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LongestBody;
        if (await ReadAsync(context.Request) is not { ClientId.Length: > 0, ClientSecret.Length: > 0 and <= LongestSecret } request)
            return Problems.Result(context, StatusCodes.Status400BadRequest, "bad-request", "Send client_id and client_secret as JSON or as a form.");

        var client = settings.Security.Clients.FirstOrDefault(known => known.Id == request.ClientId);
        var secret = client?.Secret ?? Nobody;
        if (!secret.Matches(request.ClientSecret) || client is null)
        {
            metrics.LoginAttempts.Add(1, "failure");
            // Only identifiers that exist are logged: what a stranger typed may be a secret in the wrong field.
            LogFailure(log, client?.Id ?? "(unknown)", context.Connection.RemoteIpAddress?.ToString() ?? "", context.TraceIdentifier);
            return Problems.Result(context, StatusCodes.Status401Unauthorized, "wrong-credentials", "The client or its secret is wrong.");
        }

        metrics.LoginAttempts.Add(1, "success");
        return TypedResults.Ok(new TokenAnswer(
            tokens.Issue(client), "Bearer", (int)settings.Security.JwtLifetime.TotalSeconds, client.Role == ClientRole.Writer ? "writer" : "reader"));
    }

    private static async Task<TokenRequest?> ReadAsync(HttpRequest request)
    {
        try
        {
            if (request.HasFormContentType)
            {
                var form = await request.ReadFormAsync();
                return new TokenRequest(form["client_id"], form["client_secret"]);
            }

            return request.HasJsonContentType() ? await request.ReadFromJsonAsync<TokenRequest>() : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Token refused for client {Client} from {Address} ({RequestId}).")]
    private static partial void LogFailure(ILogger log, string client, string address, string requestId);
}
