using System.Collections.Immutable;
using Pulumi.DigitalOcean;
using Pulumi.DigitalOcean.Inputs;

namespace PulumiPackages.Tests.Providers;

/// <summary>DigitalOcean resources, written as a program writes them.</summary>
public sealed class DigitalOceanProgramTests
{
    [Fact]
    public async Task A_droplet_takes_enumerations_and_lists()
    {
        var inputs = await RecordingMocks.InputsOfAsync(() => new Droplet("web", new DropletArgs
        {
            Image = "debian-13-x64",
            Region = Region.FRA1,
            Size = DropletSlug.DropletS1VCPU1GB,
            Monitoring = true,
            Tags = { "web", "prod" },
            SshKeys = new List<string> { "1", "2" },
        }));

        Assert.Equal("fra1", inputs["region"]);
        Assert.Equal("s-1vcpu-1gb", inputs["size"]);
        Assert.Equal(true, inputs["monitoring"]);
        Assert.Equal("""["web","prod"]""", Wire.Show(Assert.IsType<ImmutableArray<object>>(inputs["tags"])));
        Assert.Equal("""["1","2"]""", Wire.Show(inputs["sshKeys"]));
        Assert.DoesNotContain("userData", inputs.Keys);
    }

    [Fact]
    public async Task A_region_may_be_plain_text()
    {
        var inputs = await RecordingMocks.InputsOfAsync(() => new Droplet("web", new DropletArgs
        {
            Image = "debian-13-x64",
            Region = "mars1",
            Size = "s-1vcpu-1gb",
        }));

        Assert.Equal("mars1", inputs["region"]);
    }

    [Fact]
    public async Task A_firewall_has_rules_with_ids_of_droplets()
    {
        var mocks = new RecordingMocks { State = ImmutableDictionary<string, object?>.Empty };

        await mocks.RunAsync(() => new Firewall("edge", new FirewallArgs
        {
            DropletIds = { 17, 18 },
            InboundRules =
            {
                new FirewallInboundRuleArgs { Protocol = "tcp", PortRange = "443", SourceAddresses = { "0.0.0.0/0", "::/0" } },
                new FirewallInboundRuleArgs { Protocol = "icmp" },
            },
        }));

        Assert.Equal(
            """{"dropletIds":[17,18],"inboundRules":[{"portRange":"443","protocol":"tcp","sourceAddresses":["0.0.0.0/0","::/0"]},{"protocol":"icmp"}]}""",
            Wire.Show(mocks.Resources.Single().Inputs));
    }

    [Fact]
    public async Task A_database_cluster_and_its_firewall_are_linked_by_id()
    {
        var mocks = new RecordingMocks();

        await mocks.RunAsync(() =>
        {
            var cluster = new DatabaseCluster("db", new DatabaseClusterArgs
            {
                Engine = "pg",
                Version = "17",
                NodeCount = 2,
                Region = Region.FRA1,
                Size = DatabaseSlug.DB_1VPCU2GB,
            });
            new DatabaseFirewall("db", new DatabaseFirewallArgs
            {
                ClusterId = cluster.Id,
                Rules = { new DatabaseFirewallRuleArgs { Type = "tag", Value = "web" } },
            });
        });

        var firewall = mocks.Resources.Single(resource => resource.Type == "digitalocean:index/databaseFirewall:DatabaseFirewall");
        Assert.Equal("""{"clusterId":"db-id","rules":[{"type":"tag","value":"web"}]}""", Wire.Show(firewall.Inputs));
        var cluster = mocks.Resources.Single(resource => resource.Type == "digitalocean:index/databaseCluster:DatabaseCluster");
        Assert.IsType<double>(cluster.Inputs["nodeCount"]);
    }

    [Fact]
    public async Task The_kubeconfig_of_a_cluster_is_read_from_its_list()
    {
        var kubeConfig = ImmutableDictionary<string, object?>.Empty.Add("rawConfig", "apiVersion: v1").Add("host", "https://k8s");
        var mocks = new RecordingMocks
        {
            State = ImmutableDictionary<string, object?>.Empty.Add("kubeConfigs", ImmutableArray.Create<object?>(kubeConfig)),
        };
        string? raw = null;

        await mocks.RunAsync(() => new KubernetesCluster("cluster", new KubernetesClusterArgs
        {
            Region = Region.FRA1,
            Version = "1.36.0-do.0",
            NodePool = new KubernetesClusterNodePoolArgs { Name = "main", Size = "s-2vcpu-4gb", AutoScale = true, MinNodes = 2, MaxNodes = 5 },
        }).KubeConfigs.Apply(configs => raw = configs[0].RawConfig));

        Assert.Equal("apiVersion: v1", raw);
    }

    [Fact]
    public async Task A_load_balancer_forwards_ports_as_numbers()
    {
        var inputs = await RecordingMocks.InputsOfAsync(() => new LoadBalancer("lb", new LoadBalancerArgs
        {
            Algorithm = Algorithm.RoundRobin,
            ForwardingRules = new LoadBalancerForwardingRuleArgs { EntryPort = 443, EntryProtocol = "https", TargetPort = 80, TargetProtocol = "http" },
        }));

        Assert.Equal("round_robin", inputs["algorithm"]);
        Assert.Equal(
            """[{"entryPort":443,"entryProtocol":"https","targetPort":80,"targetProtocol":"http"}]""",
            Wire.Show(inputs["forwardingRules"]));
    }

    [Fact]
    public async Task Versions_are_asked_for_with_a_prefix()
    {
        var mocks = new RecordingMocks { Result = ImmutableDictionary<string, object?>.Empty.Add("latestVersion", "1.36.1-do.0") };
        string? latest = null;

        await mocks.RunAsync(() => GetKubernetesVersions
            .Invoke(new GetKubernetesVersionsInvokeArgs { VersionPrefix = "1.36." })
            .Apply(versions => latest = versions.LatestVersion));

        Assert.Equal("1.36.1-do.0", latest);
        Assert.Equal("1.36.", mocks.Calls.Single().Args["versionPrefix"]);
    }
}
