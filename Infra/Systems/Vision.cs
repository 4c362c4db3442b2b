using static Infra.Systems.EnvironmentValue;
using static Infra.Systems.EnvironmentVariable;
using static Infra.Systems.Memory;

namespace Infra.Systems;

/// <summary>Computer vision: API and dashboard that read text from images, with searchable logs (VI rows).</summary>
public sealed class Vision : ISystem
{
    private const int User = 1000;

    /// <inheritdoc/>
    public static SystemDefinition Define() => new()
    {
        Name = "vision",
        Description = "Computer vision: OCR API and dashboard, PostgreSQL, Redis, logs in Elasticsearch",

        Services =
        [
            new()
            {
                Name = "api",
                Description = "HTTP API and, on a port of its own, the dashboard",
                Image = "vision",
                HealthCommand = Python.AsksForHealth,
                Ports = [new("http", 8000), new("dashboard", 8080)],
                Metrics = [new("/metrics", 8000, TimeSpan.FromSeconds(10))],
                Probes =
                [
                    Probe.Startup("/health", 8080) with { Period = TimeSpan.FromSeconds(5) }, // The dashboard is up last.
                    Probe.Liveness("/health", 8000) with { Period = TimeSpan.FromSeconds(30), Timeout = TimeSpan.FromSeconds(10) },
                    Probe.Readiness("/health", 8000) with { Timeout = TimeSpan.FromSeconds(10) },
                ],
                OnHost = new() { Replicas = 1, Resources = new(GiB(1), GiB(2), Cpu.Cores(1), Cpu.Cores(2)) },
                OnKubernetes = new()
                {
                    Replicas = 2,
                    ReplicasInDevelopment = 1,
                    Resources = new(GiB(1), GiB(2), Cpu.Cores(1), Cpu.Cores(2)),
                    Autoscaling = new(Minimum: 2, Maximum: 6),
                },
                WritablePaths = [new("/tmp", MiB(512))], // Images are unpacked here while they are read.
                UserId = User,
                ServesTraffic = true,
            },
        ],

        Data =
        [
            new Postgres { Database = "vision", User = "vision", PoolSize = 15 },
            new Redis { Memory = MiB(512), Snapshots = [new(TimeSpan.FromSeconds(900), 1)] },
            new LogIndex { Heap = GiB(1), Resources = new(GiB(2), GiB(2), Cpu.Cores(0.5), Cpu.Cores(1)), Volume = GiB(30), KeptDays = 14 },
        ],

        Environment =
        [
            .. Group("General", "",
                ("ENVIRONMENT", "development or production", new ByTier(new("development", "production"))),
                ("DEBUG", "Whether errors are shown in full", new ByTier(new("true", "false"))),
                ("API_RELOAD", "Whether the server restarts when a file changes", new ByTier(new("true", "false"))),
                ("LOG_LEVEL", "Least level that is logged", new ByTier(new("DEBUG", "INFO"))),
                ("LOG_FORMAT", "How logs are written; the pipeline reads JSON", new Literal("json"))),
            .. Group("Database", "",
                ("DATABASE_URL", "Address of the database with its password", new Known(Fact.DatabaseUrl)),
                ("POSTGRES_HOST", "Host of the database", new Known(Fact.DatabaseHost)),
                ("POSTGRES_PORT", "Port of the database", new Known(Fact.DatabasePort)),
                ("POSTGRES_DB", "Name of the database", new Known(Fact.DatabaseName)),
                ("POSTGRES_USER", "Login", new Known(Fact.DatabaseUser)),
                ("POSTGRES_PASSWORD", "Password of the login", new Known(Fact.DatabasePassword)),
                ("POSTGRES_SSLMODE", "TLS towards the database", new Literal("require"))),
            .. Group("Redis", "",
                ("REDIS_URL", "Address of the Redis-compatible store with its password", new Known(Fact.CacheUrl)),
                ("REDIS_HOST", "Host of the store", new Known(Fact.CacheHost)),
                ("REDIS_PORT", "Port of the store", new Known(Fact.CachePort)),
                ("REDIS_PASSWORD", "Password of the store", new Known(Fact.CachePassword))),
            .. Group("Security", "",
                ("SECRET_KEY", "Key that signs tokens and sessions", new Generated(64)),
                ("ENABLE_HTTPS", "Whether cookies and links are for HTTPS only", new ByTier(new("false", "true"))),
                ("CORS_ORIGINS", "Origins that may call the API from a browser", new Known(Fact.CorsOrigins)),
                ("ALLOWED_HOSTS", "Host names that are answered", new Known(Fact.HostName))),
            .. Group("Monitoring", "grafana",
                ("GRAFANA_ADMIN_PASSWORD", "Password of Grafana's administrator", new Generated(48))),
        ],

        Edge = new()
        {
            Routes =
            [
                new() { Path = "/", Service = "api", Port = 8080, Limit = new(10, 20) },
                new() { Path = "/api/", StripsPrefix = true, Service = "api", Port = 8000, Limit = new(10, 20) },
                new() { Path = "/health", Exact = true, Service = "api", Port = 8000, Limit = RateLimit.None, Health = true },
            ],
            Timeouts = new(Connect: TimeSpan.FromSeconds(60), Send: TimeSpan.FromSeconds(60), Read: TimeSpan.FromSeconds(120)),
            MaximumBody = MiB(20),
            Keepalive = 32,
        },

        Objectives = new() { AvailabilityPercent = 99.5, LatencyP95 = TimeSpan.FromSeconds(2), ErrorRatePercent = 1 },

        Monitoring = VisionMonitoring.Define(),

        OnHost = new(
            Development: new() { Machine = new(Cpu.Cores(4), GiB(8)), Database = Smallest, MonthlyBudget = 120 },
            Production: new() { Machine = new(Cpu.Cores(8), GiB(16)), Database = Small, MonthlyBudget = 250 }),
        OnKubernetes = new(
            Development: new() { Machine = new(Cpu.Cores(4), GiB(8)), MinimumMachines = 2, MaximumMachines = 3, Database = Smallest, MonthlyBudget = 250 },
            Production: new()
            {
                Machine = new(Cpu.Cores(4), GiB(8)),
                MinimumMachines = 4,
                MaximumMachines = 8,
                Database = Small,
                DatabaseNodes = 2,
                MonthlyBudget = 700,
            }),
    };

    private static Machine Smallest => new(Cpu.Cores(1), GiB(1));

    private static Machine Small => new(Cpu.Cores(1), GiB(2));
}
