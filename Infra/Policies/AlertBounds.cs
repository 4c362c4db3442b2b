using System.Globalization;
using Infra.Systems;
using static Infra.Systems.AlertCondition;

namespace Infra.Policies;

/// <summary>Between what is usual and what can be reached: where the threshold of an alert has to lie.</summary>
internal static class AlertBounds
{
    /// <summary>A certificate is renewed when 30 of its 90 days are left. Source: Let's Encrypt, integration guide, "When to renew".</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromDays(30);

    private static readonly TimeSpan BetweenBackups = TimeSpan.FromDays(1);
    private static readonly TimeSpan BetweenDrills = TimeSpan.FromDays(7);

    /// <summary>What is wrong with the threshold of a condition; empty where nothing is.</summary>
    public static string Problem(SystemDefinition system, Topology topology, AlertCondition condition) => condition switch
    {
        ServiceMemoryAbove memory => Memory(system.Service(memory.Service).In(topology), memory),
        ErrorRatioAbove ratio => Share(ratio.Percent),
        DatabaseConnectionsUsedAbove used => Share(used.Percent),
        RedisMemoryAbove used => Share(used.Percent),
        MachineMemoryAbove used => Share(used.Percent),
        MachineCpuAbove used => Share(used.Percent),
        DiskFreeBelow free => Share(free.Percent),
        CacheHitRatioBelow hits => Share(hits.Percent),
        MeasureBelow below => Measure(system, below),
        LatencyP95Above latency when latency.Duration >= system.Edge.Timeouts.Read =>
            $"fires above {latency.Duration.TotalSeconds} s, but the edge gives a request up after {system.Edge.Timeouts.Read.TotalSeconds} s",
        CertificateExpiresWithin certificate when certificate.Left >= Renewal => $"fires with {certificate.Left.TotalDays} days left, before a certificate is renewed",
        BackupOlderThan backup when backup.Age <= BetweenBackups => "fires before the next backup is due",
        RestoreDrillOlderThan drill when drill.Age <= BetweenDrills => "fires before the next drill is due",
        _ => "",
    };

    private static string Memory(Placement placement, ServiceMemoryAbove memory) => placement.Runs && memory.Amount >= placement.Resources.Limit
        ? $"fires above {memory.Amount}, but the kernel stops an instance of {memory.Service} at {placement.Resources.Limit}"
        : "";

    private static string Share(double percent) => percent is > 0 and < 100 ? "" : string.Create(CultureInfo.InvariantCulture, $"has the threshold {percent} %, beyond which nothing lies");

    private static string Measure(SystemDefinition system, MeasureBelow below) =>
        system.Monitoring.Measures.FirstOrDefault(measure => measure.Title == below.Measure) is { Unit: MeasureUnit.Percent } ? Share(below.Threshold)
        : below.Threshold > 0 ? "" : "fires below nothing";
}
