using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace DocumentSearch.Metrics;

/// <summary>A distribution in cumulative buckets, per combination of label values. Values are seconds.</summary>
public sealed class Histogram(string name, string description, params string[] labels) : IMetric
{
    // Around the objectives of the service (p95 below 100 ms for the API, 10 ms for the database), and wide enough for jobs.
    private static readonly double[] Bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private readonly ConcurrentDictionary<LabelValues, Series> _series = new();

    /// <summary>Records one observation in seconds.</summary>
    public void Record(double seconds, params ReadOnlySpan<string> values)
    {
        var series = _series.GetOrAdd(LabelValues.Of(values, labels.Length), static _ => new Series(Bounds.Length + 1));
        var bucket = 0;
        while (bucket < Bounds.Length && seconds > Bounds[bucket])
            bucket++;
        Interlocked.Increment(ref series.Buckets[bucket]);
        // Microseconds as a whole number: an atomic add exists for those, and a sum of them stays exact for 290,000 years.
        Interlocked.Add(ref series.Microseconds, (long)(seconds * 1_000_000));
    }

    /// <inheritdoc />
    public void Write(StringBuilder text)
    {
        TextFormat.Header(text, name, description, "histogram");
        foreach (var (values, series) in _series)
        {
            long cumulative = 0;
            for (var bucket = 0; bucket <= Bounds.Length; bucket++)
            {
                cumulative += Interlocked.Read(ref series.Buckets[bucket]);
                var bound = bucket < Bounds.Length ? Bounds[bucket] : double.PositiveInfinity;
                text.Append(name).Append("_bucket");
                TextFormat.Labels(text, labels, values, "le", TextFormat.Number(bound));
                text.Append(' ').Append(cumulative.ToString(CultureInfo.InvariantCulture)).Append('\n');
            }

            text.Append(name).Append("_sum");
            TextFormat.Labels(text, labels, values);
            text.Append(' ').Append(TextFormat.Number(Interlocked.Read(ref series.Microseconds) / 1_000_000d)).Append('\n');
            text.Append(name).Append("_count");
            TextFormat.Labels(text, labels, values);
            text.Append(' ').Append(cumulative.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }
    }

    private sealed class Series(int buckets)
    {
        public long[] Buckets { get; } = new long[buckets];

        public long Microseconds;
    }
}
