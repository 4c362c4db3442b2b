using Infra.Components.Cloud;
using Infra.Files;
using Infra.Files.Backups;
using Infra.Settings;
using Infra.Systems;
using Pulumi;

namespace Infra.Components.Kubernetes;

/// <summary>One system on a cluster: its namespace, stores, migrations, services and edge.</summary>
public sealed class KubernetesSystem : ComponentResource, IDeployedSystem
{
    private const int DatabaseUser = 999; // the user of PostgreSQL's image

    // DigitalOcean's: the database itself, and its connection pools or a managed store.
    internal const int DirectPort = 25060;
    internal const int PoolPort = 25061;

    private readonly SystemParts args;
    private readonly SystemNamespace systemNamespace;
    private readonly ProviderResource provider;
    private readonly Labels labels;
    private readonly ComponentResourceOptions child;
    private readonly Priorities priorities;
    private readonly Monitoring monitoring;
    private readonly ImmutableArray<Resource> storesReady = [];

    /// <summary>Deploys the system.</summary>
    public KubernetesSystem(string name, Cluster cluster, SystemParts args, ComponentResourceOptions? options = null)
        : base("infra:kubernetes:System", name, options)
    {
        this.args = args;
        provider = cluster.Provider;
        var settings = args.Settings;
        var system = settings.System;
        labels = new(system.Name, settings.StackName, settings.ImageTag);
        child = new() { Parent = this };

        systemNamespace = new(system.Name, new()
        {
            Name = system.Name,
            Labels = labels,
            PullCredentials = args.Registry.PullCredentials,
            HasCertificates = settings.Exposure == Exposure.Ingress,
            Quota = NamespaceQuota.Of(settings),
            Protect = settings.IsProduction,
            Provider = provider,
        }, child);
        priorities = new("priorities", labels, provider, child);
        monitoring = new("monitoring", new()
        {
            Settings = settings,
            GrafanaPassword = args.Secrets.Value(GeneratedSecrets.GrafanaPassword),
            Labels = labels,
            Provider = provider,
        }, child);
        foreach (var need in system.Needs<LogIndex>())
        {
            new LogSearch("logging", new() { Need = need, Production = settings.IsProduction, Labels = labels, Provider = provider }, child);
        }

        var services = system.ServicesIn(Topology.Kubernetes).ToImmutableArray();
        foreach (var need in settings.OwnStores)
        {
            var store = new RedisStore(StoreConnection.OwnHost, new()
            {
                Need = need,
                Password = args.Secrets.Value(GeneratedSecrets.CachePassword),
                Clients = [.. services.Where(system.UsesCache).Select(service => service.Name), .. args.Backups.Select(_ => Backups.Name), Exporters.Store.Name],
                Namespace = systemNamespace,
                Priority = priorities.Data,
                Protect = settings.IsProduction,
            }, child);
            storesReady = storesReady.AddRange(store.Ready);
        }

        var exporters = Export().ToImmutableArray();
        var before = args.Backups.SelectMany(bucket => BackUp(bucket)).ToImmutableArray();
        var allowed = system.Migrations.IsEmpty ? [] : args.Databases.Select(Resource (database) => Allow(database)).ToImmutableArray();
        var migrations = system.Migrations.Aggregate(before.AddRange(allowed), (done, migration) => [.. done, Migrate(migration, done)]);
        foreach (var service in services)
        {
            Run(service, migrations);
        }

        new MetricsTargets("metrics", new()
        {
            Services = [.. services, .. exporters],
            Namespace = systemNamespace,
            Monitoring = monitoring,
        }, child);

        new AlertsAndDashboards("alerts-and-dashboards", new()
        {
            Settings = settings,
            Namespace = systemNamespace,
            Monitoring = monitoring,
        }, child);

        (Url, Address) = settings.Exposure == Exposure.Ingress ? BehindNginx() : BehindLoadBalancer();
        RegisterOutputs(new Dictionary<string, object?> { ["url"] = Url, ["address"] = Address });
    }

    /// <summary>Address of the system.</summary>
    public Output<string> Url { get; }

    /// <summary>Public IPv4 address.</summary>
    public Output<string> Address { get; }

