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
public sealed class PlatformStack : Stack
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
        var tags = ImmutableArray.Create(system.Name, settings.StackName);

        var network = new Network("network", new() { Prefix = settings.Prefix, Region = settings.Region });
        var secrets = new GeneratedSecrets("secrets", system);
        var registry = new Registry("registry", new()
        {
            Settings = settings.Registry,
            Region = settings.Region,
            Repositories = [.. system.Services.Select(service => service.Image)],
            Tag = settings.ImageTag,
            BuildContext = "..",
            Dockerfile = "../app/Dockerfile",
        });
        var buckets = system.Needs<Bucket>().Select(need => new ObjectStorage($"bucket-{need.Purpose}", new()
        {
            Prefix = settings.Prefix,
            Need = need,
            Region = settings.BucketRegion,
            Protect = settings.IsProduction,
            Tags = ImmutableDictionary<string, string>.Empty.Add("system", system.Name).Add("environment", settings.StackName),
        })).ToImmutableArray();

        PostgresDatabase Database(Postgres need, TrustedSource trusted) => new("database", new()
        {
            Prefix = settings.Prefix,
            Need = need,
            Server = settings.Database,
            Region = settings.Region,
            Network = network,
            TrustedSource = trusted,
            Protect = settings.IsProduction,
            Tags = tags,
        });
        ServiceEnvironment Environment(IEnumerable<PostgresDatabase> databases) => new(settings, secrets, databases, buckets, RedisStore.Host);

        ImmutableArray<PostgresDatabase> databases;
        Output<string> address;
        if (settings.Topology == Topology.Droplet)
        {
            var server = new DropletServer("server", new()
            {
                Prefix = settings.Prefix,
                Settings = settings.Droplet,
                Region = settings.Region,
                Network = network,
                AdminCidrs = settings.AdminCidrs,
                UserData = CloudInit.Render(settings),
                Protect = settings.IsProduction,
                Tags = tags,
            });
            databases = [.. system.Needs<Postgres>().Select(need => Database(need, server.TrustedSource))];
            var deployed = new DropletSystem(system.Name, new()
            {
                Settings = settings,
                Server = server,
                Registry = registry,
                Environment = Environment(databases),
                Secrets = secrets,
            });
            Url = deployed.Url;
            address = server.Address;
        }
        else
        {
            var cluster = new Cluster("cluster", new()
            {
                Prefix = settings.Prefix,
                Settings = settings.Kubernetes,
                Region = settings.Region,
                Network = network,
                AdminCidrs = settings.AdminCidrs,
                Production = settings.IsProduction,
                Tags = tags,
            });
            databases = [.. system.Needs<Postgres>().Select(need => Database(need, cluster.TrustedSource))];
            var deployed = new KubernetesSystem(system.Name, new()
            {
                Settings = settings,
                Cluster = cluster,
                Network = network,
                Registry = registry,
                Environment = Environment(databases),
                Secrets = secrets,
            });
            Url = deployed.Url;
            Kubeconfig = cluster.KubeConfig;
            address = deployed.Address;
        }

        new DnsRecords("dns", new(settings.Domain, settings.Hostname, address));

        Address = address;
        RegistryEndpoint = registry.Endpoint;
        Bucket = buckets.Select(bucket => bucket.Name).FirstOrDefault(None);
        ClientSecrets = system.Clients.Any() ? secrets.OfClients(system.Clients) : None;
        DatabaseHost = databases.Select(database => database.Direct.Host).FirstOrDefault(None);
    }

    /// <summary>Address of the system.</summary>
    [Output("url")]
    public Output<string> Url { get; private set; }

    /// <summary>Public IPv4 address.</summary>
    [Output("address")]
    public Output<string> Address { get; private set; }

    /// <summary>Host and path under which images are pushed and pulled.</summary>
    [Output("registryEndpoint")]
    public Output<string> RegistryEndpoint { get; private set; }

    /// <summary>Name of the bucket; empty where the system has none.</summary>
    [Output("bucket")]
    public Output<string> Bucket { get; private set; }

    /// <summary>Host of the database on the private network; empty where the system has none.</summary>
    [Output("databaseHost")]
    public Output<string> DatabaseHost { get; private set; }

    /// <summary>Generated secrets of those who may ask the system for tokens, one <c>id=secret</c> a line; a secret.</summary>
    [Output("clientSecrets")]
    public Output<string> ClientSecrets { get; private set; }

    /// <summary>How to connect to the cluster, a secret; empty on a droplet.</summary>
    [Output("kubeconfig")]
    public Output<string> Kubeconfig { get; private set; } = None;

    /// <summary>The outputs by name.</summary>
    internal IEnumerable<(string Name, Output<string> Value)> Outputs =>
    [
        ("url", Url), ("address", Address), ("registryEndpoint", RegistryEndpoint), ("bucket", Bucket), ("databaseHost", DatabaseHost), ("clientSecrets", ClientSecrets), ("kubeconfig", Kubeconfig),
    ];

    private static Output<string> None => Output.Create("");
}
