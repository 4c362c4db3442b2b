using Infra.Systems;

namespace Infra.Files.Observability.Prometheus;

/// <summary>How fast an error budget may burn before somebody is told. Both windows have to exceed the factor: the long one says that it matters,
/// the short one that it still goes on.</summary>
/// <param name="Severity">Page or ticket.</param>
/// <param name="Long">Long window.</param>
/// <param name="Short">Short window, a twelfth of the long one.</param>
/// <param name="Factor">Budget used in the long window, as a multiple of what would use up the whole budget in exactly 30 days.</param>
internal sealed record BurnRateWindow(AlertSeverity Severity, TimeSpan Long, TimeSpan Short, double Factor)
{
    /// <summary>The four rows of the SRE workbook, chapter "Alerting on SLOs": 2 % of the budget in an hour, 5 % in six, 10 % in a day, 10 % in three days.</summary>
    public static ImmutableArray<BurnRateWindow> All { get; } =
    [
        new(AlertSeverity.Critical, TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), 14.4),
        new(AlertSeverity.Critical, TimeSpan.FromHours(6), TimeSpan.FromMinutes(30), 6),
        new(AlertSeverity.Warning, TimeSpan.FromDays(1), TimeSpan.FromHours(2), 3),
        new(AlertSeverity.Warning, TimeSpan.FromDays(3), TimeSpan.FromHours(6), 1),
    ];

    /// <summary>Every window, shortest first.</summary>
    public static IEnumerable<TimeSpan> Ranges => All.SelectMany(window => new[] { window.Short, window.Long }).Distinct().Order();
}
