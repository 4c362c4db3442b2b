using System.Globalization;
using Infra.Settings;
using Pulumi;
using Pulumi.DigitalOcean;

namespace Infra.Components.Cloud;

/// <summary>Server parameters as a managed server takes them. The provider sets <c>max_connections</c> by the size of the server and
/// PgBouncer accepts up to 1,000 clients in front of it; <c>effective_cache_size</c> follows the memory. Both are left out here and count
/// only for a PostgreSQL of one's own.</summary>
internal static class PostgresParameters
{
    /// <summary>Bounds of shared_buffers on a managed server, in percent of its memory. Source: DigitalOcean API specification, database configuration.</summary>
    private const double LeastShared = 20, MostShared = 60;

    /// <summary>The parameters of a database.</summary>
    public static DatabasePostgresqlConfigArgs For(Output<string> clusterId, PostgresDatabaseArgs args)
    {
        var config = new DatabasePostgresqlConfigArgs
        {
            ClusterId = clusterId,
            BackupHour = args.BackupAt.Hour,
            BackupMinute = args.BackupAt.Minute,
            LogMinDurationStatement = 1000, // milliseconds; what takes longer is worth a look
            IdleInTransactionSessionTimeout = 60_000, // milliseconds; such a session holds its locks
            TrackIoTiming = "on",
        };
        if (args.Need.Parameters.TryGetValue("shared_buffers", out var shared))
        {
            var memory = ServerSizes.Named(ServerSizes.Databases, args.Server.Size).Machine.Memory;
            config.SharedBuffersPercentage = Math.Clamp(Math.Round(100.0 * Bytes(shared) / memory.Bytes), LeastShared, MostShared);
        }

        if (args.Need.Parameters.TryGetValue("max_parallel_workers", out var workers))
        {
            config.MaxParallelWorkers = int.Parse(workers, CultureInfo.InvariantCulture);
            config.MaxWorkerProcesses = Math.Max(8, int.Parse(workers, CultureInfo.InvariantCulture));
        }

        return config;
    }

    /// <summary>An amount of memory as PostgreSQL writes it: <c>256MB</c>, <c>1GB</c>.</summary>
    private static long Bytes(string amount) => long.Parse(amount[..^2], CultureInfo.InvariantCulture) * (amount.EndsWith("GB", StringComparison.Ordinal) ? 1L << 30 : 1L << 20);
}
