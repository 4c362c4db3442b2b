using System.Text;
using System.Text.Json;

namespace Infra.Tests.Pipeline;

public sealed class RegistryScriptTests : IDisposable
{
    private readonly ScriptRepository repository = new();
    private readonly List<Manifest> manifests = [];
    private readonly HttpStand api;
    private int collecting;

    public RegistryScriptTests()
    {
        api = new(Answer);
        repository.Environment["DIGITALOCEAN_API_URL"] = api.Url;
        repository.Environment["DIGITALOCEAN_TOKEN"] = "dop_v1_example";
        repository.Environment["REGISTRY_WAIT_SECONDS"] = "0.1";
        // Each image of the tests has two parts, named after it; the shared one belongs to all.
        repository.Stand("docker", """
            [[ $1 != login ]] || cat >/dev/null
            image=${!#}
            [[ "$*" != *"imagetools inspect"* ]] || printf '{"manifests": [{"digest": "%s-amd64"}, {"digest": "sha256:shared"}]}' "${image##*@}"
            """);
    }

    private sealed record Manifest(string Digest, string Updated, params string[] Tags);

    public void Dispose()
    {
        api.Dispose();
        repository.Dispose();
    }

    [Fact]
    public void A_login_ends_after_an_hour_and_shows_no_token()
    {
        var outcome = repository.Run("registry", "login", "acme");
        Assert.True(outcome.Code == 0, outcome.Complaint);
        Assert.Contains(api.Requests, request => request == "GET /v2/registries/acme/docker-credentials?read_write=true&expiry_seconds=3600");
        Assert.Equal("docker login registry.digitalocean.com --username user --password-stdin\n", repository.Calls);
        Assert.DoesNotContain("pass:word", outcome.Output + outcome.Complaint, StringComparison.Ordinal);
        Assert.All(api.Tokens, token => Assert.Equal("Bearer dop_v1_example", token));
    }

    [Fact]
    public void A_login_to_pull_cannot_push()
    {
        Assert.Equal(0, repository.Run("registry", "login", "acme", "--pull").Code);
        Assert.Equal("GET /v2/registries/acme/docker-credentials?read_write=false&expiry_seconds=3600", Assert.Single(api.Requests));
    }

    [Fact]
    public void A_login_waits_until_garbage_is_collected()
    {
        collecting = 2;
        var outcome = repository.Run("registry", "login", "acme");
        Assert.Equal(0, outcome.Code);
        Assert.Equal(2, outcome.Output.Split("garbage is being collected, waiting").Length - 1);
    }

