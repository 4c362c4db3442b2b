using Infra.Facts.Compose;
using Infra.Facts.Reach;

namespace Infra.Tests.Facts.Reach;

/// <summary>Networks and ports as Compose and the engine read them: the Compose specification, and Docker's pages on networks.</summary>
public sealed class ComposeReachTests
{
    /// <summary>How a port is written; the addresses of the server, its ports, and those of the container.</summary>
    public static TheoryData<string, string, string, string> Ports => new()
    {
        { "'8080:80'", "anywhere", "8080/TCP", "80/TCP" },
        { "8080", "anywhere", "every TCP", "8080/TCP" },
        { "'8080'", "anywhere", "every TCP", "8080/TCP" },
        { "'127.0.0.1:8080:80'", "127.0.0.1/32", "8080/TCP", "80/TCP" },
        { "'127.0.0.1::80'", "127.0.0.1/32", "every TCP", "80/TCP" },
        { "'0.0.0.0:8080:80'", "anywhere", "8080/TCP", "80/TCP" },
        { "'[::1]:8080:80'", "::1/128", "8080/TCP", "80/TCP" },
        { "'::1:8080:80'", "::1/128", "8080/TCP", "80/TCP" },
        { "'[::]:8080:80'", "anywhere", "8080/TCP", "80/TCP" },
        { "'6060:6060/udp'", "anywhere", "6060/UDP", "6060/UDP" },
        { "'3000-3005'", "anywhere", "every TCP", "3000-3005/TCP" },
        { "'9090-9091:8080-8081'", "anywhere", "9090-9091/TCP", "8080-8081/TCP" },
        { "'${BIND:-127.0.0.1}:8080:80'", "127.0.0.1/32", "8080/TCP", "80/TCP" },
        { "'${BIND}:8080:80'", "anywhere", "8080/TCP", "80/TCP" },
        { "'${PORT:-8080}:80'", "anywhere", "8080/TCP", "80/TCP" },
        { "{target: 80, published: '8080', host_ip: 127.0.0.1, protocol: tcp, mode: host}", "127.0.0.1/32", "8080/TCP", "80/TCP" },
        { "{target: 80, published: 8080}", "anywhere", "8080/TCP", "80/TCP" },
        { "{target: 80}", "anywhere", "every TCP", "80/TCP" },
        { "{target: 53, published: 5353-5354, protocol: udp}", "anywhere", "5353-5354/UDP", "53/UDP" },
        { "{target: 80, published: '8080', host_ip: 127.9.9.9}", "127.9.9.9/32", "8080/TCP", "80/TCP" },
        { "{target: 80, published: '8080', host_ip: '::'}", "anywhere", "8080/TCP", "80/TCP" },
    };

    /// <summary>What the service a and the networks say; whether a reaches b, which is in the network x, and what is outside.</summary>
    public static TheoryData<string, string, bool, bool> Networks => new()
    {
        { "networks: [x]", "x: {}", true, true },
        { "networks: {x: {aliases: [other]}}", "x: {}", true, true },
        { "networks: [x]", "x:", true, true },
        { "networks: [x]", "x: {internal: true}", true, false },
        { "networks: [x]", "x: {internal: 'true'}", true, false },
        { "networks: [x]", "x: {internal: false}", true, true },
        { "networks: [y]", "x: {}\n  y: {}", false, true },
        { "networks: [x, y]", "x: {internal: true}\n  y: {}", true, true },
        { "networks: [x, y]", "x: {internal: true}\n  y: {internal: true}", true, false },
        { "image: a", "x: {}", false, true },
        { "image: a", "x: {}\n  default: {internal: true}", false, false },
        { "network_mode: none", "x: {}", false, false },
        { "network_mode: bridge", "x: {}", false, true },
        { "network_mode: host", "x: {internal: true}", true, true },
        { "network_mode: 'service:b'", "x: {internal: true}", true, false },
        { "network_mode: 'service:b'", "x: {}", true, true },
        { "networks: [x]", "x: {driver_opts: {com.docker.network.bridge.enable_icc: 'false'}}", false, true },
    };

    [Theory]
    [MemberData(nameof(Ports))]
    public void A_published_port_is_read_in_every_form(string text, string addresses, string outside, string inside)
    {
        var port = Assert.Single(Read($"services:\n  a:\n    ports: [{text}]\n").Containers.Single().Published);
        Assert.Equal((addresses, outside, inside), (port.Addresses == AddressSet.Everything ? "anywhere" : $"{port.Addresses}",
            $"{port.OnServer}", $"{port.InContainer}"));
        Assert.Equal(addresses.StartsWith("127.", StringComparison.Ordinal) || addresses == "::1/128", port.IsLoopback);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Containers_reach_each_other_within_a_network_and_the_outside_through_one_that_leads_there(
        string service, string networks, bool neighbour, bool outside)
    {
        var project = Read($"services:\n  a:\n    {service}\n  b:\n    networks: [x]\nnetworks:\n  {networks}\n");
        var (a, b) = (project.Containers.Single(container => container.Name == "a"),
            project.Containers.Single(container => container.Name == "b"));
        Assert.Equal((neighbour, outside), (ComposeReach.Ports(a, b).Contains(1234), a.LeadsOut));
    }

    [Theory]
    [InlineData("x: {driver: macvlan}", true)]
    [InlineData("x: {external: true}", true)]
    [InlineData("x: {driver_opts: {com.docker.network.bridge.gateway_mode_ipv4: routed}}", true)]
    [InlineData("x: {driver_opts: {com.docker.network.bridge.gateway_mode_ipv6: nat-unprotected}}", true)]
    [InlineData("x: {driver: bridge}", false)]
    public void Some_networks_are_reached_without_a_published_port(string network, bool open) =>
        Assert.Equal(open, Assert.Single(
            Read($"services:\n  a:\n    networks: [x]\nnetworks:\n  {network}\n").Containers.Single().Networks).IsOpen);

    [Fact]
    public void What_names_nothing_is_told() => Assert.Equal(["a", "b"],
        Read("services:\n  a:\n    networks: [gone]\n  b:\n    network_mode: service:gone\n").Unread.Select(unread => unread.Name)
            .Distinct());

    private static ComposeReach Read(string text) => ComposeReach.Of(ComposeProject.Read(text)!);
}
