using Infra.Reports;
using Infra.Systems;

namespace Infra.Tests.Reports;

public sealed class ReplacingPropertiesTests
{
    [Theory]
    [InlineData("digitalocean:index/droplet:Droplet", "userData", true)]
    [InlineData("digitalocean:index/droplet:Droplet", "size", false)]
    [InlineData("digitalocean:index/kubernetesCluster:KubernetesCluster", "nodePool.size", true)]
    [InlineData("digitalocean:index/kubernetesCluster:KubernetesCluster", "nodePool.nodeCount", false)]
    [InlineData("digitalocean:index/databaseCluster:DatabaseCluster", "version", false)]
    [InlineData("kubernetes:apps/v1:Deployment", "spec.selector.matchLabels.app", true)]
    [InlineData("kubernetes:apps/v1:Deployment", "spec.template.spec.containers[api].image", false)]
    [InlineData("kubernetes:apps/v1:StatefulSet", "spec.volumeClaimTemplates[0].spec.resources.requests.storage", true)]
    [InlineData("kubernetes:batch/v1:Job", "spec.template.spec.containers[migrate].image", true)]
    [InlineData("kubernetes:core/v1:ConfigMap", "metadata.name", true)]
    [InlineData("kubernetes:core/v1:ConfigMap", "metadata.namespaces", false)]
    [InlineData("random:index/randomPassword:RandomPassword", "length", true)]
    [InlineData("command:remote:CopyToRemote", "remotePath", false)]
    [InlineData("example:index/unknown:Unknown", "name", false)]
    [InlineData("digitalocean:index/droplet:Droplet", "publicNetworking", true)]
    [InlineData("digitalocean:index/volume:Volume", "initialFilesystemType", true)]
    [InlineData("digitalocean:index/kubernetesCluster:KubernetesCluster", "workerSubnetUuid", true)]
    [InlineData("digitalocean:index/loadBalancer:LoadBalancer", "networkStack", true)]
    [InlineData("digitalocean:index/uptimeAlert:UptimeAlert", "checkId", false)]
    [InlineData("digitalocean:index/spacesBucketCorsConfiguration:SpacesBucketCorsConfiguration", "region", true)]
    [InlineData("aws:s3/bucket:Bucket", "region", true)]
    [InlineData("kubernetes:scheduling.k8s.io/v1:PriorityClass", "value", false)]
    [InlineData("kubernetes:core/v1:PersistentVolumeClaim", "spec.storageClassName", true)]
    [InlineData("kubernetes:core/v1:PersistentVolumeClaim", "spec.resources.requests.storage", false)]
    [InlineData("kubernetes:core/v1:ConfigMap", "data.app", true)]
    [InlineData("kubernetes:cert-manager.io/v1:Certificate", "metadata.name", true)]
    public void A_change_replaces_or_updates(string type, string path, bool replaces) =>
        Assert.Equal(replaces, new ReplacingProperties(new HashSet<string>()).Force(type, path));

    /// <summary>A provider may be told to update these objects in place.</summary>
    [Theory]
    [InlineData("kubernetes:core/v1:ConfigMap", "enableConfigMapMutable", "data.app")]
    [InlineData("kubernetes:core/v1:Secret", "enableSecretMutable", "stringData.password")]
    public void A_setting_of_the_provider_updates_in_place(string type, string setting, string path)
    {
        Assert.True(new ReplacingProperties(new HashSet<string>()).Force(type, path));
        Assert.False(new ReplacingProperties(new HashSet<string> { setting }).Force(type, path));
        Assert.True(new ReplacingProperties(new HashSet<string> { setting }).Force(type, "metadata.name"));
    }

    [Theory]
    [InlineData(Topology.Droplet)]
    [InlineData(Topology.Kubernetes)]
    public async Task A_changed_image_tag_replaces_no_server_and_no_database(Topology topology)
    {
        var settings = Plans.SettingsOf("prod", "document-search", topology);
        var before = await DocumentOf(settings);
        var after = await DocumentOf(settings with { ImageTag = "2.0.0" });
        var replaced = PlanComparison.Compare(before, "1.0.0", after).Changes.Where(change => change.Kind is ChangeKind.Replaced or ChangeKind.Deleted).Select(change => change.Resource.Kind).ToArray();
        Assert.DoesNotContain("Droplet", replaced);
        Assert.DoesNotContain("DatabaseCluster", replaced);
        Assert.DoesNotContain("KubernetesCluster", replaced);
        Assert.DoesNotContain("StatefulSet", replaced);
        Assert.DoesNotContain("Bucket", replaced);
    }

    internal static async Task<PlanDocument> DocumentOf(Infra.Settings.StackSettings settings)
    {
        var plan = await Infra.Planning.PlanRecorder.RecordAsync(settings);
        return PlanDocument.Of(plan, Infra.Policies.PolicyGate.Check(plan, new(2026, 11, 22)), Infra.Costs.CostEstimator.Estimate(plan));
    }
}