    [Fact]
    public void The_newest_releases_and_builds_stay()
    {
        Images();
        var outcome = repository.Run("registry", "clean-up", "acme", "document-search", "--releases", "2", "--builds", "1");
        Assert.True(outcome.Code == 0, outcome.Complaint);
        Assert.Equal(["sha256:r1", "sha256:r1-amd64", "sha256:r1-signature", "sha256:b1", "sha256:b1-amd64", "sha256:b2", "sha256:b2-amd64"], Removed().Order(Comparer<string>.Create((one, other) => string.CompareOrdinal(Rank(one), Rank(other)))));
        Assert.DoesNotContain(api.Requests, request => request.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public void An_image_in_use_stays_whatever_its_age()
    {
        Images();
        Assert.Equal(0, repository.Run("registry", "clean-up", "acme", "document-search", "--releases", "1", "--builds", "1", "--in-use", "1.0.0", "--in-use", Build(1)).Code);
        Assert.DoesNotContain("sha256:r1", Removed());
        Assert.DoesNotContain("sha256:b1", Removed());
        Assert.Contains("sha256:r2", Removed());
    }

    [Fact]
    public void A_dry_run_removes_nothing()
    {
        Images();
        var outcome = repository.Run("registry", "clean-up", "acme", "document-search", "--releases", "2", "--builds", "1", "--collect", "--dry-run");
        Assert.Equal(0, outcome.Code);
        Assert.Contains("would remove sha256:r1 1.0.0", outcome.Output, StringComparison.Ordinal);
        Assert.All(api.Requests, request => Assert.StartsWith("GET ", request, StringComparison.Ordinal));
    }

    [Fact]
    public void Garbage_is_what_nothing_refers_to_and_never_what_has_no_tag()
    {
        Images();
        Assert.Equal(0, repository.Run("registry", "clean-up", "acme", "document-search", "--collect").Code);
        Assert.Empty(Removed());
        Assert.Contains("""POST /v2/registries/acme/garbage-collection {"type": "unreferenced blobs only"}""", api.Requests);
    }

    [Fact]
    public void Every_page_of_images_is_read()
    {
        for (var i = 0; i < 105; i++)
        {
            manifests.Add(new($"sha256:n{i}", $"2026-01-01T00:{i / 60:00}:{i % 60:00}Z", $"1.0.{i}"));
        }

        Assert.Equal(0, repository.Run("registry", "clean-up", "acme", "document-search", "--releases", "100").Code);
        Assert.Equal(["sha256:n0", "sha256:n1", "sha256:n2", "sha256:n3", "sha256:n4"], Removed().Where(digest => !digest.EndsWith("-amd64", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Nothing_is_removed_where_the_parts_of_an_image_cannot_be_read()
    {
        Images();
        repository.Stand("docker", "exit 1");
        var outcome = repository.Run("registry", "clean-up", "acme", "document-search", "--releases", "1");
        Assert.Equal(1, outcome.Code);
        Assert.Contains("which stays, cannot be read", outcome.Complaint, StringComparison.Ordinal);
        Assert.Empty(Removed());
    }

    [Theory]
    [InlineData(64, "say login NAME", "login")]
    [InlineData(64, "is no number from 1", "clean-up", "acme", "app", "--builds", "0")]
    [InlineData(64, "'Acme/..' is no name of a registry", "login", "Acme/..")]
    [InlineData(64, "'../x' is no name of a repository", "clean-up", "acme", "../x")]
    [InlineData(1, "the images of other/app cannot be listed", "clean-up", "other", "app")]
    public void What_is_wrong_is_said(int code, string reason, params string[] arguments)
    {
        var outcome = repository.Run("registry", arguments);
        Assert.Equal(code, outcome.Code);
        Assert.Contains(reason, outcome.Complaint, StringComparison.Ordinal);
    }

    private static string Build(int number) => new($"{number}"[0], 40);

    /// <summary>Parts and signatures after their image.</summary>
    private static string Rank(string digest) => (digest.Contains(":r", StringComparison.Ordinal) ? "0" : "1") + digest;

    private void Images() => manifests.AddRange(
    [
        new("sha256:r1", "2026-01-01T00:00:00Z", "1.0.0", Build(9), "2026-01-01-999999999999"),
        new("sha256:r1-signature", "2026-01-01T00:00:01Z", "sha256-r1.sig"),
        new("sha256:r2", "2026-02-01T00:00:00Z", "1.1.0"),
        new("sha256:r3", "2026-03-01T00:00:00Z", "1.2.0"),
        new("sha256:b1", "2026-01-02T00:00:00Z", Build(1), "2026-01-02-111111111111"),
        new("sha256:b2", "2026-01-03T00:00:00Z", Build(2)),
        new("sha256:b3", "2026-01-04T00:00:00Z", Build(3)),
        new("sha256:cache", "2025-01-01T00:00:00Z", "buildcache"),
        new("sha256:r1-amd64", "2026-01-01T00:00:00Z"),
        new("sha256:shared", "2026-01-01T00:00:00Z"),
    ]);

    private string[] Removed() =>
        [.. api.Requests.Where(request => request.StartsWith("DELETE ", StringComparison.Ordinal)).Select(request => request[(request.LastIndexOf('/') + 1)..].Replace("%3A", ":", StringComparison.Ordinal))];

    private (int Status, string Body) Answer(string method, string path)
    {
        if (path.StartsWith("/v2/registries/other/", StringComparison.Ordinal))
        {
            return (404, """{"id": "not_found"}""");
        }

        if (method == "GET" && path.EndsWith("/garbage-collection", StringComparison.Ordinal))
        {
            return collecting-- > 0 ? (200, """{"garbage_collection": {"status": "scanning manifests"}}""") : (404, """{"id": "not_found"}""");
        }

        if (path.Contains("/docker-credentials?", StringComparison.Ordinal))
        {
            return (200, $$$"""{"auths": {"registry.digitalocean.com": {"auth": "{{{Convert.ToBase64String(Encoding.UTF8.GetBytes("user:pass:word"))}}}" } } }""");
        }

        if (method == "GET")
        {
            var page = int.Parse(path[(path.LastIndexOf('=') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
            return (200, JsonSerializer.Serialize(new { manifests = manifests.Skip((page - 1) * 100).Take(100).Select(manifest => new { digest = manifest.Digest, updated_at = manifest.Updated, tags = manifest.Tags }) }));
        }

        return (method == "POST" ? 201 : 204, "");
    }
}
