using Infra.Components.Cloud;
using Infra.Systems;
using Pulumi;

namespace Infra.Components.Kubernetes;

/// <summary>Programs that tell about the database and the store in Prometheus' format, described like services of the system.</summary>
internal static class Exporters
{
    private static readonly Resources Small = new(Memory.MiB(32), Memory.MiB(128), Cpu.Cores(0.02), Cpu.Cores(0.2));

    /// <summary>Reads the metrics of a Redis-compatible store.</summary>
    public static Service Store { get; } = Exporter("redis-exporter", "Metrics of the Redis-compatible store", 9121, "/health", 59000);

    /// <summary>Image of <see cref="Store"/>.</summary>
    public const string StoreImage = "oliver006/redis_exporter:v1.92.1";

    /// <summary>Reads the metrics of a database; every 30 seconds, for it asks the database itself (VI-03).</summary>
    public static Service Database { get; } = Exporter("postgres-exporter", "Metrics of the database", 9187, "/", 65534) with
    {
        Metrics = [new("/metrics", 9187, TimeSpan.FromSeconds(30))],
    };

    /// <summary>Image of <see cref="Database"/>.</summary>
    public const string DatabaseImage = "prometheuscommunity/postgres-exporter:v0.20.1";

    /// <summary>Environment of <see cref="Store"/>.</summary>
    public static ImmutableArray<ResolvedVariable> EnvironmentOf(StoreConnection store) =>
    [
        Variable("REDIS_ADDR", false, Output.Format($"{(store.Encrypted ? "rediss" : "redis")}://{store.Host}:{store.Port}")),
        Variable("REDIS_USER", false, store.User),
        Variable("REDIS_PASSWORD", true, store.Password),
    ];

    /// <summary>Environment of <see cref="Database"/>.</summary>
    public static ImmutableArray<ResolvedVariable> EnvironmentOf(DatabaseConnection database) =>
    [
        Variable("DATA_SOURCE_URI", false, Output.Format($"{database.Host}:{database.Port}/{database.Database}?sslmode=require")),
        Variable("DATA_SOURCE_USER", false, database.User),
        Variable("DATA_SOURCE_PASS", true, database.Password),
    ];

    private static Service Exporter(string name, string description, int port, string health, int user) => new()
    {
        Name = name,
        Description = description,
        Image = name,
        Ports = [new("metrics", port)],
        Metrics = [new("/metrics", port, TimeSpan.FromSeconds(30))],
        Probes = [Probe.Liveness(health, port), Probe.Readiness(health, port)],
        OnKubernetes = new() { Replicas = 1, Resources = Small },
        UserId = user,
    };

    private static ResolvedVariable Variable(string name, bool secret, Output<string> value) => new(
        EnvironmentVariable.Variable(name, "Exporter", name, secret ? new EnvironmentValue.Known(Fact.CachePassword) : new EnvironmentValue.Literal("")), value);
}
