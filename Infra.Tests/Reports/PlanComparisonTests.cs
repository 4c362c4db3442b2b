using Infra.Files;
using Infra.Planning;
using Infra.Reports;

namespace Infra.Tests.Reports;

public sealed class PlanComparisonTests
{
    private const string Droplet = "digitalocean:index/droplet:Droplet";
    private const string Vpc = "digitalocean:index/vpc:Vpc";
    private const string Cluster = "digitalocean:index/databaseCluster:DatabaseCluster";
    private const string Copied = "command:remote:CopyToRemote";

    [Fact]
    public void A_plan_does_not_differ_from_itself()
    {
        var document = Document(Resource(Droplet, "server", ("size", "s-1vcpu-1gb")));
        var difference = PlanComparison.Compare(document, "itself", document);
        Assert.True(difference.IsEmpty);
        Assert.Equal("no changes", difference.Summary);
    }

    [Fact]
    public void What_is_new_and_what_goes_away_is_told()
    {
        var difference = Compare([Resource(Droplet, "old")], [Resource(Droplet, "new")]);
        Assert.Equal([(ChangeKind.Created, "new"), (ChangeKind.Deleted, "old")], difference.Changes.Select(change => (change.Kind, change.Resource.Name)));
    }

    [Fact]
    public void A_changed_size_is_an_update_and_changed_user_data_a_replacement()
    {
        var resized = Only(Compare([Resource(Droplet, "server", ("size", "a"))], [Resource(Droplet, "server", ("size", "b"))]));
        Assert.Equal((ChangeKind.Changed, "size"), (resized.Kind, resized.Properties[0].Path));

        var replaced = Only(Compare([Resource(Droplet, "server", ("userData", "a"))], [Resource(Droplet, "server", ("userData", "b"))]));
        Assert.Equal((ChangeKind.Replaced, "userData", true), (replaced.Kind, replaced.Properties[0].Path, replaced.Properties[0].Replaces));
    }

    [Fact]
    public void Ignored_properties_do_not_count()
    {
        var before = Resource(Droplet, "server", ("image", "a")) with { IgnoredChanges = ["image"] };
        Assert.True(Compare([before], [before with { Inputs = Map(("image", "b")) }]).IsEmpty);
    }

    [Fact]
    public void What_is_inside_an_ignored_property_does_not_count_and_what_is_called_alike_does()
    {
        static PlannedResource With(string size, string label) =>
            Resource("kubernetes:apps/v1:StatefulSet", "redis", ("spec", Map(("templates", ImmutableArray.Create<object?>(Map(("name", "data"), ("size", size)))), ("templatesLabel", label)))) with { IgnoredChanges = ["spec.templates"] };
        Assert.True(Compare([With("5Gi", "a")], [With("10Gi", "a")]).IsEmpty);
        Assert.Equal("spec.templatesLabel", Only(Compare([With("5Gi", "a")], [With("5Gi", "b")])).Properties.Single().Path);
    }

    [Fact]
    public void Items_of_lists_are_compared_by_their_names()
    {
        static PlannedResource With(params object?[] containers) =>
            Resource("kubernetes:apps/v1:Deployment", "api", ("spec", Map(("containers", containers.ToImmutableArray()))));
        var (api, proxy) = (Map(("name", "api"), ("image", "api:1")), Map(("name", "proxy"), ("image", "proxy:1")));
        Assert.True(Compare([With(api, proxy)], [With(proxy, api)]).IsEmpty);

        var change = Only(Compare([With(api, proxy)], [With(proxy, api.SetItem("image", "api:2"))]));
        Assert.Equal(new PropertyChange("spec.containers[api].image", "api:1", "api:2"), Assert.Single(change.Properties));
    }

