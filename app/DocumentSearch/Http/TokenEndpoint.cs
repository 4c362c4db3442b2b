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
/// <param name="Role">reader, writer or operator.</param>
public sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("role")] string Role);

internal static partial class TokenEndpoint
{
    private const int LongestBody = 8 * 1024;
    private const int LongestSecret = 1_024;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/token", IssueAsync)
        .AllowAnonymous()
        .RequireRateLimiting(RateLimits.LoginPolicy)
        .Accepts<TokenRequest>("application/json", "application/x-www-form-urlencoded")
        .Produces<TokenAnswer>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .WithSummary("Get a token")
        .WithTags("Token");

    private static async Task<IResult> IssueAsync(
        HttpContext context, TokenIssuer tokens, ClientDirectory clients, LoginGate gate, ServiceSettings settings, ServiceMetrics metrics, ILogger<TokenIssuer> log)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LongestBody;
        if (!RequestBody.IsUtf8(context.Request))
            return Problems.Result(context, StatusCodes.Status415UnsupportedMediaType, "unsupported-type", RequestBody.Utf8Only);
        if (await ReadAsync(context.Request) is not { ClientId.Length: > 0, ClientSecret.Length: > 0 and <= LongestSecret } request)
            return Problems.Result(context, StatusCodes.Status400BadRequest, "bad-request", "Send client_id and client_secret as JSON or as a form.");

        using var place = await gate.EnterAsync(context.RequestAborted);
        if (!place.IsAcquired)
            return RateLimits.Refuse(context, metrics, RateLimits.LoginPolicy);
        if (clients.Find(request.ClientId, request.ClientSecret) is not { } client)
        {
            metrics.LoginAttempts.Add(1, "failure");
            // Only identifiers that exist are logged: what a stranger typed may be a secret in the wrong field.
            var named = clients.Knows(request.ClientId) ? request.ClientId : "(unknown)";
            LogFailure(log, named, context.Connection.RemoteIpAddress?.ToString() ?? "", context.TraceIdentifier);
            return Problems.Result(context, StatusCodes.Status401Unauthorized, "wrong-credentials", "The client or its secret is wrong.");
        }

        metrics.LoginAttempts.Add(1, "success");
        return TypedResults.Ok(new TokenAnswer(
            tokens.Issue(client), "Bearer", (int)settings.Security.JwtLifetime.TotalSeconds, client.Role.ToName()));
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
