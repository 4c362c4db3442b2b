using System.Globalization;
using System.Text;

namespace DocumentSearch.Metrics;

/// <summary>The Prometheus text exposition format, version 0.0.4.</summary>
internal static class TextFormat
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void Header(StringBuilder text, string name, string description, string type)
        => text.Append("# HELP ").Append(name).Append(' ').Append(description).Append('\n')
            .Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    public static void Labels(StringBuilder text, string[] labels, LabelValues values, string? extraLabel = null, string? extraValue = null)
    {
        if (labels.Length == 0 && extraLabel is null)
            return;
        text.Append('{');
        for (var index = 0; index < labels.Length; index++)
        {
            if (index > 0)
                text.Append(',');
            Pair(text, labels[index], values[index]);
        }

        if (extraLabel is not null)
        {
            if (labels.Length > 0)
                text.Append(',');
            Pair(text, extraLabel, extraValue ?? "");
        }

        text.Append('}');
    }

    public static string Number(double value)
        => double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static void Pair(StringBuilder text, string label, string value)
    {
        text.Append(label).Append("=\"");
        foreach (var character in value)
        {
            _ = character switch
            {
                '\\' => text.Append(@"\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append("\\n"),
                _ => text.Append(character),
            };
        }

        text.Append('"');
    }
}
