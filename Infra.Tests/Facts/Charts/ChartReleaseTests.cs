using Infra.Facts.Charts;
using Infra.Planning;

namespace Infra.Tests.Facts.Charts;

/// <summary>What values mean to a chart, with the chart's own where a release says nothing.</summary>
public sealed class ChartReleaseTests
{
    [Theory]
    [InlineData("", "shop", "", "shop-web")]
    [InlineData("", "web-shop", "", "web-shop")]
    [InlineData("front", "shop", "", "front")]
    [InlineData("front", "shop", "inner", "front")]
    public void A_chart_is_called_by_its_release_unless_it_is_told_otherwise(string given, string release, string part, string name)
    {
        var over = Map(("fullnameOverride", given));
        Assert.Equal(name, Release(release, part.Length == 0 ? over : Map((part, over))).FullName("web", part));
    }

    [Fact]
    public void What_a_release_leaves_out_is_what_the_chart_says_itself()
    {
        var release = Release("edge", Map(("controller", Map(("enableSnippets", true)))), "oci://registry.example.com/nginx-ingress");
        Assert.Equal(1.0, release.At("controller.replicaCount"));
        Assert.Equal(true, release.At("controller.enableSnippets"));
        Assert.Equal("nginx", release.Text("controller.ingressClass.name"));
        Assert.Null(release.At("controller.nothing"));
        Assert.Equal(1, release.InstancesOf(release.Workloads.Single()));
    }

    [Fact]
    public void A_chart_that_nobody_described_has_no_parts()
    {
        var release = Release("shop", Map(("replicas", 2.0)));
        Assert.Null(release.Definition);
        Assert.Empty(release.Workloads);
        Assert.Empty(release.Templates);
        Assert.Equal(2.0, release.At("replicas"));
    }

    [Fact]
    public void A_part_that_is_off_runs_nothing()
    {
        var on = Release("watch", Map(), "kube-prometheus-stack").Workloads.Select(workload => workload.Name).ToArray();
        var off = Release("watch", Map(("grafana", Map(("enabled", false)))), "kube-prometheus-stack").Workloads;
        Assert.Equal(["grafana"], on.Except(off.Select(workload => workload.Name)));
    }

    [Fact]
    public void Sets_are_counted_together_and_each_has_its_claim()
    {
        var claim = Map(("metadata", Map(("name", "elasticsearch-data"))), ("spec", Map(("storageClassName", "fast"),
            ("accessModes", new object[] { "ReadWriteOnce" }), ("resources", Map(("requests", Map(("storage", "5Gi"))))))));
        var release = Release("logs", Map(("eck-elasticsearch", Map(("nodeSets", new object[]
        {
            Map(("count", 2.0), ("volumeClaimTemplates", new object[] { claim })),
            Map(("count", 1.0), ("volumeClaimTemplates", new object[] { Map(("metadata", Map(("name", "data")))) })),
        })))), "eck-stack");
        var store = release.Workloads.First(workload => workload.Name == "Elasticsearch");
        Assert.Equal(3, release.InstancesOf(store));
        var claims = release.ClaimsOf(store).ToArray();
        Assert.Equal(("fast", "5Gi"), (claims[0]!.Class, claims[0]!.Size));
        Assert.Null(claims[1]);
        Assert.Empty(release.Templates);
    }

    [Fact]
    public void Persistence_that_is_on_has_what_the_chart_adds_to_it()
    {
        var grafana = Release("watch", Map(), "kube-prometheus-stack");
        Assert.Empty(grafana.ClaimsOf(grafana.Workloads.Single(workload => workload.Name == "grafana")));
        var kept = Release("watch", Map(("grafana", Map(("persistence", Map(("enabled", true)))))), "kube-prometheus-stack");
        var claim = Assert.Single(kept.ClaimsOf(kept.Workloads.Single(workload => workload.Name == "grafana")));
        Assert.Equal(("", ""), (claim!.Class, claim.Size));
        Assert.Equal("ReadWriteOnce", Assert.Single(claim.AccessModes));
    }

    [Fact]
    public void Operators_name_their_services_after_what_they_run()
    {
        var release = Release("logs", Map(("eck-elasticsearch", Map(("fullnameOverride", "search"))),
            ("eck-logstash", Map(("services", new object[]
            {
                Map(("name", "beats"), ("service", Map(("spec", Map(("ports", new object[] { Map(("port", 5044.0)) }))))))
            })))), "eck-stack");
        Assert.Equal(["search-es-http", "logs-eck-kibana-kb-http", "logs-eck-logstash-ls-beats"],
            release.Definition!.Services(release).Select(service => service.Name));
        Assert.Equal(5044, Assert.Single(release.Definition.Services(release).Last().Ports));
        Assert.Contains(release.Definition.OwnSecrets(release), secret => secret.Name == "search-es-elastic-user");
    }

    private static ChartRelease Release(string name, Dictionary<string, object?> values, string chart = "web") => new(new PlannedResource
    {
        Type = ChartRelease.Type,
        Name = name,
        Parent = "",
        IsComponent = false,
        Inputs = ImmutableSortedDictionary<string, object?>.Empty.Add("name", name).Add("chart", chart).Add("values", values),
    });

    private static Dictionary<string, object?> Map(params (string Name, object? Value)[] entries) =>
        entries.ToDictionary(entry => entry.Name, entry => entry.Value);
}
