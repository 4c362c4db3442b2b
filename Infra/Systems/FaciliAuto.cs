using static Infra.Systems.EnvironmentValue;
using static Infra.Systems.EnvironmentVariable;
using static Infra.Systems.Memory;

namespace Infra.Systems;

/// <summary>Car recommendations: one API with a cache, run by its service level objectives (FA rows).</summary>
public sealed class FaciliAuto : ISystem
{
    /// <inheritdoc/>
    public static SystemDefinition Define() => new()
    {
        Name = "faciliauto",
        Description = "Car recommendations: API with four workers a container, Redis cache",

        Services =
        [
            new()
            {
                Name = "api",
                Description = "Recommendation API",
                Image = "faciliauto",
                HealthCommand = Python.AsksForHealth,
                Ports = [new("http", 8000)],
                Metrics = [new("/metrics", 8000, TimeSpan.FromSeconds(30))],
                Probes = [Probe.Startup("/health", 8000), Probe.Liveness("/health", 8000), Probe.Readiness("/health", 8000)],
                OnHost = new() { Replicas = 2, ReplicasInDevelopment = 1, Resources = new(MiB(512), GiB(2), Cpu.Cores(0.5), Cpu.Cores(1)) },
                OnKubernetes = new()
                {
                    Replicas = 2,
                    Resources = new(MiB(1024), GiB(2), Cpu.Cores(0.5), Cpu.Cores(1)),
                    Autoscaling = new(Minimum: 2, Maximum: 10, CpuPercent: 70, MemoryPercent: 80),
                },
                UserId = 1000,
                ServesTraffic = true,
            },
        ],

        Data =
        [
            // A pure cache: what is lost is computed again, so nothing is written to disk and the oldest gives way.
            new Redis { Memory = MiB(512), AppendOnly = false, Eviction = Eviction.LeastRecentlyUsed, Volume = GiB(2) },
        ],

        Environment =
        [
            .. Group("General", "",
                ("ENVIRONMENT", "Name of the environment", new Known(Fact.EnvironmentName)),
                ("WORKERS", "Processes that serve requests", new Literal("4")),
                ("LOG_LEVEL", "Least level that is logged, to standard output", new ByTier(new("DEBUG", "INFO")))),
            .. Group("Cache", "",
                ("REDIS_URL", "Address of the Redis-compatible store with its password", new Known(Fact.CacheUrl)),
                ("CACHE_TTL_SECONDS", "Seconds for which a recommendation is kept", new Literal("3600"))),
            .. Group("Security", "",
                ("CORS_ORIGINS", "Origins that may call the API from a browser", new Known(Fact.CorsOrigins)),
                ("ALLOWED_HOSTS", "Host names that are answered", new Known(Fact.HostName))),
            .. Group("Monitoring", "grafana",
                ("GRAFANA_ADMIN_PASSWORD", "Password of Grafana's administrator", new Generated(48))),
        ],

        Edge = new()
        {
            Routes =
            [
                new() { Path = "/", Service = "api", Port = 8000, Limit = new(10, 10) },
                new() { Path = "/stats", Service = "api", Port = 8000, Limit = new(10, 20) },
                new() { Path = "/recommend", Service = "api", Port = 8000, Limit = new(2, 5) },
                new() { Path = "/health", Exact = true, Service = "api", Port = 8000, Limit = RateLimit.None, Health = true },
            ],
            AnswersCors = true,
        },

        Objectives = new()
        {
            AvailabilityPercent = 99.5,
            LatencyP95 = TimeSpan.FromMilliseconds(500),
            ErrorRatePercent = 0.5,
            RequestsPerSecondPerInstance = 100,
            CacheHitPercent = 80,
        },

        Monitoring = FaciliAutoMonitoring.Define(),

        OnHost = new(
            Development: new() { Machine = Small, Database = Small, MonthlyBudget = 60 },
            Production: new() { Machine = Medium, Database = Small, MonthlyBudget = 100 }),
        OnKubernetes = new(
            Development: new() { Machine = Small, MinimumMachines = 2, MaximumMachines = 4, Database = Small, MonthlyBudget = 200 },
            Production: new() { Machine = Medium, MinimumMachines = 3, MaximumMachines = 6, Database = Small, MonthlyBudget = 450 }),
    };

    private static Machine Small => new(Cpu.Cores(2), GiB(4));

    private static Machine Medium => new(Cpu.Cores(4), GiB(8));
}
