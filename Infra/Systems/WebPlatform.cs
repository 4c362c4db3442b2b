using static Infra.Systems.Memory;

namespace Infra.Systems;

/// <summary>A web platform for a million users: Next.js in front, NestJS behind (WP rows).</summary>
public sealed partial class WebPlatform : ISystem
{
    private const int User = 1000; // the user "node" of the Node.js images
    private const string Frontend = "frontend";
    private const string Backend = "backend";

    /// <inheritdoc/>
    public static SystemDefinition Define() => new()
    {
        Name = "web-platform",
        Description = "Web platform: Next.js front end, NestJS back end, PostgreSQL with read replica, Redis, CDN",

        Services =
        [
            Service(Backend, "NestJS API", "/api/health", 3001) with
            {
                OnHost = new() { Replicas = 3, ReplicasInDevelopment = 1, Resources = new(GiB(1), GiB(2), Cpu.Cores(0.5), Cpu.Cores(2)) },
                OnKubernetes = new()
                {
                    Replicas = 3,
                    ReplicasInDevelopment = 1,
                    Resources = new(GiB(1), GiB(2), Cpu.Cores(0.5), Cpu.Cores(2)),
                    Autoscaling = new(Minimum: 3, Maximum: 10),
                },
            },
            Service(Frontend, "Next.js pages", "/health", 3000) with
            {
                OnHost = new() { Replicas = 4, ReplicasInDevelopment = 1, Resources = new(MiB(512), GiB(1), Cpu.Cores(0.25), Cpu.Cores(1)) },
                OnKubernetes = new()
                {
                    Replicas = 4,
                    ReplicasInDevelopment = 1,
                    Resources = new(MiB(512), GiB(1), Cpu.Cores(0.25), Cpu.Cores(1)),
                    Autoscaling = new(Minimum: 4, Maximum: 15),
                },
                Calls = [$"{Backend}:3001"], // pages are rendered on the server
                WritablePaths = [new("/tmp", MiB(64)), new("/app/.next/cache", MiB(512))],
            },
        ],

        Data =
        [
            // 50 connections for each of three back ends; the 500 that clients may open are PgBouncer's to accept.
            Database(pool: 150, connections: 500, shared: "1GB", cache: "3GB", workers: 8) with { ReadReplicas = 1, OnlyIn = [Tier.Production] },
            Database(pool: 18, connections: 200, shared: "256MB", cache: "768MB", workers: 2) with { OnlyIn = [Tier.Development] },
            new Redis { Memory = MiB(1536), Snapshots = [new(TimeSpan.FromSeconds(900), 1), new(TimeSpan.FromSeconds(300), 10)], OnlyIn = [Tier.Production] },
            new Redis { Memory = MiB(512), AppendOnly = false, Eviction = Eviction.LeastRecentlyUsed, OnlyIn = [Tier.Development] },
            new Bucket { Purpose = "uploads", ExpireAfterDays = 0 },
            new StaticFiles { Label = "static", KeptFor = TimeSpan.FromHours(24) },
        ],

        Migrations =
        [
            new("migrate", "web-platform-backend", ["npm", "run", "migration:run"], User, new(MiB(256), MiB(512), Cpu.Cores(0.25), Cpu.Cores(1)), TimeSpan.FromMinutes(10)),
        ],

        Environment = Variables,

        Edge = new()
        {
            Routes =
            [
                Page("/", new(10, 20)) with { Cache = Static },
                Page("/_next/static/", Files) with { Cache = Static },
                Page("/_next/image", Files) with { Cache = Static },
                Page("/images/", Files) with { Cache = Static },
                Page("/fonts/", Files) with { Cache = Static },
                Page("/health", RateLimit.None) with { Exact = true, Health = true },
                new()
                {
                    Path = "/api/",
                    Service = Backend,
                    Port = 3001,
                    Limit = new(20, 40),
                    Cache = new() { Name = "api", Keys = MiB(10), Maximum = GiB(1), KeepFor = TimeSpan.FromMinutes(60) },
                },
                new() { Path = "/api/health", Exact = true, Service = Backend, Port = 3001, Limit = RateLimit.None, Health = true },
            ],
            StaticFiles =
            [
                new() { Prefix = "/_next/static/", KeepFor = TimeSpan.FromDays(365), Immutable = true },
                new() { Extensions = ["avif", "gif", "ico", "jpg", "jpeg", "png", "svg", "webp", "woff", "woff2"], KeepFor = TimeSpan.FromDays(30) },
                new() { Extensions = ["css", "js", "json", "map", "txt", "webmanifest"], KeepFor = TimeSpan.FromDays(7) },
            ],
            MaximumBody = MiB(25),
            PagePolicy = PagePolicy,
            Keepalive = 64,
            WorkerConnections = 4096,
        },

        Objectives = new()
        {
            AvailabilityPercent = 99.9,
            LatencyP95 = TimeSpan.FromMilliseconds(100),
            ErrorRatePercent = 0.1,
            RequestsPerSecondPerInstance = 1000,
            CacheHitPercent = 70,
            DatabaseLatencyP95 = TimeSpan.FromMilliseconds(10),
        },
        Logs = new(MiB(100), 10),

        Monitoring = WebPlatformMonitoring.Define(),

        OnHost = new(
            Development: new() { Machine = Medium, Database = Smallest, MonthlyBudget = 120 },
            Production: new() { Machine = new(Cpu.Cores(8), GiB(16)), Database = Medium, DatabaseNodes = 2, MonthlyBudget = 600 }),
        OnKubernetes = new(
            Development: new() { Machine = Medium, MinimumMachines = 2, MaximumMachines = 3, Database = Smallest, MonthlyBudget = 250 },
            Production: new() { Machine = Medium, MinimumMachines = 4, MaximumMachines = 8, Database = Medium, DatabaseNodes = 2, MonthlyBudget = 1000 }),
    };

