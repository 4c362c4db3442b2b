using Infra.Facts;
using Infra.Facts.Reach;
using Infra.Planning;
using Infra.Policies;
using Infra.Systems;
using Infra.Tests.Policies;

namespace Infra.Tests.Facts.Reach;

/// <summary>Questions to the reach of plans as they are, and of plans that somebody has changed.</summary>
public sealed class PlanReachTests
{
    [Theory]
    [InlineData("internet", "document-search/redis", 6379, false)]
    [InlineData("internet", "nginx-ingress/charts", 443, true)]
    [InlineData("internet", "nginx-ingress/charts", 9113, false)]
    [InlineData("internet", "document-search/api", 8000, true)] // By the edge.
    [InlineData("internet", "document-search/worker", 8000, false)]
    [InlineData("internet", "database", 25060, false)]
    [InlineData("internet", "control plane", 443, false)]
    [InlineData("203.0.113.7", "control plane", 443, true)]
    [InlineData("document-search/api", "document-search/redis", 6379, true)]
    [InlineData("document-search/api", "document-search/redis", 6380, false)]
    [InlineData("document-search/redis", "document-search/api", 8000, false)]
    [InlineData("document-search/migrate", "document-search/redis", 6379, false)]
    [InlineData("nginx-ingress/charts", "document-search/redis", 6379, false)]
    [InlineData("document-search/api", "database", 25061, true)]
    [InlineData("document-search/api", "database", 22, false)]
    [InlineData("document-search/redis", "database", 25061, false)]
    [InlineData("nginx-ingress/charts", "database", 25061, false)]
    [InlineData("document-search/api", "169.254.169.254", 80, false)]
    [InlineData("monitoring/charts", "169.254.169.254", 443, false)]
    [InlineData("cert-manager/charts", "169.254.169.254", 80, false)]
    [InlineData("document-search/api", "198.51.100.7", 443, true)]
    [InlineData("document-search/api", "198.51.100.7", 80, false)]
    public async Task A_cluster_is_asked(string from, string to, int port, bool may) =>
        Assert.Equal(may, Of(await Plans.Of("prod", "document-search", Topology.Kubernetes)).CanOpen(from, to, port));

    [Theory]
    [InlineData("internet", "server", 443, true)]
    [InlineData("internet", "server", 22, false)]
    [InlineData("203.0.113.7", "server", 22, true)]
    [InlineData("internet", "nginx", 8443, true)]
    [InlineData("internet", "redis", 6379, false)]
    [InlineData("internet", "grafana", 3000, false)]
    [InlineData("internet", "database", 25060, false)]
    [InlineData("api-blue", "server", 22, false)]
    [InlineData("redis", "server", 22, false)]
    [InlineData("api-blue", "redis", 6379, true)]
    [InlineData("nginx", "redis", 6379, false)]
    [InlineData("nginx", "api-green", 8000, true)]
    [InlineData("api-blue", "grafana", 3000, false)]
    [InlineData("api-blue", "database", 25061, true)]
    [InlineData("redis", "198.51.100.7", 443, false)]
    [InlineData("api-blue", "198.51.100.7", 443, true)]
    public async Task A_server_is_asked(string from, string to, int port, bool may) =>
        Assert.Equal(may, Of(await Plans.Of("prod", "document-search", Topology.Droplet)).CanOpen(from, to, port));

    [Theory]
    [InlineData("api-blue", "elasticsearch", 9200, false)]
    [InlineData("kibana", "elasticsearch", 9200, true)]
    [InlineData("kibana", "redis", 6379, false)]
    public async Task What_keeps_logs_without_a_password_is_out_of_reach(string from, string to, int port, bool may) =>
        Assert.Equal(may, Of(await Plans.Of("prod", "vision", Topology.Droplet)).CanOpen(from, to, port));

    [Fact]
    public async Task A_store_that_is_published_is_reached_where_the_firewall_is_open()
    {
        var plan = await Plans.Of("prod", "document-search", Topology.Droplet);
        var published = Mutation.File("compose.yaml", "expose: [\"6379\"]", "ports: [\"443:6379\"]")(plan);
        Assert.True(Of(published).CanOpen("internet", "redis", 6379));
        var other = Mutation.File("compose.yaml", "expose: [\"6379\"]", "ports: [\"6379:6379\"]")(plan);
        Assert.False(Of(other).CanOpen("internet", "redis", 6379));
        Assert.True(Of(Mutation.Without(resource => resource is { Kind: "Firewall" })(other)).CanOpen("internet", "redis", 6379));
    }

