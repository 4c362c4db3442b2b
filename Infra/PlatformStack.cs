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
        var network = new Network("network", new() { Prefix = settings.Prefix, Region = settings.Region, IpRange = settings.VpcRange });
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
        var buckets = system.Needs<Bucket>().Select(need => Storage(need, settings)).ToImmutableArray();
        ImmutableArray<ObjectStorage> backups = settings.NeedsBackup ? [Storage(new() { Purpose = "backups", ExpireAfterDays = settings.BackupRetentionDays }, settings)] : [];
        var sites = system.Needs<Systems.StaticFiles>().Select(need => new StaticSite($"site-{need.Label}", new()
        {
            Prefix = settings.Prefix,
            Need = need,
            Region = settings.Region,
            Domain = settings.Domain,
            Hostname = settings.Hostname,
            Protect = settings.IsProduction,
        })).ToImmutableArray();

        ImmutableArray<PostgresDatabase> databases;
        ImmutableArray<ValkeyCache> caches;
        Output<string> address;
        ImmutableArray<Output<string>> droplets = [], places;
        if (settings.Topology == Systems.Topology.Droplet)
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
                Tags = settings.Tags,
            });
            (databases, caches) = Data(settings, network, server.TrustedSource);
            var deployed = new DropletSystem(system.Name, new()
            {
                Settings = settings,
                Server = server,
                Registry = registry,
                Environment = Environment(),
                Databases = databases,
                Secrets = secrets,
                Backups = backups,
            });
            (Url, address, droplets, places) = (deployed.Url, server.Address, [server.Id], server.Urns);
            Kubeconfig = None;
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
                Tags = settings.Tags,
            });
            (databases, caches) = Data(settings, network, cluster.TrustedSource);
            var deployed = new KubernetesSystem(system.Name, new()
            {
                Settings = settings,
                Cluster = cluster,
                Network = network,
                Registry = registry,
                Environment = Environment(),
                Databases = databases,
                Secrets = secrets,
                Backups = backups,
            });
            (Url, address, places) = (deployed.Url, deployed.Address, [cluster.CloudUrn]);
            Kubeconfig = cluster.KubeConfig;
        }

        new DnsRecords("dns", new(settings.Domain, settings.Hostname, address));
        new CloudProject("project", new(settings.Prefix, system.Description, settings.Tier,
            [.. places, .. databases.Select(database => database.Cluster.ClusterUrn), .. caches.Select(cache => cache.CloudUrn), .. sites.Select(site => site.CloudUrn)]));
        new MachineAlerts("machines", new()
        {
            Prefix = settings.Prefix,
            Droplets = droplets,
            Tag = settings.Prefix,
            Alerts = settings.Alerts,
            SlackUrl = settings.SlackUrl,
        });
        new OutsideView("outside", new()
        {
            Prefix = settings.Prefix,
            Url = $"https://{settings.PublicHost}",
            System = system,
            Alerts = settings.Alerts,
            SlackUrl = settings.SlackUrl,
        });

        System = Output.Create(system.Name);
        Topology = Output.Create(settings.Topology.ToString().ToLowerInvariant());
        HealthUrls = Output.Create(string.Join('\n', system.Edge.Routes.Where(route => route.Health).Select(route => $"https://{settings.PublicHost}{route.Path}")));
        Address = address;
        RegistryEndpoint = registry.Endpoint;
        Bucket = buckets.Select(bucket => bucket.Name).FirstOrDefault(None);
        ClientSecrets = system.Clients.Any() ? secrets.OfClients(system.Clients) : None;
        DatabaseHost = databases.Select(database => database.Direct.Host).FirstOrDefault(None);

        ServiceEnvironment Environment() => new(settings, secrets, databases, buckets,
            settings.Cache.Managed ? caches.Select(cache => cache.Connection) : settings.OwnStores.Select(_ => StoreConnection.Own(secrets)),
            sites.Select(site => site.Url));
    }

    /// <summary>Name of the system: of its namespace, or of its directory below <c>/opt</c> on a server.</summary>
    [Output("system")]
    public Output<string> System { get; private set; }

    /// <summary><c>droplet</c> or <c>kubernetes</c>: how whoever operates the stack reaches it.</summary>
    [Output("topology")]
    public Output<string> Topology { get; private set; }

    /// <summary>Address of the system.</summary>
    [Output("url")]
    public Output<string> Url { get; private set; }

    /// <summary>Addresses that answer with success while the system is well, one a line.</summary>
    [Output("healthUrls")]
    public Output<string> HealthUrls { get; private set; }

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
    public Output<string> Kubeconfig { get; private set; }

    /// <summary>The outputs by name.</summary>
    internal IEnumerable<(string Name, Output<string> Value)> Outputs =>
    [
        ("system", System), ("topology", Topology), ("url", Url), ("healthUrls", HealthUrls), ("address", Address), ("registryEndpoint", RegistryEndpoint), ("bucket", Bucket), ("databaseHost", DatabaseHost), ("clientSecrets", ClientSecrets), ("kubeconfig", Kubeconfig),
    ];

    private static Output<string> None => Output.Create("");

    /// <summary>A bucket of the system.</summary>
    private static ObjectStorage Storage(Bucket need, StackSettings settings) => new($"bucket-{need.Purpose}", new()
    {
        Prefix = settings.Prefix,
        Need = need,
        Region = settings.BucketRegion,
        Protect = settings.IsProduction,
        Tags = ImmutableDictionary<string, string>.Empty.Add("system", settings.System.Name).Add("environment", settings.StackName),
    });

    /// <summary>The databases and the managed caches of the system, open to where it runs and to nobody else.</summary>
    private static (ImmutableArray<PostgresDatabase> Databases, ImmutableArray<ValkeyCache> Caches) Data(StackSettings settings, Network network, TrustedSource trusted) =>
    (
        [
            .. settings.System.Needs<Postgres>().Select(need => new PostgresDatabase("database", new()
            {
                Prefix = settings.Prefix,
                Need = need,
                Server = settings.Database,
                Region = settings.Region,
                Network = network,
                TrustedSource = trusted,
                BackupAt = settings.System.Backup.At,
                Protect = settings.IsProduction,
                Tags = settings.Tags,
            })),
        ],
        [
            .. settings.System.Needs<Redis>().Where(_ => settings.Cache.Managed).Select(need => new ValkeyCache("cache", new()
            {
                Prefix = settings.Prefix,
                Need = need,
                Size = settings.Cache.Size,
                Region = settings.Region,
                Network = network,
                TrustedSource = trusted,
                Protect = settings.IsProduction,
                Tags = settings.Tags,
            })),
        ]
    );
}
