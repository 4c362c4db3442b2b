namespace DocumentSearch.Metrics;

/// <summary>Up to three label values as a dictionary key without an array.</summary>
internal readonly record struct LabelValues(string First, string Second, string Third)
{
    public string this[int index] => index switch
    {
        0 => First,
        1 => Second,
        _ => Third,
    };

    public static LabelValues Of(ReadOnlySpan<string> values, int expected)
        => values.Length == expected && expected <= 3
            ? new LabelValues(expected > 0 ? values[0] : "", expected > 1 ? values[1] : "", expected > 2 ? values[2] : "")
            : throw new ArgumentException($"The metric has {expected} labels, {values.Length} values were given.", nameof(values));
}
