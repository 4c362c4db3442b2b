using Infra.Settings;
using Infra.Systems;
using Pulumi;
using Pulumi.Testing;

namespace Infra.Tests.Components;

/// <summary>The program runs where nothing is known but what it says itself: with mocks that return inputs and nothing else.</summary>
public sealed class BareMocksTests
{
    public static TheoryData<string, Topology, bool> Runs
    {
        get
        {
            var runs = new TheoryData<string, Topology, bool>();
            foreach (var system in SystemCatalogue.Names)
            {
                foreach (var topology in Enum.GetValues<Topology>())
                {
                    runs.Add(system, topology, true);
                    runs.Add(system, topology, false);
                }
            }

            return runs;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Nothing_depends_on_what_only_a_cloud_knows(string system, Topology topology, bool preview) =>
        Assert.NotEmpty(await Run(Settings.Of("prod", system, topology), preview));

    [Theory]
    [InlineData(Topology.Droplet)]
    [InlineData(Topology.Kubernetes)]
    public async Task Nor_do_the_variants(Topology topology) => Assert.NotEmpty(await Run(
        Settings.Of("prod", "car-api", topology, ("managedCache", "true"), ("registryExists", "true"), ("exposure", "load-balancer"), ("databaseReplicas", "1")), preview: false));

    [Theory]
    [InlineData(Topology.Droplet)]
    [InlineData(Topology.Kubernetes)]
    public async Task Nor_does_the_building_of_images(Topology topology) =>
        Assert.NotEmpty(await Run(Settings.Of("prod", "document-search", topology, ("buildImage", "true")), preview: false));

    private static Task<ImmutableArray<Resource>> Run(StackSettings settings, bool preview) => Deployment.TestWithServiceProviderAsync<PlatformStack>(
        new Inputs(), new Services(settings), new TestOptions { ProjectName = "infra", StackName = settings.StackName, IsPreview = preview });

    private sealed class Inputs : IMocks
    {
        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args) => Task.FromResult<(string?, object)>(($"{args.Name}-id", args.Inputs));

        public Task<object> CallAsync(MockCallArgs args) => Task.FromResult<object>(args.Args);
    }

    private sealed class Services(StackSettings settings) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(PlatformStack) ? new PlatformStack(settings) : null;
    }
}
