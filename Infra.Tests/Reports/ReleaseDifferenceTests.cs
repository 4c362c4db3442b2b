using Infra.Costs;
using Infra.Planning;
using Infra.Reports;
using Infra.Settings;
using Infra.Systems;
using Xunit.Abstractions;

namespace Infra.Tests.Reports;

/// <summary>What becomes of running systems when a tag, a value or a size changes.</summary>
public sealed class ReleaseDifferenceTests(ITestOutputHelper output)
{
    /// <summary>The allowed ones are written out: a kind that is not among them is a restart, or a risk, that nobody asked for.</summary>
    [Theory]
    [MemberData(nameof(Plans.OnKubernetes), MemberType = typeof(Plans))]
    public async Task A_release_touches_what_runs_the_new_image_and_its_jobs(string stack, string system)
    {
        var settings = Plans.SettingsOf(stack, system, Topology.Kubernetes);
        var services = settings.System.ServicesIn(Topology.Kubernetes).Select(service => service.Name).ToHashSet();
        var migrations = settings.System.Migrations.Select(migration => migration.Service).ToHashSet();
        var released = await DocumentOf(settings with { ImageTag = "2.0.0" });
        var difference = PlanComparison.Compare(await DocumentOf(settings), "before", released);

        output.WriteLine($"{stack} {system}: {difference.Changes.Length} of at most {services.Count + 5}");
        output.WriteLine(string.Join(", ", difference.Changes.Select(change => change.Resource.Key)));
        Assert.NotEmpty(difference.Changes);
        Assert.All(difference.Changes, change => Assert.True(
            change switch
            {
                { Kind: ChangeKind.Changed, Resource.Kind: "Deployment" } => services.Contains(change.Resource.Name),
                { Kind: ChangeKind.Changed, Resource.Kind: "ConfigMap" } =>
                    services.Concat(migrations).Any(name => change.Resource.Name == $"{name}-config"),
                { Kind: ChangeKind.Replaced, Resource.Kind: "Job" } =>
                    migrations.Append("backup-before-release").Contains(change.Resource.Name),
                _ => false,
            },
            $"a release touches {change.Resource.Key}: {string.Join(", ", change.Properties.Select(property => property.Path))}"));
        var deployments = difference.Changes.Where(change => change.Resource.Kind == "Deployment").Select(change => change.Resource.Name);
        Assert.Equal(services.Order(StringComparer.Ordinal), deployments.Order(StringComparer.Ordinal));
        Assert.True(difference.Changes.Length <= services.Count + 5, $"{difference.Changes.Length} change for {services.Count} services");
    }

    /// <summary>Deleted first is what the program says so of, and each object of a cluster, for it keeps its name.</summary>
    [Theory]
    [MemberData(nameof(Plans.Everywhere), MemberType = typeof(Plans))]
    public async Task Nothing_that_something_running_needs_is_deleted_before_it_is_made_again(
        string stack, string system, Topology topology)
    {
        var settings = Plans.SettingsOf(stack, system, topology);
        var before = await DocumentOf(settings);
        foreach (var (name, changed) in Changes(settings))
        {
            var difference = PlanComparison.Compare(before, "before", await DocumentOf(changed));
            Assert.True(difference.Changes.Length > 0, $"{name} changes nothing, so it proves nothing");
            foreach (var change in difference.Changes.Where(change => change.Kind is ChangeKind.Replaced or ChangeKind.Deleted))
            {
                var resource = change.Resource;
                var former = before.Resources.Single(other => other.Key == resource.Key);
                var first = resource.DeletedBeforeReplaced || resource.IsKubernetesObject;
                var needed = resource.Kind is not ("Job" or "Command"); // Both are done: nothing that runs needs them.
                Assert.False(change.Kind == ChangeKind.Deleted && needed, $"{name} deletes {resource.Key}");
                Assert.False(needed && first, $"{name} deletes {resource.Key} before it is made again");
                Assert.False(needed && former.Inputs.TryGetValue("name", out var old) && Equals(old, resource.Inputs["name"]),
                    $"{name} makes {resource.Key} anew under the name that the old one still has");
                output.WriteLine($"{name}: {change.Kind} {resource.Key}");
            }
        }
    }

    /// <summary>Sizes and values that are changed while a system runs.</summary>
    private static IEnumerable<(string Name, StackSettings After)> Changes(StackSettings settings)
    {
        yield return ("a tag", settings with { ImageTag = "2.0.0" });
        yield return ("a receiver", settings with { Alerts = settings.Alerts with { Emails = ["somebody@example.com"] } });
        var system = settings.System;
        var cluster = settings.Kubernetes;
        var plain = system with { Environment = [.. system.Environment.Select(Other)] };
        yield return ("every plain variable", settings with { System = plain });
        yield return settings.Topology == Topology.Kubernetes
            ? ("a size of nodes", settings with { Kubernetes = cluster with { NodeSize = Another(cluster.NodeSize) } })
            : ("a size of the server", settings with { Droplet = settings.Droplet with { Size = Another(settings.Droplet.Size) } });
    }

    private static string Another(string size) => size == "s-8vcpu-16gb" ? "s-4vcpu-8gb" : "s-8vcpu-16gb";

    private static EnvironmentVariable Other(EnvironmentVariable variable) =>
        variable.Value.IsSecret ? variable : variable with { Value = new EnvironmentValue.Literal("other") };

    private static async Task<PlanDocument> DocumentOf(StackSettings settings)
    {
        var plan = await PlanRecorder.RecordAsync(settings);
        return PlanDocument.Of(plan, new([], 0), CostEstimator.Estimate(plan));
    }
}
