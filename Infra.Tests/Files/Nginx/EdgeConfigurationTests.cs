using Infra.Files.Nginx;
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
            var servers = Upstreams.Render(edge, "api", serving).Split('\n').Where(line => line.TrimStart().StartsWith("server ", StringComparison.Ordinal)).ToArray();
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

    private static string Configuration(string system) => File(system, path => path == "nginx/nginx.conf");

    private static string File(string system, Func<string, bool> path) =>
        EdgeConfiguration.Render(Plans.SettingsOf("prod", system, Topology.Droplet)).First(file => path(file.Path)).Content;
}