    [Fact]
    public void What_needs_the_id_of_a_replaced_resource_is_replaced_as_well()
    {
        PlannedResource[] Plan(string range)
        {
            var network = Resource(Vpc, "network", ("ipRange", range));
            var cluster = Resource(Cluster, "database", ("privateNetworkUuid", SimulatedValues.ShownId(network)));
            return [network, cluster, Resource("digitalocean:index/databaseDb:DatabaseDb", "db", ("clusterId", SimulatedValues.ShownId(cluster)))];
        }

        var difference = Compare(Plan("10.0.0.0/16"), Plan("10.1.0.0/16"));
        Assert.Equal([("network", ChangeKind.Replaced), ("database", ChangeKind.Replaced), ("db", ChangeKind.Replaced)], difference.Changes.Select(change => (change.Resource.Name, change.Kind)));
        Assert.Contains("forced by clusterId", DifferenceLines.Of(difference.Changes[2]).First(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_engine_will_refuse_to_replace_or_delete_what_was_protected()
    {
        var database = Resource(Cluster, "database", ("name", "a")) with { Protected = true };
        Assert.True(Only(Compare([database], [database with { Inputs = Map(("name", "b")), Protected = false }])).Refused);
        Assert.True(Only(Compare([database], [])).Refused);
        Assert.False(Only(Compare([], [database])).Refused);
    }

    [Theory]
    [InlineData(Cluster, "version", "17", "16", "a major version of a database is never taken back")]
    [InlineData(Cluster, "size", "db-s-2vcpu-4gb", "db-s-1vcpu-2gb", "a database server never becomes smaller")]
    [InlineData(Cluster, "storageSizeMib", "61440", "30720", "a disk never shrinks")]
    [InlineData("digitalocean:index/databaseReplica:DatabaseReplica", "size", "db-s-2vcpu-4gb", "db-s-1vcpu-1gb", "never becomes smaller")]
    [InlineData("digitalocean:index/kubernetesCluster:KubernetesCluster", "version", "1.36.0-do.0", "1.35.7-do.5", "a version of Kubernetes is never taken back")]
    [InlineData("digitalocean:index/kubernetesCluster:KubernetesCluster", "ha", "true", "false", "never made a single one")]
    [InlineData("digitalocean:index/volume:Volume", "size", "100", "50", "a disk never shrinks")]
    public void What_the_provider_never_takes_back_is_refused_with_the_reason(string type, string property, string high, string low, string reason)
    {
        PlannedResource With(string value) => Resource(type, "one", (property, value switch { "true" => true, "false" => false, _ => value })) with { IgnoredChanges = type.EndsWith("KubernetesCluster", StringComparison.Ordinal) ? ["version"] : [] };
        var back = Only(Compare([With(high)], [With(low)]));
        Assert.Contains(reason, Assert.Single(back.OneWay).OneWay, StringComparison.Ordinal);
        Assert.Contains(DifferenceLines.Of(back), line => line.Contains($"(cannot go back: ", StringComparison.Ordinal) && line.Contains(reason, StringComparison.Ordinal));
        Assert.All(Compare([With(low)], [With(high)]).Changes, change => Assert.Empty(change.OneWay));
    }

    /// <summary>What the providers' own documentation says of twenty properties, half of which force a new resource.</summary>
    [Theory]
    [InlineData(Droplet, "image", true)]
    [InlineData(Droplet, "region", true)]
    [InlineData(Droplet, "size", false)]
    [InlineData(Droplet, "tags", false)]
    [InlineData(Vpc, "ipRange", true)]
    [InlineData(Vpc, "description", false)]
    [InlineData(Cluster, "engine", true)]
    [InlineData(Cluster, "region", false)]
    [InlineData(Cluster, "nodeCount", false)]
    [InlineData("digitalocean:index/databaseUser:DatabaseUser", "name", true)]
    [InlineData("digitalocean:index/kubernetesNodePool:KubernetesNodePool", "size", true)]
    [InlineData("digitalocean:index/kubernetesNodePool:KubernetesNodePool", "nodeCount", false)]
    [InlineData("digitalocean:index/volume:Volume", "description", true)]
    [InlineData("digitalocean:index/sshKey:SshKey", "publicKey", true)]
    [InlineData("digitalocean:index/dnsRecord:DnsRecord", "ttl", false)]
    [InlineData("digitalocean:index/containerRegistry:ContainerRegistry", "subscriptionTierSlug", false)]
    [InlineData("aws:s3/bucket:Bucket", "bucket", true)]
    [InlineData("aws:iam/user:User", "name", false)]
    [InlineData("aws:iam/userPolicy:UserPolicy", "policy", false)]
    [InlineData("random:index/randomPassword:RandomPassword", "length", true)]
    public void A_property_replaces_where_the_provider_says_so(string type, string property, bool replaces)
    {
        var change = Only(Compare([Resource(type, "one", (property, "a"))], [Resource(type, "one", (property, "b"))]));
        Assert.Equal(replaces ? ChangeKind.Replaced : ChangeKind.Changed, change.Kind);
        Assert.Equal((property, replaces), (Assert.Single(change.Properties).Path, change.Properties[0].Replaces));
    }

    [Fact]
    public void Another_parent_is_another_resource()
    {
        var resource = Resource(Droplet, "server");
        Assert.Equal(ChangeKind.Replaced, Only(Compare([resource], [resource with { Parent = "infra:other::other" }])).Kind);
    }

    [Fact]
    public void The_text_of_copied_files_takes_part_line_by_line()
    {
        static PlanDocument With(string content, string hash) =>
            Document(Resource(Copied, "bin-install", ("remotePath", $"/opt/ds/releases/{hash}/bin/install"), ("source", "[file]"))) with { Files = [new HostFile("bin/install", content)] };
        var difference = PlanComparison.Compare(With("a\nb\nc\n", "aaaaaaaaaaaa"), "before", With("a\nB\nc\n", "bbbbbbbbbbbb"));
        Assert.Contains(Only(difference).Properties, property => property.Path == "source");
        var lines = DifferenceLines.Of(difference).ToArray();
        Assert.Contains(lines, line => line.Trim() == "- b");
        Assert.Contains(lines, line => line.Trim() == "+ B");
        Assert.DoesNotContain(lines, line => line.Trim() == "- a");
    }

    [Fact]
    public void Resources_that_change_alike_are_told_once()
    {
        static PlannedResource[] Files(string hash) => [.. Enumerable.Range(1, 9).Select(number => Resource(Copied, $"file-{number}", ("remotePath", $"/opt/ds/releases/{hash}/file-{number}")))];
        var lines = DifferenceLines.Of(Compare(Files("aaaaaaaaaaaa"), Files("bbbbbbbbbbbb"))).ToArray();
        Assert.Equal(3, lines.Length);
        Assert.Contains("file-9", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Costs_and_findings_are_compared()
    {
        var finding = new ReportedFinding("POD-01", "error", "api", "runs as root", "Give it a user");
        var before = Document() with { Costs = [new("server", "server", "do-droplet:a", 24, 24, "")], Findings = [finding] };
        var after = Document() with { Costs = [new("server", "server", "do-droplet:b", 48, 96, "")], Findings = [finding with { Resource = "worker" }] };
        var difference = PlanComparison.Compare(before, "before", after);
        Assert.Equal(new CostChange("server", 24, 48, 24, 96), Assert.Single(difference.Costs));
        Assert.Equal("worker", Assert.Single(difference.NewFindings).Resource);
        Assert.Equal("api", Assert.Single(difference.GoneFindings).Resource);
        Assert.Contains("+24.00 at min, +72.00 at max", MarkdownReport.CostSentence(difference), StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_without_costs_is_compared_all_the_same()
    {
        var difference = PlanComparison.Compare(Document() with { Budget = 0 }, "old", Document() with { Costs = [new("server", "server", "do-droplet:b", 48, 96, "")] });
        Assert.False(difference.KnowsCostsBefore);
        Assert.Empty(difference.Costs);
    }

    internal static PlannedResource Resource(string type, string name, params (string Key, object? Value)[] inputs) =>
        new() { Type = type, Name = name, Parent = "infra:test:Part::part", IsComponent = false, Inputs = Map(inputs) };

    internal static PlanDocument Document(params PlannedResource[] resources) => new()
    {
        Stack = "dev",
        System = "document-search",
        Topology = "droplet",
        Tier = "development",
        Resources = [.. resources],
        Outputs = [],
        Files = [],
        Links = [],
        Findings = [],
        Policies = 1,
        Costs = [],
        Budget = 100,
    };

    private static PlanDifference Compare(PlannedResource[] before, PlannedResource[] after) => PlanComparison.Compare(Document(before), "before", Document(after));

    private static ResourceChange Only(PlanDifference difference) => Assert.Single(difference.Changes);

    private static ImmutableSortedDictionary<string, object?> Map(params (string Key, object? Value)[] entries) =>
        entries.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
}
