using System.Security.Claims;
using System.Text;
using DocumentSearch.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DocumentSearch.Http;

/// <summary>Makes and reads tokens. Exactly one algorithm is accepted, so neither "none" nor another one gets through.</summary>
public sealed class TokenIssuer
{
    /// <summary>Issuer and audience of every token.</summary>
    public const string Issuer = "document-search";

    /// <summary>Claim that holds the role.</summary>
    public const string RoleClaim = "role";

    private readonly SecuritySettings _settings;
    private readonly SigningCredentials _credentials;
    private readonly TokenValidationParameters _validation;
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, SetDefaultTimesOnTokenCreation = false };
    private readonly TimeProvider _clock;

    public TokenIssuer(SecuritySettings settings, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _clock = clock;
        var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(settings.JwtSecretKey));
        _credentials = new SigningCredentials(key, settings.JwtAlgorithm);
        _validation = new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = Issuer,
            IssuerSigningKey = key,
            ValidAlgorithms = [settings.JwtAlgorithm],
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ClockSkew = TimeSpan.FromSeconds(5),
            LifetimeValidator = (notBefore, expires, _, parameters) =>
            {
                var now = clock.GetUtcNow().UtcDateTime;
                return expires + parameters.ClockSkew > now && (notBefore is null || notBefore - parameters.ClockSkew <= now);
            },
            NameClaimType = JwtRegisteredClaimNames.Sub,
            RoleClaimType = RoleClaim,
        };
    }

    /// <summary>A token for a client.</summary>
    public string Issue(ApiClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        var now = _clock.GetUtcNow().UtcDateTime;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Issuer,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + _settings.JwtLifetime,
            SigningCredentials = _credentials,
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = client.Id,
                [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString("N"),
                [RoleClaim] = client.Role.ToName(),
            },
        });
    }

    /// <summary>Who a token is of; null for one that is expired, forged, malformed, or of another algorithm.</summary>
    public async Task<ClaimsIdentity?> ReadAsync(string token)
    {
        var result = await _handler.ValidateTokenAsync(token, _validation);
        return result.IsValid ? result.ClaimsIdentity : null;
    }
}
