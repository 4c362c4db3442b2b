using Infra.Systems;

namespace Infra.Files.Observability.Prometheus;

/// <summary>Business measures in PromQL.</summary>
internal static class MeasureExpressions
{
    // Business events are rarer than requests: half an hour evens them out.
    private const string RangeText = "30m";

    /// <summary>Range of the expressions.</summary>
    public static TimeSpan Range { get; } = TimeSpan.FromMinutes(30);

    /// <summary>The measure, in its unit.</summary>
    public static string Of(Measure measure) => measure.Unit == MeasureUnit.PerMinute
        ? $"60 * {Rate(measure.Events)}"
        : $"100 * {Rate(measure.Events)} / (({string.Join(" + ", measure.Of.Select(Rate))}) > 0)";

    /// <summary>The unit as it stands behind a number.</summary>
    public static string Unit(Measure measure) => measure.Unit == MeasureUnit.PerMinute ? " a minute" : " %";

    /// <summary>Counters with which the measure has a value.</summary>
    public static ImmutableArray<InputSeries> Example(Measure measure, double value)
    {
        if (measure.Unit == MeasureUnit.PerMinute)
        {
            return [InputSeries.Growing(Series(measure.Events), value / 60)];
        }

        // The whole is one event a second; where the counted events are a part of it, the rest goes to another part.
        var parts = measure.Of.Where(part => part != measure.Events).ToList();
        var rest = measure.Of.Contains(measure.Events) ? 1 - (value / 100) : 1;
        return [InputSeries.Growing(Series(measure.Events), value / 100), .. parts.Select(part => InputSeries.Growing(Series(part), rest / parts.Count))];
    }

    private static string Rate(CountedEvents events) => $"sum(rate({events.Metric.Name}{Matcher(events)}[{RangeText}]))";

    private static string Matcher(CountedEvents events) => events.Label.Length == 0 ? "" : $"{{{events.Label}=\"{events.Value}\"}}";

    private static string Series(CountedEvents events) => events.Metric.Name + Matcher(events);
}
