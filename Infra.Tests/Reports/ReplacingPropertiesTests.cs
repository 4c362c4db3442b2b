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
    public void A_change_replaces_or_updates(string type, string path, bool replaces) => Assert.Equal(replaces, ReplacingProperties.Force(type, path));

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