    [Theory]
    [InlineData("22", "203.0.113.0/25 203.0.113.128/25", "203.0.113.0/24", "")]
    [InlineData("22-25", "10.0.0.0/8", "10.0.0.0/8", "22-25/TCP")]
    [InlineData("0", "198.51.100.1", "198.51.100.1/32", "every TCP")]
    [InlineData("", "198.51.100.1", "198.51.100.1/32", "every TCP")]
    [InlineData("23", "0.0.0.0/0", "", "23/TCP")]
    [InlineData("22", "somewhere", "0.0.0.0/0 ::/0", "22/TCP")]
    public async Task A_firewall_opens_what_its_rules_say(string range, string sources, string ssh, string open)
    {
        var plan = Mutation.Set(resource => resource.Kind == "Firewall", new object[]
        {
            new Dictionary<string, object?> { ["protocol"] = "tcp", ["portRange"] = range, ["sourceAddresses"] = sources.Split(' ') },
        }, "inboundRules")(await Plans.Of("prod", "document-search", Topology.Droplet));
        var machine = Assert.Single(Of(plan).Cloud.Machines);
        Assert.True(AddressSet.Of(ssh.Split(' ', StringSplitOptions.RemoveEmptyEntries)) == machine.SourcesOf(22),
            $"{machine.SourcesOf(22)}");
        Assert.Equal(open, $"{machine.OpenTo(Of(plan).Administrators)}");
    }

    [Theory]
    [InlineData("managedCache", "true", Topology.Kubernetes)]
    [InlineData("managedCache", "true", Topology.Droplet)]
    [InlineData("exposure", "load-balancer", Topology.Kubernetes)]
    [InlineData("vpcRange", "192.168.16.0/20", Topology.Kubernetes)]
    public async Task Variants_reach_what_they_declare(string setting, string value, Topology topology)
    {
        foreach (var system in SystemCatalogue.Names)
        {
            var plan = await PlanRecorder.RecordAsync(Components.Settings.Of("prod", system, topology, (setting, value)));
            Assert.Equal(DeclaredReach.Of(plan.Settings).Select(row => $"{row}"), Of(plan).Connections.Select(row => $"{row}"));
            Assert.Empty(PolicyGate.Check(plan, new(2026, 1, 1)).Findings
                .Where(finding => finding.Rule.Id is "DAT-01" or "CMP-09" || (finding.Rule.Id.StartsWith("NET", StringComparison.Ordinal)
                    && finding.Rule.Id is not ("NET-05" or "NET-06" or "NET-07")))
                .Select(finding => $"{finding}"));
        }
    }

    [Theory]
    [MemberData(nameof(Plans.Everywhere), MemberType = typeof(Plans))]
    public async Task Every_question_has_somebody_to_be_asked_about(string stack, string system, Topology topology)
    {
        var plan = await Plans.Of(stack, system, topology);
        var reach = Of(plan);
        Assert.NotEmpty(reach.Cloud.Machines);
        Assert.Equal(plan.Settings.System.Needs<Postgres>().Any(), !reach.Cloud.Databases.IsEmpty);
        Assert.Empty(reach.Compose.Unread.Concat(reach.Cluster.Unread)
            .Concat(reach.Cloud.Firewalls.Where(firewall => firewall.Problem.Length > 0)));
        if (topology == Topology.Droplet)
        {
            Assert.NotEmpty(reach.Compose.Containers);
            Assert.Contains(reach.Compose.Containers, container => container.Published.Any(port => !port.IsLoopback));
            return;
        }

        Assert.NotEmpty(reach.Cloud.ControlPlanes);
        Assert.NotEmpty(reach.Cluster.Backends);
        Assert.Contains(reach.Cluster.Services, service => !service.Sources.IsEmpty);
        Assert.Equal(plan.Deployed.Count(resource => resource.Kind == "NetworkPolicy"), reach.Cluster.Policies.Length);
        Assert.Superset(PlanFacts.Of(plan).Pods.Select(pod => pod.Owner.Name).ToHashSet(),
            reach.Cluster.Pods.Select(pod => pod.Name).ToHashSet());
    }

    private static PlanReach Of(Plan plan) => PlanFacts.Of(plan).Reach;
}