    private (Output<string> Url, Output<string> Address) BehindNginx()
    {
        var controllers = new EdgeControllers("edge-controllers", new()
        {
            Labels = labels,
            Settings = args.Settings,
            Replicas = args.Settings.IsProduction ? 2 : 1,
            Email = args.Settings.Alerts.Emails.FirstOrDefault(""),
            Monitoring = monitoring,
            Provider = provider,
        }, child);
        var edge = new EdgeIngress("edge", new()
        {
            Settings = args.Settings,
            Namespace = systemNamespace,
            Controllers = controllers,
        }, child);
        return (edge.Url, controllers.Address);
    }

    private (Output<string> Url, Output<string> Address) BehindLoadBalancer()
    {
        var edge = new PublicService("edge", new()
        {
            Prefix = args.Settings.Prefix,
            Route = MainRoute,
            Host = args.Settings.PublicHost,
            Production = args.Settings.IsProduction,
            Namespace = systemNamespace,
        }, child);
        return (edge.Url, edge.Address);
    }

    /// <summary>The route of the start page: the shortest path there is.</summary>
    private Route MainRoute => args.Settings.System.Edge.Routes.MinBy(route => route.Path.Length)!;

    private ImmutableArray<Resource> BackUp(ObjectStorage bucket) => new Backups("backups", new()
    {
        Settings = args.Settings,
        Bucket = bucket,
        Databases = args.Databases,
        Stores = [.. args.Settings.OwnStores.Where(store => store.IsKept).Select(_ => StoreConnection.Own(args.Secrets))],
        StoresReady = storesReady,
        Flows = ToStore(ToData(new())),
        Namespace = systemNamespace,
    }, child).BeforeRelease;

    /// <summary>The programs that tell about the stores.</summary>
    private IEnumerable<Service> Export()
    {
        foreach (var database in args.Databases)
        {
            Export(Exporters.Database, Exporters.DatabaseImage, Exporters.EnvironmentOf(database.Direct),
                new NetworkFlows().ToNetwork(args.Network.IpRange, DirectPort));
            yield return Exporters.Database;
        }

        foreach (var store in args.Stores)
        {
            Export(Exporters.Store, Exporters.StoreImage, Exporters.EnvironmentOf(store),
                args.Settings.Cache.Managed ? new NetworkFlows().ToNetwork(args.Network.IpRange, PoolPort) : ToStore(new()));
            yield return Exporters.Store;
        }
    }

    /// <summary>Runs an exporter. It reaches what it tells about, and nothing else.</summary>
    private void Export(Service exporter, string image, ImmutableArray<ResolvedVariable> environment, NetworkFlows reach) =>
        new Workload(exporter.Name, new()
        {
            Service = exporter,
            Image = Output.Create(image),
            Environment = environment,
            SecretsAsFiles = false,
            Released = false,
            Flows = reach.FromNamespace(Monitoring.Namespace, exporter.Ports[0].Number),
            Namespace = systemNamespace,
            After = storesReady,
        }, child);

    /// <summary>Lets the system's login create its tables: a step of the administrator's, before the first migration.</summary>
    private Resource Allow(PostgresDatabase database) => new MigrationJob(DatabaseRights.Name, new()
    {
        Migration = new(
            DatabaseRights.Name,
            BackupScripts.DatabaseImage,
            ["psql", "--set", "ON_ERROR_STOP=1", .. DatabaseRights.Statements(database.Need).SelectMany(statement => new[] { "--command", statement })],
            DatabaseUser,
            new(Memory.MiB(32), Memory.MiB(128), Cpu.Cores(0.05), Cpu.Cores(0.25)),
            TimeSpan.FromMinutes(2)),
        Image = Output.Create(BackupScripts.DatabaseImage),
        Environment = Login(database.Administrator),
        SecretsAsFiles = false,
        Flows = new NetworkFlows().ToNetwork(args.Network.IpRange, DirectPort),
        After = [],
        Runs = StepRuns.WhenChanged,
        Retries = 6, // It is the first to log in to a server that has just been made.
        Namespace = systemNamespace,
    }, child).Job;

