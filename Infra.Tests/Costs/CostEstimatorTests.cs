using Infra.Costs;
using Infra.Planning;
using Infra.Systems;

namespace Infra.Tests.Costs;

public sealed class CostEstimatorTests
{
    public static TheoryData<string, string, Topology> Stacks()
    {
        var data = new TheoryData<string, string, Topology>();
        foreach (var system in SystemCatalogue.Names)
        {
            foreach (var stack in new[] { "dev", "prod" })
            {
                data.Add(stack, system, Topology.Droplet);
                data.Add(stack, system, Topology.Kubernetes);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Every_system_is_priced_and_within_its_budget(string stack, string system, Topology topology)
    {
        var estimate = CostEstimator.Estimate(await Plans.Of(stack, system, topology));
        Assert.Empty(estimate.Unpriced);
        Assert.InRange(estimate.Minimum, 1, estimate.Maximum);
        Assert.InRange(estimate.Maximum, 1, estimate.Budget);
    }

    [Fact]
    public async Task Document_search_on_a_droplet_costs_what_its_parts_cost()
    {
        var estimate = CostEstimator.Estimate(await Plans.Of("prod", "document-search", Topology.Droplet));
        Assert.Equal(24.00m, estimate.Lines.Single(line => line.Type.EndsWith(":Droplet", StringComparison.Ordinal)).Minimum);
        Assert.Equal(15.15m, estimate.Lines.Single(line => line.Type.EndsWith(":DatabaseCluster", StringComparison.Ordinal)).Minimum);
    }

    [Fact]
    public void An_autoscaled_pool_is_a_range()
    {
        var line = Assert.Single(Of("digitalocean:index/kubernetesNodePool:KubernetesNodePool", ("autoScale", true), ("minNodes", 2.0), ("maxNodes", 5.0), ("size", "s-2vcpu-4gb")).Lines);
        Assert.Equal((48m, 120m), (line.Minimum, line.Maximum));
    }

    [Fact]
    public void A_fixed_pool_is_no_range()
    {
        var line = Assert.Single(Of("digitalocean:index/kubernetesNodePool:KubernetesNodePool", ("nodeCount", 3.0), ("size", "s-2vcpu-4gb")).Lines);
        Assert.Equal((72m, 72m), (line.Minimum, line.Maximum));
    }

    [Fact]
    public void Control_planes_are_paid_for_where_there_are_several()
    {
        var pool = Map(("size", "s-1vcpu-2gb"), ("nodeCount", 2.0));
        Assert.Equal(24m, Of("digitalocean:index/kubernetesCluster:KubernetesCluster", ("nodePool", pool)).Minimum);
        Assert.Equal(64m, Of("digitalocean:index/kubernetesCluster:KubernetesCluster", ("nodePool", pool), ("ha", true)).Minimum);
    }

    [Theory]
    [InlineData("weekly", 28.80)]
    [InlineData("daily", 31.20)]
    [InlineData("", 31.20)]
    public void Backups_of_a_droplet_are_a_share_of_its_price(string plan, double total)
    {
        (string, object?)[] policy = plan.Length > 0 ? [("backupPolicy", Map(("plan", plan)))] : [];
        Assert.Equal((decimal)total, Of("digitalocean:index/droplet:Droplet", [("size", "s-2vcpu-4gb"), ("backups", true), .. policy]).Minimum);
    }

    [Fact]
    public void Storage_of_a_database_beyond_what_is_included_is_paid_for()
    {
        var estimate = Of("digitalocean:index/databaseCluster:DatabaseCluster", ("engine", "pg"), ("size", "db-s-1vcpu-2gb"), ("nodeCount", 2.0), ("storageSizeMib", "40960"));
        Assert.Equal(60.90m + (10 * 2 * 0.215m), estimate.Minimum);
    }

    [Fact]
    public void A_bucket_uses_up_the_free_transfer_only_once()
    {
        var estimate = Of([.. Enumerable.Range(1, 3).Select(number => Resource("aws:s3/bucket:Bucket", $"bucket-{number}"))]);
        Assert.Equal([0m, 0m, 4.50m], estimate.Lines.Where(line => line.Charge.Price.Item == "aws-transfer").Select(line => line.Minimum));
    }

    [Fact]
    public void One_subscription_pays_for_all_buckets_of_Spaces() =>
        Assert.Equal(5m, Of(Resource("digitalocean:index/spacesBucket:SpacesBucket", "a"), Resource("digitalocean:index/spacesBucket:SpacesBucket", "b")).Minimum);

    [Fact]
    public void A_reserved_address_is_free_only_while_it_is_assigned()
    {
        Assert.Equal(5m, Of("digitalocean:index/reservedIp:ReservedIp").Minimum);
        Assert.Equal(0m, Of(Resource("digitalocean:index/reservedIp:ReservedIp", "a"), Resource("digitalocean:index/reservedIpAssignment:ReservedIpAssignment", "b")).Minimum);
    }

    [Fact]
    public void The_load_balancer_of_the_ingress_controller_is_counted()
    {
        var annotations = Map(("service.beta.kubernetes.io/do-loadbalancer-type", "REGIONAL_NETWORK"), ("service.beta.kubernetes.io/do-loadbalancer-size-unit", "2"));
        var values = Map(("controller", Map(("service", Map(("annotations", annotations))))));
        Assert.Equal(30m, Of("kubernetes:helm.sh/v3:Release", ("chart", "oci://ghcr.io/nginx/charts/nginx-ingress"), ("values", values)).Minimum);
    }

    [Fact]
    public void A_service_of_type_LoadBalancer_is_counted_and_others_are_free()
    {
        Assert.Equal(12m, Of("kubernetes:core/v1:Service", ("spec", Map(("type", "LoadBalancer")))).Minimum);
        Assert.Equal(0m, Of("kubernetes:core/v1:Service", ("spec", Map(("type", "ClusterIP")))).Minimum);
    }

    [Fact]
    public void Volumes_are_counted_once_for_every_instance()
    {
        var template = Map(("spec", Map(("resources", Map(("requests", Map(("storage", "20Gi"))))))));
        Assert.Equal(6m, Of("kubernetes:apps/v1:StatefulSet", ("spec", Map(("replicas", 3.0), ("volumeClaimTemplates", ImmutableArray.Create<object?>(template))))).Minimum);
        Assert.Equal(2m, Of("kubernetes:core/v1:PersistentVolumeClaim", [.. template.Select(entry => (entry.Key, entry.Value))]).Minimum);
    }

    [Fact]
    public void Volumes_in_the_values_of_a_chart_are_counted()
    {
        var claim = Map(("spec", Map(("resources", Map(("requests", Map(("storage", "50Gi"))))))));
        var values = Map(
            ("prometheus", Map(("prometheusSpec", Map(("replicas", 2.0), ("storageSpec", Map(("volumeClaimTemplate", claim))))))),
            ("grafana", Map(("persistence", Map(("enabled", true), ("size", "10Gi"))))));
        Assert.Equal(11m, Of("kubernetes:helm.sh/v3:Release", ("chart", "kube-prometheus-stack"), ("values", values)).Minimum);
    }

    [Fact]
    public void A_plan_costs_the_same_in_the_same_order_whatever_order_its_maps_are_in()
    {
        static string Notes(params string[] parts)
        {
            object? Claim(string size) => Map(("resources", Map(("requests", Map(("storage", size))))));
            var values = parts.ToDictionary(part => part, part => Claim(part == "alertmanager" ? "1Gi" : "20Gi"));
            return string.Join(", ", Of("kubernetes:helm.sh/v3:Release", ("chart", "kube-prometheus-stack"), ("values", values)).Lines.Select(line => line.Charge.Note));
        }

        Assert.Equal("volume of 1Gi, volume of 20Gi", Notes("alertmanager", "prometheus"));
        Assert.Equal("volume of 1Gi, volume of 20Gi", Notes("prometheus", "alertmanager"));
    }

    [Theory]
    [InlineData("aws:rds/instance:Instance")]
    [InlineData("digitalocean:index/functions:Function")]
    [InlineData("kubernetes:unheard.of/v1:Thing")]
    public void A_type_that_nobody_priced_is_an_error_and_not_free(string type)
    {
        var unpriced = Assert.Single(Of(type).Unpriced);
        Assert.Contains("Infra/Costs/", unpriced.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chart_that_nobody_read_is_an_error_and_not_free() =>
        Assert.Contains("'minio'", Assert.Single(Of("kubernetes:helm.sh/v3:Release", ("chart", "oci://example.com/minio")).Unpriced).Problem, StringComparison.Ordinal);

    [Fact]
    public void A_size_that_is_not_listed_is_an_error_and_not_free() =>
        Assert.Contains("do-droplet:s-64vcpu", Assert.Single(Of("digitalocean:index/droplet:Droplet", ("size", "s-64vcpu")).Unpriced).Problem, StringComparison.Ordinal);

    [Fact]
    public void A_volume_of_an_unreadable_size_is_an_error_and_not_free() =>
        Assert.Single(Of("kubernetes:core/v1:PersistentVolumeClaim", ("spec", Map(("resources", Map(("requests", Map(("storage", "plenty")))))))).Unpriced);

    private static PlannedResource Resource(string type, string name, params (string Key, object? Value)[] inputs) =>
        new() { Type = type, Name = name, Parent = "infra:test:Component::part", IsComponent = false, Inputs = Map(inputs) };

    private static CostEstimate Of(string type, params (string Key, object? Value)[] inputs) => Of(Resource(type, "it", inputs));

    private static CostEstimate Of(params PlannedResource[] resources) => CostEstimator.Estimate(new()
    {
        Settings = Plans.SettingsOf("dev", "document-search", Topology.Droplet),
        Resources = [.. resources],
        Outputs = [],
    });

    private static ImmutableSortedDictionary<string, object?> Map(params (string Key, object? Value)[] entries) =>
        entries.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
}
