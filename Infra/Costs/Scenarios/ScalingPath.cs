using Infra.Settings;
using static Infra.Settings.ConfigurationValue;

namespace Infra.Costs.Scenarios;

/// <summary>A step on the way to more users: what to write into the stack file, and why that is enough.</summary>
/// <param name="Users">For how many, in words.</param>
/// <param name="Number">For how many.</param>
/// <param name="Why">What is larger than in the step before, in sentences.</param>
/// <param name="Settings">Lines of the stack file that differ from their defaults.</param>
public sealed record ScalingStep(string Users, int Number, string Why, ImmutableArray<(string Key, ConfigurationValue Value)> Settings)
{
    /// <summary>Requests that reach the API in the busiest second.</summary>
    public int RequestsPerSecond => (int)Math.Ceiling(Number * ScalingPath.RequestsPerUserAndDay * ScalingPath.PeakFactor / (double)TimeSpan.FromDays(1).TotalSeconds);
}

/// <summary>Web-platform from its first users to ten million. The number of back ends follows from the promise of 1,000 requests a second each (WP-05).</summary>
public static class ScalingPath
{
    /// <summary>API requests that a user makes in a day: an assumption, to be replaced by a measured number.</summary>
    public const int RequestsPerUserAndDay = 30;

    /// <summary>How many times the mean the busiest second has: an assumption as well.</summary>
    public const int PeakFactor = 5;

    /// <summary>The steps, smallest first.</summary>
    public static ImmutableArray<ScalingStep> Steps { get; } =
    [
        new("1 user", 1, "One server, one instance of each service, the smallest database. Nothing is protected, nothing is lost when it is thrown away.",
        [
            Line(SettingsCatalogue.System, "web-platform"), Line(SettingsCatalogue.Topology, "droplet"), Line(SettingsCatalogue.Tier, "development"),
        ]),
        new("100,000 users", 100_000, "A larger server with three back ends and four front ends, a database with a standby and a read replica. One server is one fault away from an outage: go on when that costs more than the next step.",
        [
            Line(SettingsCatalogue.System, "web-platform"), Line(SettingsCatalogue.Topology, "droplet"), Line(SettingsCatalogue.Tier, "production"),
        ]),
        new("1 million users", 1_000_000, "A cluster: nodes and instances come and go with the load, and a lost node is nobody's outage. This is what the system's definition asks for by itself.",
        [
            Line(SettingsCatalogue.System, "web-platform"), Line(SettingsCatalogue.Topology, "kubernetes"), Line(SettingsCatalogue.Tier, "production"),
        ]),
        new("10 million users", 10_000_000, "Twenty back ends: eighteen for the busiest second, two that may be missing. Larger nodes waste less on what every node runs. The store is the provider's and larger, the database the largest size with two standbys and three read replicas; "
            + "when its primary is the limit in the load test, split what is written by tenant before you look for a larger machine.",
        [
            Line(SettingsCatalogue.System, "web-platform"), Line(SettingsCatalogue.Topology, "kubernetes"), Line(SettingsCatalogue.Tier, "production"),
            Line(SettingsCatalogue.NodeSize, "s-8vcpu-16gb"), Line(SettingsCatalogue.NodesMin, "8"), Line(SettingsCatalogue.NodesMax, "12"),
            (SettingsCatalogue.Replicas.Key, new Map([new("backend", new Text("20")), new("frontend", new Text("20"))])),
            Line(SettingsCatalogue.DatabaseSize, "db-s-6vcpu-16gb"), Line(SettingsCatalogue.DatabaseNodes, "3"), Line(SettingsCatalogue.DatabaseReplicas, "3"),
            Line(SettingsCatalogue.ManagedCache, "true"), Line(SettingsCatalogue.CacheSize, "db-s-4vcpu-8gb"),
            Line(SettingsCatalogue.RegistryTier, "professional"), Line(SettingsCatalogue.MonthlyBudget, "4000"),
        ]),
    ];

    private static (string Key, ConfigurationValue Value) Line(Setting setting, string value) => (setting.Key, new Text(value));
}
