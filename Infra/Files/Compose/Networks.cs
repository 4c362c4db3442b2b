using Infra.Settings;
using Infra.Systems;

namespace Infra.Files.Compose;

/// <summary>The networks of a system (PL-08).</summary>
public static class Networks
{
    /// <summary>What the internet reaches: nginx alone.</summary>
    public const string Edge = "edge";

    /// <summary>The services, and nginx that asks them.</summary>
    public const string App = "app";

    /// <summary>What keeps data, and those who use it.</summary>
    public const string Data = "data";

    /// <summary>What keeps logs, which asks nobody for a password, and those who write to it and read from it.</summary>
    public const string Logs = "logs";

    /// <summary>What watches the others.</summary>
    public const string Monitoring = "monitoring";

    /// <summary>The networks of a system on a server.</summary>
    public static IReadOnlyDictionary<string, Network> Of(StackSettings settings)
    {
        var networks = new SortedDictionary<string, Network>(StringComparer.Ordinal)
        {
            [Edge] = new(Internal: false),
            [App] = new(Internal: !LeavesTheServer(settings)),
            [Data] = new(Internal: true),
            [Monitoring] = new(Internal: false), // Alerts have to get out, and Grafana is reached through the server's loopback address.
        };
        if (settings.System.Needs<LogIndex>().Any())
        {
            networks[Logs] = new(Internal: true);
        }

        return networks;
    }

    /// <summary>The networks of a program of the system: that of the stores only where it is told about one.</summary>
    public static ImmutableArray<string> Of(StackSettings settings, IEnumerable<EnvironmentVariable> variables) =>
        settings.OwnStores.Any() && variables.Any(variable => variable.Value is EnvironmentValue.Known(var fact) && fact.IsOfCache()) ? [App, Data] : [App];

    /// <summary>Whether the services ask somebody outside: a managed database or store, a bucket, or a service for which the operator has a key.</summary>
    internal static bool LeavesTheServer(StackSettings settings) =>
        settings.System.Needs<Postgres>().Any() || settings.System.Needs<Bucket>().Any() || settings.Cache.Managed || settings.System.Environment.Any(variable => variable.Value is EnvironmentValue.Supplied);
}
