using System.Text.Json;

namespace Infra.Tests.Commands;

public sealed class ReachCommandTests
{
    [Fact]
    public async Task Who_opens_connections_is_named_once_with_ports_and_listeners()
    {
        var (code, output, error) = await ReachAsync("--topology", "droplet", "--from", "redis");
        Assert.Equal((0, ""), (code, error));
        string[] lines = [.. output.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
        Assert.Equal(
            [
                "from   ports       to",
                "redis  every port  api-blue, api-green, migrate, redis-exporter, worker-cleanup, worker-documents",
                "6 connections; 0 are not declared, 0 are declared and not possible",
            ], lines);
    }

    [Fact]
    public async Task Different_ports_stand_on_lines_of_their_own()
    {
        var (_, output, _) = await ReachAsync("--topology", "droplet", "--from", "anywhere");
        Assert.Contains("anywhere  8080/TCP 8443/TCP  nginx", output, StringComparison.Ordinal);
        Assert.Contains("          80/TCP 443/TCP     server", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_every_connection_with_ranges_of_ports_and_the_addresses_of_names()
    {
        var (code, output, _) = await ReachAsync("--topology", "droplet", "--format", "json");
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        var root = json.RootElement;
        Assert.Equal(("prod", "document-search", "droplet"), (root.GetProperty("stack").GetString(),
            root.GetProperty("system").GetString(), root.GetProperty("topology").GetString()));
        Assert.Equal("""[{"protocol":"tcp","first":22,"last":22}]""", PortsOf(root, "administrators", "server"));
        Assert.Equal("""[{"protocol":"tcp","first":1,"last":65535},{"protocol":"udp","first":1,"last":65535}]""",
            PortsOf(root, "api-blue", "anywhere"));
        Assert.Null(PortsOf(root, "redis", "anywhere"));
        Assert.Equal("""{"administrators":["203.0.113.0/24"],"anywhere":["0.0.0.0/0","::/0"]}""", Plain(root.GetProperty("addresses")));
        Assert.Equal(("[]", "[]"), (Plain(root.GetProperty("excess")), Plain(root.GetProperty("missing"))));
    }

    [Fact]
    public async Task A_cluster_has_a_matrix_too()
    {
        var (code, output, _) = await ReachAsync("--topology", "kubernetes", "--to", "document-search/redis");
        Assert.Equal(0, code);
        Assert.Contains("6379/TCP", output, StringComparison.Ordinal);
        Assert.DoesNotContain("nginx", output, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Output, string Error)> ReachAsync(params string[] args) =>
        CommandLineTests.RunAsync(Plans.Repository, ["reach", "--stack", "prod", .. args]);

    private static string? PortsOf(JsonElement root, string from, string to) => root.GetProperty("connections").EnumerateArray()
        .Where(row => row.GetProperty("from").GetString() == from && row.GetProperty("to").GetString() == to)
        .Select(row => Plain(row.GetProperty("ports"))).SingleOrDefault();

    private static string Plain(JsonElement element) => JsonSerializer.Serialize(element);
}
