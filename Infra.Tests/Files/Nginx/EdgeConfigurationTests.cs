using System.Text.RegularExpressions;
using Infra.Files.Nginx;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Tests.Files.Nginx;

public sealed class EdgeConfigurationTests
{
    [Theory]
    [InlineData("document-search", 1024)]
    [InlineData("web-platform", 4096)]
    public void ED_07_connections_of_a_worker(string system, int connections) =>
        Assert.Contains($"worker_connections {connections};", Configuration(system), StringComparison.Ordinal);

    [Theory]
    [InlineData("vision", 32)]
    [InlineData("web-platform", 64)]
    public void ED_04_idle_connections_to_services(string system, int keepalive) =>
        Assert.Contains($"keepalive {keepalive};", File(system, path => path.EndsWith("-blue.conf", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Theory]
    [InlineData("document-search", "300s")]
    [InlineData("car-api", "60s")]
    public void ED_05_time_limit_of_answers(string system, string limit) =>
        Assert.Contains($"proxy_read_timeout {limit};", Configuration(system), StringComparison.Ordinal);

    [Theory]
    [InlineData("vision")]
    [InlineData("car-api")]
    public void ED_03_ten_requests_a_second_and_a_burst_of_twenty(string system)
    {
        Assert.Contains("limit_req_zone $binary_remote_addr zone=limit_api:10m rate=10r/s;", Configuration(system), StringComparison.Ordinal);
        Assert.Contains("limit_req zone=limit_api burst=20 nodelay;", Configuration(system), StringComparison.Ordinal);
    }

    [Fact]
    public void ED_06_caches_of_the_web_platform()
    {
        Assert.Contains("keys_zone=api:10m max_size=1024m inactive=60m", Configuration("web-platform"), StringComparison.Ordinal);
        Assert.Contains("keys_zone=static:10m max_size=5120m inactive=1440m", Configuration("web-platform"), StringComparison.Ordinal);
        Assert.Contains("proxy_cache_background_update on;", Configuration("web-platform"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("document-search")]
    [InlineData("vision")]
    [InlineData("faciliauto")]
    [InlineData("car-api")]
    [InlineData("web-platform")]
    public void An_answer_never_takes_a_service_out_of_service_whatever_its_status(string system) =>
        Assert.Contains("proxy_next_upstream error timeout;", Configuration(system), StringComparison.Ordinal);

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/METRICS")]
    [InlineData("/metrics/")]
    [InlineData("/metrics;v=1")]
    [InlineData("/;v=1/metrics")]
    [InlineData("\\metrics")]
    [InlineData("/%6Detrics")] // Of /%256Detrics, which nginx has decoded once.
    [InlineData("/%252fmetrics")]
    [InlineData("/metrics.json")]
    [InlineData("/api/metrics")]
    [InlineData("/api/;v=1/METRICS/")]
    [InlineData("/health_check;v=1/detailed")]
    public void A_private_path_is_private_in_another_spelling(string path) => Assert.Contains(PrivatePatterns, pattern => pattern.IsMatch(path));

    [Theory]
    [InlineData("/metrics-of-sales")]
    [InlineData("/metrics2")]
    [InlineData("/my/metrics")]
    [InlineData("/api/my/metrics")]
    [InlineData("/apimetrics")]
    [InlineData("/health_check")]
    [InlineData("/health_checks/detailed")]
    public void What_resembles_a_private_path_is_public(string path) => Assert.DoesNotContain(PrivatePatterns, pattern => pattern.IsMatch(path));

    [Theory]
    [InlineData("/a/../b", true)]
    [InlineData("/a/%2e%2E/b", true)]
    [InlineData("/a/..;x/b", true)]
    [InlineData("/a/%252e%252e%252fb", true)]
    [InlineData("/a\\..\\b", true)]
    [InlineData("/a/..?b", true)]
    [InlineData("/a/...", false)]
    [InlineData("/a/.b/c..d/..e", false)]
    [InlineData("/a?b=/../c", false)]
    public void A_dot_segment_is_found_in_any_encoding(string path, bool found) =>
        Assert.Equal(found, Regex.IsMatch(path, PrivatePaths.DotSegment, RegexOptions.IgnoreCase));

    [Fact]
    public void WP_13_a_cache_asks_who_asks_and_whether_the_answer_is_for_everybody()
    {
        var configuration = Configuration("web-platform");
        Assert.Contains("map $http_cookie$http_authorization$", configuration, StringComparison.Ordinal);
        var caches = Regex.Matches(configuration, @"\{[^{}]*proxy_cache (?:static|api);[^{}]*\}");
        Assert.NotEmpty(caches);
        Assert.All(caches, cache => Assert.Matches(@"proxy_cache_bypass \$known_caller[ ;]", cache.Value));
        Assert.All(caches, cache => Assert.Matches(@"proxy_no_cache \$known_caller (?:\S+ )?\$not_for_all;", cache.Value));
        Assert.All(caches, cache => Assert.DoesNotContain("proxy_cache_lock", cache.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void A_header_that_the_system_names_switches_caches_off()
    {
        var settings = Plans.SettingsOf("prod", "web-platform", Topology.Droplet);
        var edge = settings.System.Edge with { IdentityHeaders = ["x-example-caller"] };
        Assert.Contains("$http_x_example_caller $known_caller {", Rendered(settings with { System = settings.System with { Edge = edge } }), StringComparison.Ordinal);
    }

    [Fact]
    public void WP_13_pages_may_load_the_systems_own_files_and_a_services_policy_holds()
    {
        var configuration = Configuration("web-platform");
        Assert.Contains("script-src 'self' 'unsafe-inline' https://static.web-platform.example.com;", configuration, StringComparison.Ordinal);
        Assert.Contains("default $upstream_http_content_security_policy;", configuration, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", Configuration("document-search"), StringComparison.Ordinal);
    }

    [Fact]
    public void VI_07_the_prefix_of_the_api_is_taken_away()
    {
        var configuration = Configuration("vision");
        foreach (var location in new[] { "location /api/ {", "location = /api {" })
        {
            var block = configuration[configuration.IndexOf(location, StringComparison.Ordinal)..];
            Assert.Contains("proxy_pass http://api-8000$remaining;", block[..block.IndexOf('}', StringComparison.Ordinal)], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void FA_07_the_edge_answers_for_foreign_origins_also_before_the_request()
    {
        var settings = Plans.SettingsOf("prod", "faciliauto", Topology.Droplet);
        var configuration = Rendered(settings with { CorsOrigins = ["https://app.example.org"] });
        Assert.Contains("https://app.example.org https://app.example.org;", configuration, StringComparison.Ordinal);
        Assert.Matches(@"if \(\$preflight\) \{\s*return 204;", configuration);
        Assert.Contains("proxy_hide_header Access-Control-Allow-Origin;", configuration, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vision", 4)] // less than the 5 s of uvicorn
    [InlineData("web-platform", 4)] // less than the 5 s of Node.js
    [InlineData("document-search", 60)] // less than the 130 s of Kestrel
    public void The_edge_closes_idle_connections_before_services_do(string system, int seconds) =>
        Assert.All(Regex.Matches(File(system, path => path.EndsWith("-blue.conf", StringComparison.Ordinal)), @"keepalive_timeout (\d+)s;"),
            found => Assert.Equal($"{seconds}", found.Groups[1].Value));

    [Fact]
    public void Where_all_servers_failed_they_are_asked_regardless()
    {
        var edge = Plans.SettingsOf("prod", "document-search", Topology.Droplet).System.Edge;
        Assert.Matches(@"upstream api-8000-regardless \{(?:\s*(?!server|\})[^\n]*\n)*(?:\s*server \S+ resolve max_fails=0[^\n]*\n){4}", Upstreams.Render(edge, "api", Colour.Blue));
        Assert.Contains("proxy_pass http://$group_that_asked_nobody-regardless", Configuration("document-search"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_colour_that_does_not_serve_is_the_spare()
    {
        var edge = Plans.SettingsOf("dev", "document-search", Topology.Droplet).System.Edge;
        Assert.Contains("server api-blue:8000 resolve max_fails=3 fail_timeout=10s;", Upstreams.Render(edge, "api", Colour.Blue), StringComparison.Ordinal);
        Assert.Contains("server api-green:8000 resolve max_fails=3 fail_timeout=10s backup;", Upstreams.Render(edge, "api", Colour.Blue), StringComparison.Ordinal);
        Assert.Contains("server api-green:8000 resolve max_fails=3 fail_timeout=10s;", Upstreams.Render(edge, "api", Colour.Green), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_server_is_in_both_lists_so_that_new_workers_know_its_address()
    {
        var edge = Plans.SettingsOf("dev", "document-search", Topology.Droplet).System.Edge;
        foreach (var serving in Colours.Both)
        {
            foreach (var group in Upstreams.Render(edge, "api", serving).Split("upstream ").Skip(1))
            {
                var servers = group.Split('\n').Where(line => line.TrimStart().StartsWith("server ", StringComparison.Ordinal)).ToArray();
                foreach (var colour in Colours.Both)
                {
                    var own = servers.Where(line => line.Contains(Colours.Of("api", colour), StringComparison.Ordinal)).ToArray();
                    Assert.Contains(own, line => line.Contains(" backup", StringComparison.Ordinal));
                    Assert.Contains(own, line => !line.Contains(" backup", StringComparison.Ordinal));
                    Assert.Single(own, line => !line.Contains(" down", StringComparison.Ordinal));
                    Assert.All(own, line => Assert.Contains(" resolve ", line, StringComparison.Ordinal));
                }
            }
        }
    }

    private static ImmutableArray<Regex> PrivatePatterns
    {
        get
        {
            var edge = Plans.SettingsOf("prod", "vision", Topology.Droplet).System.Edge;
            return [.. edge.NotPublic.Select(path => new Regex(PrivatePaths.Pattern(edge, path), RegexOptions.IgnoreCase))];
        }
    }

    private static string Rendered(StackSettings settings) => EdgeConfiguration.Render(settings).Single(file => file.Path == "nginx/nginx.conf").Content;

    private static string Configuration(string system) => File(system, path => path == "nginx/nginx.conf");

    private static string File(string system, Func<string, bool> path) =>
        EdgeConfiguration.Render(Plans.SettingsOf("prod", system, Topology.Droplet)).First(file => path(file.Path)).Content;
}
