namespace Infra.Systems;

/// <summary>A page of graphs.</summary>
public enum Dashboard
{
    /// <summary>Is everything all right?</summary>
    Overview,

    /// <summary>How fast, how many, how many fail.</summary>
    Performance,

    /// <summary>What the services take.</summary>
    Resources,

    /// <summary>What the services do: cache, queries, queues, logins.</summary>
    Application,

    /// <summary>Machines, database, store, edge.</summary>
    Infrastructure,

    /// <summary>How the business goes.</summary>
    Business,

    /// <summary>What fires, and what fired.</summary>
    Alerts,

    /// <summary>Objectives and what is left of their error budgets.</summary>
    Objectives,
}

/// <summary>How a system is watched.</summary>
public sealed record Monitoring
{
    /// <summary>Time between two looks at what is no service of the system.</summary>
    public TimeSpan ScrapeInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Time between two evaluations of the rules.</summary>
    public TimeSpan EvaluationInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Time between two looks at the database and the Redis-compatible store (VI-03).</summary>
    public TimeSpan StoreInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What the services tell on their pages of metrics (<see cref="Service.Metrics"/>).</summary>
    public ImmutableArray<MetricsSource> Sources { get; init; } = [];

    /// <summary>What the system wants to be told about, besides what the platform watches everywhere.</summary>
    public ImmutableArray<Alert> Alerts { get; init; } = [];

    /// <summary>Failed or slow requests of users below which nobody is told about a share: one of fourteen at night is no outage.</summary>
    public int LeastBadRequests { get; init; } = 5;

    /// <summary>Requests of users a minute below which a page does not go by an error budget: with few of them a share says little, and
    /// the rate of errors tells of an outage.</summary>
    public double LeastRequestsPerMinute { get; init; } = 1;

    /// <summary>Numbers that tell how the business goes.</summary>
    public ImmutableArray<Measure> Measures { get; init; } = [];

    /// <summary>Pages of graphs; those with nothing to show are left out.</summary>
    public ImmutableArray<Dashboard> Dashboards { get; init; } = [.. Enum.GetValues<Dashboard>()];

    /// <summary>How long metrics are kept: longer than the 30 days over which objectives are promised.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(35);

    /// <summary>The sources that have a metric.</summary>
    public IEnumerable<MetricsSource> SourcesOf(Metric metric) => Sources.Where(source => source.Has(metric));
}
