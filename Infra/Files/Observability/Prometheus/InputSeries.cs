using System.Globalization;

namespace Infra.Files.Observability.Prometheus;

/// <summary>Samples that a rule's test pretends were scraped.</summary>
/// <param name="Name">Metric and labels as in the text format.</param>
/// <param name="Start">First value.</param>
/// <param name="PerSecond">Growth in a second; 0 for a value that stays.</param>
public sealed record InputSeries(string Name, double Start, double PerSecond)
{
    /// <summary>A counter that stays but for one event after a while.</summary>
    public static InputSeries Once(string name, TimeSpan after) => new(name, 0, 0) { EventAfter = after };

    /// <summary>Time of the one event; none where it is zero.</summary>
    public TimeSpan EventAfter { get; private init; }

    /// <summary>A value that stays.</summary>
    public static InputSeries Constant(string name, double value) => new(name, value, 0);

    /// <summary>A counter that grows steadily from 0.</summary>
    public static InputSeries Growing(string name, double perSecond) => new(name, 0, perSecond);

    /// <summary>The samples of a time span in promtool's notation: <c>start+stepxcount</c>.</summary>
    public string Values(TimeSpan span, TimeSpan step)
    {
        var count = (int)Math.Ceiling(span / step) + 1;
        if (EventAfter > TimeSpan.Zero)
        {
            var before = (int)(EventAfter / step);
            return string.Create(CultureInfo.InvariantCulture, $"{Start:R}x{before} {Start + 1:R}x{count - before}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Start:R}+{PerSecond * step.TotalSeconds:0.############}x{count}").Replace("+-", "-");
    }
}
