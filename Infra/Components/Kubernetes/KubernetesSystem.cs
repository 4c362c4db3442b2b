using Infra.Components.Cloud;
using Infra.Settings;
using Infra.Systems;
using Pulumi;

namespace Infra.Components.Kubernetes;

/// <summary>What a <see cref="KubernetesSystem"/> is made of.</summary>
public sealed record KubernetesSystemArgs
{
    /// <summary>The stack, with its system.</summary>
    public required StackSettings Settings { get; init; }

    /// <summary>The cluster.</summary>
    public required Cluster Cluster { get; init; }

    /// <summary>Private network of the cluster and the database.</summary>
    public required Network Network { get; init; }

    /// <summary>Where images come from.</summary>
    public required Registry Registry { get; init; }

    /// <summary>Environment of the services.</summary>
    public required ServiceEnvironment Environment { get; init; }

    /// <summary>The system's databases.</summary>
    public required ImmutableArray<PostgresDatabase> Databases { get; init; }

    /// <summary>Generated secrets.</summary>
    public required GeneratedSecrets Secrets { get; init; }

    /// <summary>Where backups go; none where there is nothing to back up.</summary>
    public required ImmutableArray<ObjectStorage> Backups { get; init; }
}

/// <summary>One system on a cluster: its namespace, stores, migrations, services and edge.</summary>
public sealed class KubernetesSystem : ComponentResource
{
    private static readonly int[] DatabasePorts = [25060, 25061]; // DigitalOcean: the server itself, and its connection pools or Valkey

    private readonly KubernetesSystemArgs args;
    private readonly SystemNamespace systemNamespace;
    private readonly Labels labels;
    private readonly ComponentResourceOptions child;

    /// <summary>Deploys the system.</summary>
    public KubernetesSystem(string name, KubernetesSystemArgs args, ComponentResourceOptions? options = null)
        : base("infra:kubernetes:System", name, options)
    {
        this.args = args;
        var settings = args.Settings;
        var system = settings.System;
        labels = new(system.Name, settings.StackName, settings.ImageTag);
        child = new() { Parent = this };

        systemNamespace = new(system.Name, new()
        {
            Name = system.Name,
            Labels = labels,
            PullCredentials = args.Registry.PullCredentials,
            Provider = args.Cluster.Provider,
        }, child);

        var controllers = new EdgeControllers("edge-controllers", new()
        {
            Labels = labels,
            WorkerConnections = system.Edge.WorkerConnections,
            Replicas = settings.IsProduction ? 2 : 1,
            Email = settings.Alerts.Emails.FirstOrDefault(""),
            Provider = args.Cluster.Provider,
        }, child);

        var services = system.ServicesIn(Topology.Kubernetes).ToImmutableArray();
        foreach (var need in settings.OwnStores)
        {
            new RedisStore(StoreConnection.OwnHost, new()
            {
                Need = need,
                Password = args.Secrets.Value(GeneratedSecrets.CachePassword),
                Clients = [.. services.Select(service => service.Name)],
                Namespace = systemNamespace,
                Labels = labels,
                Provider = args.Cluster.Provider,
                Protect = settings.IsProduction,
            }, child);
        }

        var migrations = system.Migrations.Select(Migrate).ToImmutableArray();
        foreach (var service in services)
        {
            Run(service, migrations);
        }

        var edge = new EdgeIngress("edge", new()
        {
            System = system,
            Host = settings.PublicHost,
            Namespace = systemNamespace,
            Labels = labels,
            Controllers = controllers,
            Provider = args.Cluster.Provider,
        }, child);

        Url = edge.Url;
        Address = controllers.Address;
        RegisterOutputs(new Dictionary<string, object?> { ["url"] = Url, ["address"] = Address });
    }

    /// <summary>Address of the system.</summary>
    public Output<string> Url { get; }

    /// <summary>Public IPv4 address.</summary>
    public Output<string> Address { get; }

    private Resource Migrate(Migration migration) => new MigrationJob(migration.Service, new()
    {
        Migration = migration,
        Image = args.Registry.Image(migration.Image),
        Environment = args.Environment.OfMigration(),
        SecretsAsFiles = args.Settings.System.SecretsAsFiles,
        Flows = ToData(new()),
        Namespace = systemNamespace,
        Labels = labels,
        Provider = args.Cluster.Provider,
    }, child).Job;

    private void Run(Service service, ImmutableArray<Resource> migrations) => new Workload(service.Name, new()
    {
        Service = service,
        Image = args.Registry.Image(service.Image),
        Environment = args.Environment.Of(service),
        SecretsAsFiles = args.Settings.System.SecretsAsFiles,
        Flows = FlowsOf(service),
        Namespace = systemNamespace,
        Labels = labels,
        Provider = args.Cluster.Provider,
        After = migrations,
    }, child);

    private NetworkFlows FlowsOf(Service service)
    {
        var flows = ToData(new());
        foreach (var port in args.Settings.System.Edge.Routes.Where(route => route.Service == service.Name).Select(route => route.Port).Distinct())
        {
            flows.FromNamespace(EdgeControllers.IngressNamespace, port);
        }

        if (args.Settings.OwnStores.Any())
        {
            flows.ToPods(labels.Selecting(StoreConnection.OwnHost), StoreConnection.OwnPort);
        }

        return flows;
    }

    /// <summary>What every program of the system may reach: its database on the private network, and object storage and other APIs by HTTPS.</summary>
    private NetworkFlows ToData(NetworkFlows flows)
    {
        if (args.Settings.System.Needs<Postgres>().Any() || args.Settings.Cache.Managed)
        {
            flows.ToNetwork(args.Network.IpRange, DatabasePorts);
        }

        return flows.ToInternet();
    }
}
