namespace Infra.Systems;

/// <summary>A program that runs once before a new version takes traffic, and has to succeed.</summary>
/// <param name="Service">Name under which it appears.</param>
/// <param name="Image">Repository of the image; the tag is that of the version to come.</param>
/// <param name="Arguments">Arguments after the image's entry point.</param>
/// <param name="UserId">User and group id of the process; never 0.</param>
/// <param name="Resources">Memory and processor time.</param>
/// <param name="Timeout">Time after which it counts as failed.</param>
public sealed record Migration(
    string Service, string Image, ImmutableArray<string> Arguments, int UserId, Resources Resources, TimeSpan Timeout);

/// <summary>One web system: what runs, what it needs, what it promises. It names no cloud and no topology's details.</summary>
public sealed record SystemDefinition
{
    /// <summary>Unique name, a DNS label of at most 30 characters; the value of the setting <c>infra:system</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence for plans and documentation.</summary>
    public required string Description { get; init; }

    /// <summary>The programs.</summary>
    public required ImmutableArray<Service> Services { get; init; }

    /// <summary>Whether the source of its images is in this repository, so that a deployment can build them.</summary>
    public bool HasSource { get; init; }

    /// <summary>What keeps its data.</summary>
    public required ImmutableArray<DataStore> Data { get; init; }

    /// <summary>The catalogue of environment variables.</summary>
    public required ImmutableArray<EnvironmentVariable> Environment { get; init; }

    /// <summary>Programs that run before a new version takes traffic, in this order.</summary>
    public ImmutableArray<Migration> Migrations { get; init; } = [];

    /// <summary>What stands between the system and the internet.</summary>
    public required Edge Edge { get; init; }

    /// <summary>What it promises.</summary>
    public required Objectives Objectives { get; init; }

    /// <summary>How it is watched.</summary>
    public Monitoring Monitoring { get; init; } = new();

    /// <summary>When and how long its data is copied away.</summary>
    public BackupPlan Backup { get; init; } = new();

    /// <summary>Machines of the system on one server with Docker Compose.</summary>
    public required PerTier<Sizing> OnHost { get; init; }

    /// <summary>Machines of the system on Kubernetes.</summary>
    public required PerTier<Sizing> OnKubernetes { get; init; }

    /// <summary>How much of each container's log stays on a server.</summary>
    public LogRotation Logs { get; init; } = new(Memory.MiB(10), 3);

    /// <summary>Whether secrets reach the services as files named by <c>NAME_FILE</c>; otherwise by reference in the environment.</summary>
    public bool SecretsAsFiles { get; init; }

    /// <summary>The system as it is in a tier: without what only the other tier has.</summary>
    public SystemDefinition For(Tier tier) => this with
    {
        Data = [.. Data.Where(store => store.OnlyIn.IsEmpty || store.OnlyIn.Contains(tier))],
        Services = [.. Services.Select(service => service.For(tier))],
    };

    /// <summary>The machines of a topology, in both tiers.</summary>
    public PerTier<Sizing> SizingIn(Topology topology) => topology == Topology.Droplet ? OnHost : OnKubernetes;

    /// <summary>Who may ask the system for tokens.</summary>
    public IEnumerable<ApiClient> Clients => Environment.Select(variable => variable.Value).OfType<EnvironmentValue.Clients>().SelectMany(clients => clients.Items);

    /// <summary>Paths that only the platform asks, without their queries: probes, pages of metrics, health routes of the edge and what the edge keeps to itself.
    /// Requests to them are nobody's who could be hurt.</summary>
    public IEnumerable<string> PlatformPaths =>
        Services.SelectMany(service => service.Probes).SelectMany(probe => probe.Asked).Select(asked => asked.Path.Split('?')[0])
            .Concat(Services.SelectMany(service => service.Metrics).Select(page => page.Path))
            .Concat(Edge.Routes.Where(route => route.Health).Select(route => route.Path))
            .Concat(Edge.NotPublic)
            .Distinct()
            .Order(StringComparer.Ordinal);

    /// <summary>Health routes of the edge that tell whether users are served.</summary>
    public IEnumerable<Route> UserHealth => Edge.Routes.Where(route => route.Health && !route.Background);

    /// <summary>Health routes of the edge that tell about work in the background.</summary>
    public IEnumerable<Route> BackgroundHealth => Edge.Routes.Where(route => route.Health && route.Background);

    /// <summary>Whether it keeps data that have to be copied away: a database, or a store that writes to disk.</summary>
    public bool KeepsData => Needs<Postgres>().Any() || Needs<Redis>().Any(store => store.IsKept);

    /// <summary>Whether a service connects to the database: it is told where that is.</summary>
    public bool UsesDatabase(Service service) => Needs<Postgres>().Any() && IsTold(service, Facts.IsOfDatabase);

    /// <summary>Whether a service connects to the Redis-compatible store: it is told where that is.</summary>
    public bool UsesCache(Service service) => Needs<Redis>().Any() && IsTold(service, Facts.IsOfCache);

    /// <summary>The data stores of one kind.</summary>
    /// <typeparam name="T">Kind of store.</typeparam>
    public IEnumerable<T> Needs<T>()
        where T : DataStore => Data.OfType<T>();

    /// <summary>Services that call a service, and the port on which they do.</summary>
    public IEnumerable<(string Service, int Port)> CallsTo(Service called) =>
        from caller in Services from call in caller.Called where call.Service == called.Name select (caller.Name, call.Port);

    /// <summary>The services that run in a topology.</summary>
    public IEnumerable<Service> ServicesIn(Topology topology) => Services.Where(service => service.In(topology).Runs);

    /// <summary>The service of a name.</summary>
    /// <exception cref="KeyNotFoundException">The system has no such service.</exception>
    public Service Service(string name) =>
        Services.FirstOrDefault(service => service.Name == name)
        ?? throw new KeyNotFoundException($"system {Name} has no service '{name}'; it has {string.Join(", ", Services.Select(s => s.Name))}");

    private bool IsTold(Service service, Func<Fact, bool> what) =>
        Environment.Any(variable => variable.IsReadBy(service.Name) && variable.Value is EnvironmentValue.Known(var fact) && what(fact));
}
