using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace DocumentSearch.IntegrationTests;

[Collection(ServersCollection.Name)]
public sealed class ApiTests(Servers servers) : IAsyncLifetime
{
    private Scenario _scenario = null!;
    private RunningService _api = null!;
    private HttpClient _anyone = null!;

    public async Task InitializeAsync()
    {
        _scenario = await servers.NewScenarioAsync(migrate: true, ("CORS_ORIGINS", "https://app.example.com"), ("ALLOWED_HOSTS", "127.0.0.1,*.example.com"));
        _api = await _scenario.StartApiAsync();
        _anyone = await Scenario.ClientAsync(_api, "");
    }

    public async Task DisposeAsync()
    {
        _anyone.Dispose();
        await _scenario.DisposeAsync();
    }

    [Theory(Timeout = Bounds.Test)]
    [InlineData("/health", "healthy")]
    [InlineData("/health_check", "healthy")]
    [InlineData("/ready", "ready")]
    [InlineData("/api/v1/queue/health", "healthy")]
    [InlineData("/health_check/detailed", "ok")]
    public async Task Health_is_told_without_a_token(string path, string status)
    {
        var answer = await _anyone.GetFromJsonAsync<JsonElement>(path);
        Assert.Equal(status, answer.GetProperty("status").GetString());
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Detailed_health_names_every_dependency_and_resource()
    {
        var checks = (await _anyone.GetFromJsonAsync<JsonElement>("/health_check/detailed")).GetProperty("checks");
        Assert.Equal(["database", "schema", "redis", "storage", "memory", "disk"], checks.EnumerateObject().Select(check => check.Name));
        Assert.All(checks.EnumerateObject(), check => Assert.Equal("ok", check.Value.GetProperty("status").GetString()));
    }

    [Theory(Timeout = Bounds.Test)]
    [InlineData("GET", "/api/v1/documents")]
    [InlineData("POST", "/api/v1/documents")]
    [InlineData("GET", "/api/v1/documents/0197a3c4-0000-7000-8000-000000000001")]
    [InlineData("DELETE", "/api/v1/documents/0197a3c4-0000-7000-8000-000000000001")]
    [InlineData("GET", "/api/v1/search?q=x")]
    [InlineData("GET", "/api/v1/queue/dead/document_processing")]
    [InlineData("POST", "/api/v1/queue/dead/document_processing/1-0/requeue")]
    [InlineData("DELETE", "/api/v1/queue/dead/document_processing/1-0")]
    public async Task Everything_else_needs_a_token(string method, string path)
    {
        using var answer = await _anyone.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        await answer.ProblemAsync(HttpStatusCode.Unauthorized);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_reader_may_not_write()
    {
        using var reader = await Scenario.ClientAsync(_api, Scenario.Reader);
        using var upload = await reader.UploadAsync("a.txt", [65]);
        await upload.ProblemAsync(HttpStatusCode.Forbidden);
        using var delete = await reader.DeleteAsync($"/api/v1/documents/{Guid.NewGuid()}");
        await delete.ProblemAsync(HttpStatusCode.Forbidden);
        Assert.Empty(await reader.SearchAsync("nothing"));
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_wrong_secret_and_an_unknown_client_get_the_same_answer()
    {
        using var wrong = await _anyone.PostAsJsonAsync("/api/v1/token", new { client_id = Scenario.Writer, client_secret = "no" });
        using var unknown = await _anyone.PostAsJsonAsync("/api/v1/token", new { client_id = "nobody", client_secret = "no" });
        Assert.Equal(await wrong.ProblemAsync(HttpStatusCode.Unauthorized), await unknown.ProblemAsync(HttpStatusCode.Unauthorized));
        Assert.Contains("login_attempts_total{outcome=\"failure\"} 2", await _anyone.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_token_is_given_for_a_form_too()
    {
        using var answer = await _anyone.PostAsync("/api/v1/token", new FormUrlEncodedContent(new Dictionary<string, string> { ["client_id"] = Scenario.Reader, ["client_secret"] = Scenario.Secret }));
        var token = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("Bearer", 1_800, "reader"), (token.GetProperty("token_type").GetString(), token.GetProperty("expires_in").GetInt32(), token.GetProperty("role").GetString()));
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Paths_and_methods_that_are_not_there_are_problems()
    {
        using var path = await _anyone.GetAsync("/nothing");
        await path.ProblemAsync(HttpStatusCode.NotFound);
        using var method = await _anyone.PutAsync("/api/v1/search", null);
        await method.ProblemAsync(HttpStatusCode.MethodNotAllowed);
        using var reader = await Scenario.ClientAsync(_api, Scenario.Reader);
        using var document = await reader.GetAsync($"/api/v1/documents/{Guid.NewGuid()}");
        await document.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Request_ids_are_taken_over_when_harmless()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health") { Headers = { { "X-Request-Id", "trace-1" } } };
        Assert.Equal("trace-1", (await _anyone.SendAsync(request)).Headers.GetValues("X-Request-Id").Single());
        using var evil = new HttpRequestMessage(HttpMethod.Get, "/health") { Headers = { { "X-Request-Id", "<script>" } } };
        Assert.Matches("^[0-9a-f]{32}$", (await _anyone.SendAsync(evil)).Headers.GetValues("X-Request-Id").Single());
    }

    [Theory(Timeout = Bounds.Test)]
    [InlineData("/")]
    [InlineData("/page.js")]
    [InlineData("/health")]
    [InlineData("/api/v1/search?q=x")]
    public async Task Every_answer_has_the_security_headers(string path)
    {
        var headers = (await _anyone.GetAsync(path)).Headers;
        Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("no-referrer", headers.GetValues("Referrer-Policy").Single());
        Assert.Contains("default-src 'none'; script-src 'self'", headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.False(headers.Contains("Server"));
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Only_configured_origins_are_allowed()
    {
        Assert.Equal("https://app.example.com", await AllowedOriginAsync("https://app.example.com"));
        Assert.Null(await AllowedOriginAsync("https://evil.example.net"));
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Only_configured_hosts_are_answered_and_probes_always()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusForHostAsync("/", "search.example.com"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusForHostAsync("/", "evil.example.net"));
        Assert.Equal(HttpStatusCode.OK, await StatusForHostAsync("/health", "10.0.0.7"));
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task The_OpenAPI_document_describes_every_path()
    {
        var paths = (await _anyone.GetFromJsonAsync<JsonElement>("/openapi/v1.json")).GetProperty("paths").EnumerateObject().Select(path => path.Name);
        Assert.Equal(
            ["/api/v1/documents", "/api/v1/documents/{id}", "/api/v1/queue/dead/{queue}", "/api/v1/queue/dead/{queue}/{entry}", "/api/v1/queue/dead/{queue}/{entry}/requeue", "/api/v1/queue/health", "/api/v1/search", "/api/v1/token", "/health", "/health_check", "/health_check/detailed", "/ready"],
            paths.Order(StringComparer.Ordinal));
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Metrics_have_routes_as_labels_and_never_paths()
    {
        await _anyone.GetAsync("/some/path/of/a/stranger");
        await _anyone.SendAsync(new HttpRequestMessage(new HttpMethod("PROPFIND"), "/health"));
        var page = await _anyone.GetStringAsync("/metrics");
        Assert.Contains("http_requests_total{method=\"GET\",route=\"other\",status=\"404\"}", page, StringComparison.Ordinal);
        Assert.Contains("method=\"other\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("stranger", page, StringComparison.Ordinal);
        Assert.Contains("queue_depth{queue=\"document_processing\",state=\"waiting\"} 0", page, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Rate_limits_answer_429_with_a_time_to_wait()
    {
        await using var strict = _scenario.With(("RATE_LIMIT_PER_SECOND", "1"), ("RATE_LIMIT_BURST", "3"), ("LOGIN_ATTEMPTS_PER_MINUTE", "2"));
        var api = await strict.StartApiAsync();
        using var reader = await Scenario.ClientAsync(api, Scenario.Reader);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => reader.GetAsync("/api/v1/documents")));
        var limited = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.InRange(limited.Count, 2, 3);
        await limited[0].ProblemAsync(HttpStatusCode.TooManyRequests);
        Assert.True(limited[0].Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));

        using var second = await reader.PostAsJsonAsync("/api/v1/token", new { client_id = "x", client_secret = "y" });
        await second.ProblemAsync(HttpStatusCode.Unauthorized);
        using var third = await reader.PostAsJsonAsync("/api/v1/token", new { client_id = "x", client_secret = "y" });
        await third.ProblemAsync(HttpStatusCode.TooManyRequests);
        var page = await reader.GetStringAsync("/metrics");
        Assert.Contains("rate_limited_requests_total{policy=\"login\"} 1", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/health")).StatusCode);
    }

    private async Task<string?> AllowedOriginAsync(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/v1/search");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "GET");
        using var answer = await _anyone.SendAsync(request);
        return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
    }

    private async Task<HttpStatusCode> StatusForHostAsync(string path, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
        return (await _anyone.SendAsync(request)).StatusCode;
    }
}
