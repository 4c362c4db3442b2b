using static Infra.Systems.EnvironmentValue;
using static Infra.Systems.EnvironmentVariable;
using static Infra.Systems.Memory;

namespace Infra.Systems;

/// <summary>Intelligent document search: API and queue workers from one image (DS rows).</summary>
public sealed class DocumentSearch : ISystem
{
    private const string Image = "document-search";
    private const int User = 1654; // the user of the .NET chiseled images

    /// <inheritdoc/>
    public static SystemDefinition Define() => new()
    {
        Name = "document-search",
        Description = "Intelligent document search: API and queue workers, PostgreSQL with pgvector, Redis, S3",

        HasSource = true,

        Services =
        [
            new()
            {
                Name = "api",
                Description = "HTTP API and search page",
                Image = Image,
                Arguments = ["api"],
                HealthCommand = ["dotnet", "/program/document-search.dll", "healthcheck", "--url", "{url}"],
                Ports = [new("http", 8000)],
                Metrics = [new("/metrics", 8000, TimeSpan.FromSeconds(15))],
                Probes = [Probe.Startup("/health", 8000), Probe.Liveness("/health", 8000), Probe.Readiness("/ready", 8000)],
                OnHost = new() { Replicas = 1, Resources = new(MiB(512), GiB(1), Cpu.Cores(0.25), Cpu.Cores(1)) },
                OnKubernetes = new()
                {
                    Replicas = 3,
                    ReplicasInDevelopment = 1,
                    Resources = new(MiB(512), GiB(1), Cpu.Cores(0.25), Cpu.Cores(0.5)),
                    Autoscaling = new(Minimum: 3, Maximum: 10),
                },
                UserId = User,
                WritablePaths = [Spool],
                ServesTraffic = true,
            },
            Worker("worker-documents", "Extracts, splits and embeds documents", ["--queues", "document_processing", "--name", "worker-documents"]) with
            {
                OnHost = new() { Replicas = 2, Resources = new(MiB(512), GiB(1), Cpu.Cores(0.25), Cpu.Cores(1)) },
            },
            Worker("worker-cleanup", "Removes what has expired", ["--queues", "cleanup_tasks", "--name", "worker-cleanup"]) with
            {
                OnHost = new() { Replicas = 1, Resources = new(MiB(128), MiB(256), Cpu.Cores(0.05), Cpu.Cores(0.25)) },
            },
            Worker("worker", "Works on every queue", ["--all"]) with
            {
                OnKubernetes = new()
                {
                    Replicas = 4,
                    ReplicasInDevelopment = 1,
                    Resources = new(MiB(256), MiB(512), Cpu.Cores(0.1), Cpu.Cores(0.25)),
                    Autoscaling = new(Minimum: 4, Maximum: 12),
                },
            },
        ],

        Data =
        [
            new Postgres { Database = "document_search", User = "document_search", Extensions = ["vector"], PoolSize = 15 },
            new Redis { Memory = MiB(512), Snapshots = [new(TimeSpan.FromSeconds(900), 1), new(TimeSpan.FromSeconds(300), 10)] },
            new Bucket { Purpose = "uploads", ExpireAfterDays = 7 },
        ],

        Migrations =
        [
            new("migrate", Image, ["migrate"], User, new(MiB(128), MiB(256), Cpu.Cores(0.1), Cpu.Cores(0.5)), TimeSpan.FromMinutes(5)),
        ],

        Environment =
        [
            Variable("ENVIRONMENT", "General", "Name of the environment", new Known(Fact.EnvironmentName)),
            Variable("LOG_LEVEL", "General", "Least level that is logged: DEBUG, INFO, WARNING or ERROR", new ByTier(new("DEBUG", "INFO"))),
            Variable("WORKERS", "General", "Uploads that the API checks, and jobs that a worker handles, at the same time", new Literal("2")),
            Variable("POSTGRES_HOST", "Database", "Host of the database", new Known(Fact.DatabaseHost)),
            Variable("POSTGRES_PORT", "Database", "Port of the database", new Known(Fact.DatabasePort)),
            Variable("POSTGRES_DB", "Database", "Name of the database", new Known(Fact.DatabaseName)),
            Variable("POSTGRES_USER", "Database", "Login", new Known(Fact.DatabaseUser)),
            Variable("POSTGRES_PASSWORD", "Database", "Password of the login", new Known(Fact.DatabasePassword)),
            Variable("POSTGRES_SSL_MODE", "Database", "TLS towards the database: require encrypts always", new Literal("require")),
            Variable("MAX_CONNECTIONS", "Database", "Most connections one instance holds", new Literal("20")),
            Variable("REDIS_DSN", "Redis", "Address of the Redis-compatible store with its password", new Known(Fact.CacheUrl)),
            Variable("S3_BUCKET", "Storage", "Bucket of uploaded files", new Known(Fact.BucketName)),
            Variable("AWS_REGION", "Storage", "Region of the bucket", new Known(Fact.BucketRegion)),
            Variable("AWS_ACCESS_KEY_ID", "Storage", "Access key that may use the bucket", new Known(Fact.BucketAccessKeyId)),
            Variable("AWS_SECRET_ACCESS_KEY", "Storage", "Secret part of the access key", new Known(Fact.BucketSecretAccessKey)),
            Variable("OPENAI_API_KEY", "Embeddings", "Key of the embedding service; without it embeddings are computed locally", new Supplied("openaiApiKey")),
            Variable("JWT_SECRET_KEY", "Security", "Key that signs tokens", new Generated(64)) with { ReadBy = ["api"] },
            Variable("JWT_ALGORITHM", "Security", "Algorithm that signs tokens", new Literal("HS256")) with { ReadBy = ["api"] },
            Variable("JWT_EXPIRATION_MINUTES", "Security", "Minutes after which a token expires", new Literal("30")) with { ReadBy = ["api"] },
            Variable("CORS_ORIGINS", "Security", "Origins that may call the API from a browser", new Known(Fact.CorsOrigins)) with { ReadBy = ["api"] },
            Variable("ALLOWED_HOSTS", "Security", "Host names that are answered", new Known(Fact.HostName)) with { ReadBy = ["api"] },
            Variable("TRUSTED_PROXIES", "Security", "Networks whose X-Forwarded-For is believed: only the edge reaches the API, from private addresses",
                new Literal("10.0.0.0/8,172.16.0.0/12,192.168.0.0/16")) with { ReadBy = ["api"] },
            Variable("API_CLIENTS", "Security", "Who may ask for a token, with the hash of a generated secret", new Clients([new("uploader", "writer"), new("searcher", "reader")])) with { ReadBy = ["api"] },
            Variable("MAX_UPLOAD_BYTES", "Limits", "Largest accepted file in bytes", new Literal($"{LargestUpload.Bytes}")),
        ],
        SecretsAsFiles = true,
        Logs = new(MiB(10), 3),

        Edge = new()
        {
            Routes =
            [
                new() { Path = "/", Service = "api", Port = 8000, Limit = new(10, 20) },
                new() { Path = "/api/", Service = "api", Port = 8000, Limit = new(10, 20) },
                new() { Path = "/health", Exact = true, Service = "api", Port = 8000, Limit = RateLimit.None, Health = true },
                new() { Path = "/api/v1/queue/health", Exact = true, Service = "api", Port = 8000, Limit = RateLimit.None, Health = true },
            ],
            Timeouts = new(Connect: TimeSpan.FromSeconds(60), Send: TimeSpan.FromSeconds(60), Read: TimeSpan.FromSeconds(300)),
            KeepaliveIdle = TimeSpan.FromSeconds(60), // Kestrel waits for 130 s (Microsoft, KestrelServerLimits.KeepAliveTimeout).
            MaximumBody = LargestUpload + MiB(5), // The form around the file; what is larger than the file may be gets the API's own answer.
        },

        Objectives = new() { AvailabilityPercent = 99.5, LatencyP95 = TimeSpan.FromMilliseconds(500), ErrorRatePercent = 0.5 },

        Monitoring = DocumentSearchMonitoring.Define(),

        OnHost = new(
            Development: new() { Machine = Small, Database = Smallest, MonthlyBudget = 100 },
            Production: new() { Machine = Small, Database = Smallest, MonthlyBudget = 100 }),
        OnKubernetes = new(
            Development: new() { Machine = Small, MinimumMachines = 2, MaximumMachines = 4, Database = Smallest, MonthlyBudget = 200 },
            Production: new()
            {
                Machine = new(Cpu.Cores(4), GiB(8)),
                MinimumMachines = 3,
                MaximumMachines = 6,
                Database = new(Cpu.Cores(1), GiB(2)),
                DatabaseNodes = 2,
                MonthlyBudget = 500,
            }),
    };

    private static Memory LargestUpload => MiB(20);

    private static Machine Smallest => new(Cpu.Cores(1), GiB(1));

    private static Machine Small => new(Cpu.Cores(2), GiB(4));

    private static Service Worker(string name, string description, ImmutableArray<string> arguments) => new()
    {
        Name = name,
        Description = description,
        Image = Image,
        Arguments = ["worker", .. arguments],
        HealthCommand = ["dotnet", "/program/document-search.dll", "healthcheck", "--url", "{url}"],
        Probes = [Probe.Liveness("/health", 8000), Probe.Readiness("/ready", 8000)],
        Ports = [new("metrics", 8000)],
        Metrics = [new("/metrics", 8000, TimeSpan.FromSeconds(15))],
        UserId = User,
        WritablePaths = [Spool],
    };

    // Uploads are spooled: as many at once as WORKERS and two more.
    private static WritablePath Spool => new("/tmp", MiB(4 * LargestUpload.WholeMiB));
}
