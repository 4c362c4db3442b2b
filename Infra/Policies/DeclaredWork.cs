using Infra.Settings;
using Infra.Systems;

namespace Infra.Policies;

/// <summary>What is done by the clock, and what it needs of the clock.</summary>
/// <param name="Name">Name of the command of a server, and of the CronJob of a cluster.</param>
/// <param name="Argument">What the command is told on a server; empty for nothing.</param>
/// <param name="Within">Longest time from one start to the next.</param>
/// <param name="Takes">Time that it has to be given at least.</param>
/// <param name="IsSpread">Whether it asks a service that many others ask, which wants them not to come all at once.</param>
internal sealed record DeclaredWork(string Name, string Argument, TimeSpan Within, TimeSpan Takes, bool IsSpread = false)
{
    /// <summary>Name of the CronJob that waits to be copied by a person, and never runs by itself.</summary>
    public const string Restore = "restore";

    /// <summary>Name of the backup.</summary>
    public const string Backup = "backup";

    /// <summary>Name of the restore drill.</summary>
    public const string RestoreDrill = "restore-drill";

    /// <summary>The work of a stack, wherever it runs.</summary>
    /// <param name="settings">The stack.</param>
    public static IEnumerable<DeclaredWork> Of(StackSettings settings)
    {
        // A store alone may take five minutes for its snapshot; a database of a few gigabytes is dumped in less than half an hour.
        if (settings.NeedsBackup)
        {
            yield return new(Backup, "", settings.System.Backup.RecoveryPoint, TimeSpan.FromMinutes(30));
        }

        if (settings.System.Needs<Postgres>().Any())
        {
            yield return new(RestoreDrill, "", TimeSpan.FromDays(7), TimeSpan.FromMinutes(30));
        }
    }

    /// <summary>What a server does besides: a cluster has controllers for it.</summary>
    /// <param name="settings">The stack.</param>
    public static IEnumerable<DeclaredWork> OnServer(StackSettings settings) =>
    [
        .. Of(settings),

        // Let's Encrypt, integration guide: try every day, at a random time; a proof of a name may take minutes.
        new("certificate", "renew", TimeSpan.FromDays(1), TimeSpan.FromMinutes(5), IsSpread: true),

        // An alert on what it tells waits for ten minutes; each of its questions may take ten seconds.
        new("health-check", "--record", TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(30)),
    ];
}
