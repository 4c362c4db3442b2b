using Infra.Facts.Reach;
using Infra.Files.Observability.Prometheus;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Policies;

/// <summary>Who has to reach whom, as a system's definition says: its services, what they need, its edge, what watches it. It is put
/// together of what each program connects to and of whom each lets in, and of nothing that a plan says.</summary>
internal static class DeclaredReach
{
    /// <summary>The matrix that a plan has to have.</summary>
    /// <param name="settings">The stack, with its system.</param>
    public static ImmutableArray<Connection> Of(StackSettings settings) => Connection.Joined(
        settings.Topology == Topology.Kubernetes ? [.. DeclaredCluster.Of(settings), .. OfStores(settings, "cluster")]
            : [.. DeclaredServer.Of(settings), .. OfStores(settings, PlanReach.Server)]);

    /// <summary>Names of the stores that the provider runs.</summary>
    /// <param name="settings">The stack.</param>
    public static ImmutableArray<string> ManagedStores(StackSettings settings) =>
    [
        .. settings.System.Needs<Postgres>().SelectMany(_ => Enumerable.Range(1, settings.Database.Replicas)
            .Select(number => $"database-replica-{number}").Prepend("database")),
        .. settings.ManagedStores.Select(_ => "cache"),
    ];

    // Managed stores let in the machines of the system and nobody else.
    private static IEnumerable<Connection> OfStores(StackSettings settings, string machines) =>
        ManagedStores(settings).Select(store => new Connection(machines, store, PortSet.All));

    /// <summary>Names of the programs that tell about stores.</summary>
    /// <param name="settings">The stack.</param>
    internal static IEnumerable<string> Exporters(StackSettings settings) =>
        [.. settings.System.Needs<Postgres>().Select(_ => JobNames.Postgres),
            .. settings.System.Needs<Redis>().Select(_ => JobNames.Redis)];
}
