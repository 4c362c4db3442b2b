using System.Collections.Concurrent;
using System.Text;

namespace DocumentSearch.Metrics;

/// <summary>A number that goes up and down, per combination of label values.</summary>
public sealed class Gauge(string name, string description, params string[] labels) : IMetric
{
    private readonly ConcurrentDictionary<LabelValues, double> _series = new();

    /// <summary>Sets a series.</summary>
    public void Set(double value, params ReadOnlySpan<string> values) => _series[LabelValues.Of(values, labels.Length)] = value;

    /// <summary>Forgets every series: a value that cannot be read any more must not look current.</summary>
    public void Clear() => _series.Clear();

    /// <inheritdoc />
    public void Write(StringBuilder text)
    {
        TextFormat.Header(text, name, description, "gauge");
        foreach (var (values, value) in _series)
        {
            text.Append(name);
            TextFormat.Labels(text, labels, values);
            text.Append(' ').Append(TextFormat.Number(value)).Append('\n');
        }
    }
}
