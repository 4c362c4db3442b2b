using System.Text;
using System.Text.Json;
using DocumentSearch.Configuration;
using DocumentSearch.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DocumentSearch.Tests;

public sealed class SecurityTests
{
    private static readonly string Key = new('k', 64);
    private static readonly ApiClient Writer = new("loader", ClientRole.Writer, SecretHash.Create("secret", 1_000));

    [Fact]
    public async Task A_token_says_who_and_what_role()
    {
        var identity = await Issuer().ReadAsync(Issuer().Issue(Writer));

        Assert.NotNull(identity);
        Assert.Equal("loader", identity.Name);
        Assert.Equal("writer", identity.FindFirst(TokenIssuer.RoleClaim)?.Value);
    }

    [Fact]
    public async Task An_expired_token_is_refused()
    {
        var token = Issuer(new FixedClock(DateTimeOffset.UtcNow.AddHours(-1))).Issue(Writer);
        Assert.Null(await Issuer().ReadAsync(token));
    }

    [Fact]
    public async Task A_token_signed_with_another_key_is_refused()
        => Assert.Null(await Issuer(key: new string('x', 64)).ReadAsync(Issuer().Issue(Writer)));

    [Fact]
    public async Task A_token_of_another_algorithm_is_refused()
        => Assert.Null(await Issuer(algorithm: "HS512").ReadAsync(Issuer().Issue(Writer)));

    [Fact]
    public async Task A_token_with_algorithm_none_is_refused()
    {
        var parts = Issuer().Issue(Writer).Split('.');
        var none = Base64UrlEncoder.Encode("{\"alg\":\"none\",\"typ\":\"JWT\"}");
        Assert.Null(await Issuer().ReadAsync($"{none}.{parts[1]}."));
        Assert.Null(await Issuer().ReadAsync($"{none}.{parts[1]}.{parts[2]}"));
    }

    [Fact]
    public async Task A_token_with_a_changed_role_is_refused()
    {
        var reader = new ApiClient("web", ClientRole.Reader, Writer.Secret);
        var parts = Issuer().Issue(reader).Split('.');
        var claims = Base64UrlEncoder.Decode(parts[1]).Replace("\"reader\"", "\"writer\"", StringComparison.Ordinal);
        Assert.Null(await Issuer().ReadAsync($"{parts[0]}.{Base64UrlEncoder.Encode(claims)}.{parts[2]}"));
    }

    [Fact]
    public async Task A_token_of_another_issuer_is_refused()
    {
        var foreign = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "elsewhere",
            Audience = TokenIssuer.Issuer,
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Key)), "HS256"),
            Claims = new Dictionary<string, object> { [TokenIssuer.RoleClaim] = "writer" },
        });
        Assert.Null(await Issuer().ReadAsync(foreign));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b.c")]
    [InlineData("not a token")]
    public async Task Anything_else_is_refused(string token) => Assert.Null(await Issuer().ReadAsync(token));

    [Fact]
    public void A_secret_matches_its_hash_only()
    {
        var hash = SecretHash.Create("correct horse", 1_000);
        Assert.True(SecretHash.TryParse(hash.ToString(), out var parsed));
        var directory = new ClientDirectory([new ApiClient("client", ClientRole.Reader, parsed)]);
        Assert.NotNull(directory.Find("client", "correct horse"));
        Assert.Null(directory.Find("client", "correct horses"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain-secret")]
    [InlineData("pbkdf2-sha256.999.AAAAAAAAAAAAAAAA.AAAA")]
    [InlineData("pbkdf2-sha256.1000.AAAAAAAAAAAAAAAA.AAAA")]
    [InlineData("pbkdf2-sha256.1000.???.???")]
    public void A_hash_of_another_form_is_refused(string text) => Assert.False(SecretHash.TryParse(text, out _));

    [Theory]
    [InlineData("loader")]
    [InlineData("loader:owner:{0}")]
    [InlineData(":writer:{0}")]
    [InlineData("a b:writer:{0}")]
    public void A_client_of_another_form_is_refused(string entry)
        => Assert.False(ApiClient.TryParse(entry.Replace("{0}", Writer.Secret.ToString(), StringComparison.Ordinal), out _));

    [Theory]
    [InlineData(null, true)]
    [InlineData("application/json", true)]
    [InlineData("application/json; charset=utf-8", true)]
    [InlineData("application/x-www-form-urlencoded; charset=\"UTF-8\"", true)]
    [InlineData("application/json; charset=foo", false)]
    [InlineData("application/x-www-form-urlencoded; charset=iso-8859-1", false)]
    [InlineData("application/json; charset=\"utf-7\"", false)]
    [InlineData("application/json; charset=utf-16", false)]
    public void Bodies_are_read_in_UTF8_only(string? type, bool expected)
    {
        var context = new DefaultHttpContext { Request = { ContentType = type } };
        Assert.Equal(expected, RequestBody.IsUtf8(context.Request));
    }

    [Theory]
    [InlineData("*", "anything.example.com", true)]
    [InlineData("api.example.com", "API.example.com", true)]
    [InlineData("*.example.com", "api.example.com", true)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("*.example.com", "evilexample.com", false)]
    [InlineData("api.example.com", "api.example.com.evil.test", false)]
    public void Hosts_match_exactly_or_below_a_star(string pattern, string host, bool expected) => Assert.Equal(expected, RequestPipeline.HostMatches(pattern, host));

    [Theory]
    [InlineData("0197a3c4-req_1.2", true)]
    [InlineData("", false)]
    [InlineData("with space", false)]
    [InlineData("line\nend", false)]
    public void A_request_id_is_taken_over_only_when_it_is_harmless(string id, bool expected) => Assert.Equal(expected, RequestPipeline.IsUsable(id));

    [Fact]
    public void Problems_carry_the_request_id()
    {
        var context = new DefaultHttpContext { TraceIdentifier = "r1" };
        context.Request.Path = "/api/v1/search";
        var problem = Problems.Of(context, 400, "bad-request", "What to do.");
        var json = JsonSerializer.Serialize(problem);
        Assert.Contains("\"requestId\":\"r1\"", json, StringComparison.Ordinal);
        Assert.Contains("urn:document-search:problem:bad-request", json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_needs_nothing_that_its_policy_forbids()
    {
        var page = File.ReadAllText(RepositoryFiles.Find("app/DocumentSearch/wwwroot/index.html"));
        Assert.DoesNotContain("<style", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("style=", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("<script(?![^>]*\\bsrc=)", page);
        Assert.DoesNotMatch("\\son[a-z]+=", page);
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", page);
        Assert.DoesNotContain("innerHTML", File.ReadAllText(RepositoryFiles.Find("app/DocumentSearch/wwwroot/page.js")), StringComparison.Ordinal);
    }

    private static TokenIssuer Issuer(TimeProvider? clock = null, string? key = null, string algorithm = "HS256")
        => new(new SecuritySettings(key ?? Key, algorithm, TimeSpan.FromMinutes(30), [Writer], [], [], []), clock ?? TimeProvider.System);

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