    /// <summary>For pages whose front end sends no policy of its own. Next.js then writes inline scripts into pages, whose content nobody knows before.
    /// Source: Next.js, Content Security Policy, "Without Nonces". With nonces (its middleware) the front end's policy holds instead of this.</summary>
    private static string PagePolicy => string.Join("; ",
        $"default-src 'self' {Edge.FileOrigins}",
        $"script-src 'self' 'unsafe-inline' {Edge.FileOrigins}",
        $"style-src 'self' 'unsafe-inline' {Edge.FileOrigins}",
        $"img-src 'self' data: blob: {Edge.FileOrigins}",
        $"font-src 'self' data: {Edge.FileOrigins}",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        "form-action 'self'");

    private static EdgeCache Static => new() { Name = "static", Keys = MiB(10), Maximum = GiB(5), KeepFor = TimeSpan.FromHours(24), StaticFilesOnly = true };

    /// <summary>One page asks for dozens of files at once; most of them come from a cache.</summary>
    private static RateLimit Files => new(100, 200);

    private static Machine Smallest => new(Cpu.Cores(1), GiB(1));

    private static Machine Medium => new(Cpu.Cores(4), GiB(8));

    private static Service Service(string name, string description, string health, int port) => new()
    {
        Name = name,
        Description = description,
        Image = $"web-platform-{name}",
        Ports = [new("http", port)],
        Metrics = [new("/metrics", port, TimeSpan.FromSeconds(15))],
        Probes = [Probe.Startup(health, port), Probe.Liveness(health, port), Probe.Readiness(health, port)],
        UserId = User,
        ServesTraffic = true,
    };

    private static Route Page(string path, RateLimit limit) => new() { Path = path, Service = Frontend, Port = 3000, Limit = limit };

    private static Postgres Database(int pool, int connections, string shared, string cache, int workers) => new()
    {
        Database = "platform",
        User = "platform",
        PoolSize = pool,
        Parameters = ImmutableDictionary.CreateRange<string, string>(
        [
            new("max_connections", $"{connections}"),
            new("shared_buffers", shared),
            new("effective_cache_size", cache),
            new("max_parallel_workers", $"{workers}"),
        ]),
    };
}
