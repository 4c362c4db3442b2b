using static Infra.Costs.PriceStatus;

namespace Infra.Costs.Prices;

/// <summary>Managed PostgreSQL and Valkey, each server of a cluster. A standby costs as much as the primary.</summary>
internal static class DigitalOceanDatabases
{
    private const string List = "digitalocean.com/pricing/managed-databases, in public copies";

    public static ImmutableArray<Price> All { get; } =
    [
        Server("pg", "db-s-1vcpu-1gb", 15.15m, "2026-10"),
        Server("pg", "db-s-1vcpu-2gb", 30.45m, "2026-10"),
        Server("pg", "db-s-2vcpu-4gb", 60.90m, "2026-09-29"),
        Server("pg", "db-s-4vcpu-8gb", 122.10m, "2026-08-30"),
        Server("pg", "db-s-6vcpu-16gb", 244.35m, "2026-08-30"),
        Server("valkey", "db-s-1vcpu-1gb", 15, "2026-05-01"),
        Server("valkey", "db-s-1vcpu-2gb", 30, "2026"),
        Server("valkey", "db-s-2vcpu-4gb", 60, "2026"),
        Server("valkey", "db-s-4vcpu-8gb", 120, "2026"),
        Server("valkey", "db-s-6vcpu-16gb", 240, "2026"),
        new("do-database-storage", 0.215m, "GiB month", List, "2026-08-30", ThirdParty),
    ];

    /// <summary>GiB of storage that the price of a PostgreSQL server includes, by size. Same source as the prices.</summary>
    public static ImmutableDictionary<string, int> IncludedStorage { get; } = ImmutableDictionary<string, int>.Empty
        .Add("db-s-1vcpu-1gb", 10)
        .Add("db-s-1vcpu-2gb", 30)
        .Add("db-s-2vcpu-4gb", 60)
        .Add("db-s-4vcpu-8gb", 140)
        .Add("db-s-6vcpu-16gb", 290);

    private static Price Server(string engine, string size, decimal amount, string date) => new($"do-{engine}:{size}", amount, "server month", List, date, ThirdParty);
}
