using static Infra.Systems.EnvironmentValue;
using static Infra.Systems.EnvironmentVariable;
using static Infra.Systems.Memory;

namespace Infra.Systems;

/// <summary>Cars: an API to create, read, change and delete them, with tokens and migrations (CA rows).</summary>
public sealed class CarApi : ISystem
{
    private const string Image = "car-api";
    private const int User = 1000;

    /// <inheritdoc/>
    public static SystemDefinition Define() => new()
    {
        Name = "car-api",
        Description = "Cars: CRUD API with JWT, PostgreSQL, Redis, migrations",

        Services =
        [
            new()
            {
                Name = "api",
                Description = "CRUD API",
                Image = Image,
                HealthCommand = Python.AsksForHealth,
                Ports = [new("http", 8000) { Published = 80 }],
                Metrics = [new("/metrics", 8000, TimeSpan.FromSeconds(15))],
                Probes =
                [
                    Probe.Liveness("/health_check", 8000) with { InitialDelay = TimeSpan.FromSeconds(30), Period = TimeSpan.FromSeconds(10) },
                    Probe.Readiness("/health_check", 8000) with { InitialDelay = TimeSpan.FromSeconds(5), Period = TimeSpan.FromSeconds(5) },
                ],
                OnHost = new() { Replicas = 1, Resources = new(MiB(128), MiB(512), Cpu.Cores(0.1), Cpu.Cores(0.5)) },
                OnKubernetes = new()
                {
                    Replicas = 3,
                    Resources = new(MiB(128), MiB(512), Cpu.Cores(0.1), Cpu.Cores(0.5)),
                    Autoscaling = new(Minimum: 3, Maximum: 10, CpuPercent: 70, MemoryPercent: 80),
                },
                UserId = User,
                ServesTraffic = true,
            },
        ],

        Data =
        [
            new Postgres { Database = "cars", User = "cars", PoolSize = 15 },
            new Redis { Memory = MiB(256), Snapshots = [new(TimeSpan.FromSeconds(900), 1)] },
            new Bucket { Purpose = "exports", ExpireAfterDays = 30 },
        ],

        Migrations =
        [
            Migration("migrate", ["alembic", "upgrade", "head"]),
            Migration("migrate-verify", ["alembic", "current", "--check-heads"]), // Fails where the database is not at the newest revision.
        ],

        Environment =
        [
            .. Group("General", "",
                ("ENVIRONMENT", "Name of the environment", new Known(Fact.EnvironmentName)),
                ("LOG_LEVEL", "Least level that is logged", new Literal("INFO")),
                ("WORKERS", "Processes that serve requests", new Literal("4")),
                ("SENTRY_DSN", "Where errors are reported; nowhere without it", new Supplied("sentryDsn"))),
            Variable("DATABASE_URL", "Database", "Address of the database with its password, for SQLAlchemy with psycopg", new Known(Fact.DatabaseUrl))
                .As(VariableForm.UrlScheme("postgresql+psycopg")),
            .. Group("Database", "",
                ("MAX_CONNECTIONS", "Most connections that all instances together open to the pool", new Literal("100"))),
            .. Group("Redis", "",
                ("REDIS_URL", "Address of the Redis-compatible store with its password", new Known(Fact.CacheUrl))),
            .. Group("Security", "",
                ("JWT_SECRET_KEY", "Key that signs tokens", new Generated(64)),
                ("JWT_ALGORITHM", "Algorithm that signs tokens", new Literal("HS256")),
                ("JWT_EXPIRATION_MINUTES", "Minutes after which a token expires", new Literal("30"))),
            Variable("CORS_ORIGINS", "Security", "Origins that may call the API from a browser, as a JSON array", new Known(Fact.CorsOrigins)).As(VariableForm.JsonArray),
            Variable("ALLOWED_HOSTS", "Security", "Host names that are answered, as a JSON array", new Known(Fact.HostName)).As(VariableForm.JsonArray),
            .. Group("Storage", "",
                ("S3_BUCKET", "Bucket of exports", new Known(Fact.BucketName)),
                ("AWS_REGION", "Region of the bucket", new Known(Fact.BucketRegion)),
                ("AWS_ACCESS_KEY_ID", "Access key that may use the bucket", new Known(Fact.BucketAccessKeyId)),
                ("AWS_SECRET_ACCESS_KEY", "Secret part of the access key", new Known(Fact.BucketSecretAccessKey))),
        ],

        Edge = new()
        {
            Routes =
            [
                new() { Path = "/", Service = "api", Port = 8000, Limit = new(10, 20) },
                new() { Path = "/api/", Service = "api", Port = 8000, Limit = new(10, 20) },
                new() { Path = "/health_check", Exact = true, Service = "api", Port = 8000, Limit = RateLimit.None, Health = true },
            ],
            Timeouts = new(Connect: TimeSpan.FromSeconds(60), Send: TimeSpan.FromSeconds(60), Read: TimeSpan.FromSeconds(60)),
            MaximumBody = MiB(10),
        },

        Objectives = new() { AvailabilityPercent = 99.5, LatencyP95 = TimeSpan.FromMilliseconds(500), ErrorRatePercent = 0.5 },

        Monitoring = CarApiMonitoring.Define(),

        OnHost = new(
            Development: new() { Machine = new(Cpu.Cores(2), GiB(2)), Database = Smallest, MonthlyBudget = 60 },
            Production: new() { Machine = Small, Database = Smallest, MonthlyBudget = 80 }),
        OnKubernetes = new(
            Development: new() { Machine = Small, MinimumMachines = 2, MaximumMachines = 3, Database = Smallest, MonthlyBudget = 180 },
            Production: new() { Machine = Small, MinimumMachines = 3, MaximumMachines = 6, Database = new(Cpu.Cores(1), GiB(2)), DatabaseNodes = 2, MonthlyBudget = 400 }),
    };

    private static Machine Smallest => new(Cpu.Cores(1), GiB(1));

    private static Machine Small => new(Cpu.Cores(2), GiB(4));

    private static Migration Migration(string name, ImmutableArray<string> arguments) =>
        new(name, Image, arguments, User, new(MiB(128), MiB(256), Cpu.Cores(0.1), Cpu.Cores(0.5)), TimeSpan.FromMinutes(5));
}