    /// <summary>A connection as psql reads it from its environment.</summary>
    private static ImmutableArray<ResolvedVariable> Login(DatabaseConnection connection)
    {
        ResolvedVariable Variable(string name, string description, EnvironmentValue kind, Output<string> value) =>
            new(new() { Name = name, Category = "Database", Description = description, Value = kind }, value);
        return
        [
            Variable("PGHOST", "Host", new EnvironmentValue.Known(Fact.DatabaseHost), connection.Host),
            Variable("PGPORT", "Port", new EnvironmentValue.Known(Fact.DatabasePort), connection.Port),
            Variable("PGDATABASE", "Database", new EnvironmentValue.Known(Fact.DatabaseName), connection.Database),
            Variable("PGUSER", "Login", new EnvironmentValue.Known(Fact.DatabaseUser), connection.User),
            Variable("PGPASSWORD", "Password", new EnvironmentValue.Known(Fact.DatabasePassword), connection.Password),
            Variable("PGSSLMODE", "TLS: always", new EnvironmentValue.Literal("require"), Output.Create("require")),
        ];
    }

    private Resource Migrate(Migration migration, ImmutableArray<Resource> after) => new MigrationJob(migration.Service, new()
    {
        Migration = migration,
        Image = args.Registry.Image(migration.Image),
        Environment = args.Environment.OfMigration(),
        SecretsAsFiles = args.Settings.System.SecretsAsFiles,
        Flows = ToData(new()),
        After = after,
        Runs = StepRuns.EachVersion,
        Retries = 2, // What it needs has been proven by the steps before it.
        Namespace = systemNamespace,
    }, child).Job;

    private void Run(Service service, ImmutableArray<Resource> migrations) => new Workload(service.Name, new()
    {
        Service = service,
        Image = args.Registry.Image(service.Image),
        Environment = args.Environment.Of(service),
        SecretsAsFiles = args.Settings.System.SecretsAsFiles,
        Released = true,
        Flows = FlowsOf(service),
        Namespace = systemNamespace,
        Priority = service.ServesTraffic ? [priorities.Serving] : [],
        After = [.. storesReady, .. migrations],
    }, child);

    private NetworkFlows FlowsOf(Service service)
    {
        var flows = new NetworkFlows().ToInternet(service.OutgoingPorts);
        if (args.Settings.System.UsesDatabase(service) || (args.Settings.Cache.Managed && args.Settings.System.UsesCache(service)))
        {
            flows.ToNetwork(args.Network.IpRange, DirectPort, PoolPort);
        }

        if (args.Settings.System.UsesCache(service))
        {
            ToStore(flows);
        }

        foreach (var port in args.Settings.System.Edge.Routes.Where(route => route.Service == service.Name).Select(route => route.Port).Distinct())
        {
            if (args.Settings.Exposure == Exposure.Ingress)
            {
                flows.FromNamespace(EdgeControllers.IngressNamespace, port);
            }
            else if (MainRoute.Service == service.Name && MainRoute.Port == port)
            {
                flows.FromAnywhere(port);
            }
        }

        foreach (var port in service.Metrics.Select(metrics => metrics.Port).Distinct())
        {
            flows.FromNamespace(Monitoring.Namespace, port);
        }

        foreach (var (caller, port) in args.Settings.System.CallsTo(service))
        {
            flows.FromPods(labels.Selecting(caller), port);
        }

        foreach (var (called, port) in service.Called)
        {
            flows.ToPods(labels.Selecting(called), port);
        }

        return flows;
    }

    private NetworkFlows ToStore(NetworkFlows flows) =>
        args.Settings.OwnStores.Any() ? flows.ToPods(labels.Selecting(StoreConnection.OwnHost), StoreConnection.OwnPort) : flows;

    /// <summary>What every program of the system may reach: its database on the private network, and object storage and other APIs by HTTPS.</summary>
    private NetworkFlows ToData(NetworkFlows flows)
    {
        if (args.Settings.System.Needs<Postgres>().Any() || args.Settings.Cache.Managed)
        {
            flows.ToNetwork(args.Network.IpRange, DirectPort, PoolPort);
        }

        return flows.ToInternet();
    }
}
