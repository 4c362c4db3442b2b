using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace DocumentSearch.Metrics;

/// <summary>A number that only grows, per combination of label values.</summary>
public sealed class Counter(string name, string description, params string[] labels) : IMetric
{
    private readonly ConcurrentDictionary<LabelValues, StrongBox> _series = new();

    /// <summary>Adds to a series. Label values come from a fixed set: routes, outcomes, names of queues, never input.</summary>
    public void Add(long amount, params ReadOnlySpan<string> values)
    {
        var box = _series.GetOrAdd(LabelValues.Of(values, labels.Length), static _ => new StrongBox());
        Interlocked.Add(ref box.Value, amount);
    }

    /// <summary>The value of a series; zero when it was never added to.</summary>
    public long Value(params ReadOnlySpan<string> values)
        => _series.TryGetValue(LabelValues.Of(values, labels.Length), out var box) ? Interlocked.Read(ref box.Value) : 0;

    /// <inheritdoc />
    public void Write(StringBuilder text)
    {
        TextFormat.Header(text, name, description, "counter");
        if (labels.Length == 0 && _series.IsEmpty)
            text.Append(name).Append(" 0\n");
        foreach (var (values, box) in _series)
        {
            text.Append(name);
            TextFormat.Labels(text, labels, values);
            text.Append(' ').Append(Interlocked.Read(ref box.Value).ToString(CultureInfo.InvariantCulture)).Append('\n');
        }
    }

    private sealed class StrongBox
    {
        public long Value;
    }
}
