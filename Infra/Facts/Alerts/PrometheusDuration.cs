using System.Globalization;
using System.Text.RegularExpressions;

namespace Infra.Facts.Alerts;

/// <summary>Durations as Prometheus and Alertmanager read them: 1h30m, 15s, 500ms (Prometheus documentation, configuration,
/// <c>duration</c>).</summary>
internal static partial class PrometheusDuration
{
    /// <summary>The seconds of a duration; null for what is none.</summary>
    /// <param name="text">The duration.</param>
    public static double? Seconds(string text)
    {
        if (text == "0")
        {
            return 0;
        }

        var parts = Part().Matches(text);
        return parts.Count == 0 || parts.Sum(part => part.Length) != text.Length ? null
            : parts.Sum(part => double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture) * part.Groups[2].Value switch
            {
                "ms" => 0.001,
                "s" => 1,
                "m" => 60,
                "h" => 3600,
                "d" => 86_400,
                "w" => 604_800,
                _ => 31_536_000,
            });
    }

    [GeneratedRegex("([0-9]+)(ms|[smhdwy])")]
    private static partial Regex Part();
}
