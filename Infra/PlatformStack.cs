using System.Diagnostics;
using Infra.Components;
using Infra.Components.Cloud;
using Infra.Components.Droplet;
using Infra.Components.Kubernetes;
using Infra.Files;
using Infra.Settings;
using Infra.Systems;
using Pulumi;

namespace Infra;

/// <summary>The platform, top to bottom: one system in one environment.</summary>
public sealed partial class PlatformStack : Stack
{
    /// <summary>Deploys what the engine's configuration says.</summary>
    /// <exception cref="SettingsException">The configuration is wrong.</exception>
    public PlatformStack()
        : this(SettingsLoader.Load(new EngineConfiguration()))
    {
    }

    /// <summary>Deploys what settings say.</summary>
    public PlatformStack(StackSettings settings, StackOptions? options = null)
        : base(options)
    {
        var system = settings.System;
        var network = new Network("network", new() { Settings = settings });
        var secrets = new GeneratedSecrets("secrets", system);
        var registry = new Registry("registry", new() { Settings = settings });

        var buckets = Each(system.Needs<Bucket>(), need => new ObjectStorage($"bucket-{need.Purpose}", new() { Settings = settings, Need = need }));
        var backups = Each(settings.BackupBuckets, need => new ObjectStorage($"bucket-{need.Purpose}", new() { Settings = settings, Need = need }));
        var sites = Each(system.Needs<StaticFiles>(), need => new StaticSite($"site-{need.Label}", new() { Settings = settings, Need = need }));

        IMachines machines = settings.Topology == Systems.Topology.Droplet
            ? new DropletServer("server", new() { Settings = settings, Network = network, UserData = CloudInit.Render(settings) })
            : new Cluster("cluster", new() { Settings = settings, Network = network });

        // Open to the machines and to nobody else.
        var databases = Each(system.Needs<Postgres>(), need => new PostgresDatabase("database", new() { Settings = settings, Need = need, Network = network, TrustedSource = machines.TrustedSource }));
        var caches = Each(settings.ManagedStores, need => new ValkeyCache("cache", new() { Settings = settings, Need = need, Network = network, TrustedSource = machines.TrustedSource }));
        var stores = Each(settings.OwnStores, _ => StoreConnection.Own(secrets)).AddRange(caches.Select(cache => cache.Connection));

        var environment = new ServiceEnvironment(settings, secrets, databases, buckets, stores, sites.Select(site => site.Url), registry.Endpoint);
        var parts = new SystemParts { Settings = settings, Network = network, Registry = registry, Environment = environment, Databases = databases, Stores = stores, Secrets = secrets, Backups = backups };
        IDeployedSystem deployed = machines switch
        {
            DropletServer server => new DropletSystem(system.Name, server, parts),
            Cluster cluster => new KubernetesSystem(system.Name, cluster, parts),
            _ => throw new UnreachableException($"{system.Name} cannot run on {machines}"),
        };

        new DnsRecords("dns", new() { Settings = settings, Address = deployed.Address });
        new CloudProject("project", new() { Settings = settings, Members = [.. machines.Urns, .. databases.Select(database => database.Cluster.ClusterUrn), .. caches.Select(cache => cache.CloudUrn), .. sites.Select(site => site.CloudUrn)] });
        new MachineAlerts("machines", new() { Settings = settings, Servers = machines.Servers });
        new OutsideView("outside", new() { Settings = settings });

        System = Output.Create(system.Name);
        Topology = Output.Create(settings.Topology.ToString().ToLowerInvariant());
        Url = deployed.Url;
        HealthUrls = Output.Create(string.Join('\n', system.Edge.Routes.Where(route => route.Health).Select(route => $"https://{settings.PublicHost}{route.Path}")));
        Address = deployed.Address;
        RegistryEndpoint = registry.Endpoint;
        Bucket = buckets.Select(bucket => bucket.Name).FirstOrDefault(None);
        DatabaseHost = databases.Select(database => database.Direct.Host).FirstOrDefault(None);
        ClientSecrets = system.Clients.Any() ? secrets.OfClients(system.Clients) : None;
        Kubeconfig = machines.KubeConfig;
    }

    /// <summary>One of a kind for each thing that the system needs.</summary>
    private static ImmutableArray<T> Each<TNeed, T>(IEnumerable<TNeed> needs, Func<TNeed, T> make) => [.. needs.Select(make)];
}
