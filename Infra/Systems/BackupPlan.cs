namespace Infra.Systems;

/// <summary>When and how long data is copied away (PL-13).</summary>
public sealed record BackupPlan
{
    /// <summary>Time of day of the nightly backup, UTC.</summary>
    public TimeOnly At { get; init; } = new(2, 0);

    /// <summary>The same as a line of cron's.</summary>
    public string Schedule => $"{At.Minute} {At.Hour} * * *";

    /// <summary>Longest acceptable time from a disaster to a working system.</summary>
    public TimeSpan RecoveryTime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Longest acceptable span of lost data.</summary>
    public TimeSpan RecoveryPoint { get; init; } = TimeSpan.FromHours(24);
}
