using System.Globalization;
using System.Text.RegularExpressions;

namespace Infra.Facts.Schedules;

/// <summary>Values of units in every spelling that systemd takes.</summary>
public static partial class UnitValue
{
    private const double Year = 365.25 * 86400;

    /// <summary>A boolean (systemd.syntax(7)).</summary>
    /// <param name="text">What the unit says.</param>
    /// <returns>Null for what is none.</returns>
    public static bool? Flag(string text) => text.ToLowerInvariant() switch
    {
        "1" or "yes" or "y" or "true" or "t" or "on" => true,
        "0" or "no" or "n" or "false" or "f" or "off" => false,
        _ => null,
    };

    /// <summary>A span of time: numbers with units one after the other, seconds where none is said (systemd.time(7)).</summary>
    /// <param name="text">What the unit says.</param>
    /// <returns><see cref="TimeSpan.MaxValue"/> for <c>infinity</c>; null for what is none.</returns>
    public static TimeSpan? Span(string text)
    {
        if (text == "infinity")
        {
            return TimeSpan.MaxValue;
        }

        if (!Whole().IsMatch(text))
        {
            return null;
        }

        var seconds = Part().Matches(text).Sum(part =>
            double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture) * Seconds(part.Groups[2].Value));
        return double.IsNaN(seconds) ? null : seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
    }

    private static double Seconds(string unit) => unit switch
    {
        "" or "s" or "sec" or "second" or "seconds" => 1,
        "us" or "µs" or "μs" or "usec" => 0.000001,
        "ms" or "msec" => 0.001,
        "m" or "min" or "minute" or "minutes" => 60,
        "h" or "hr" or "hour" or "hours" => 3600,
        "d" or "day" or "days" => 86400,
        "w" or "week" or "weeks" => 7 * 86400,
        "M" or "month" or "months" => Year / 12,
        "y" or "year" or "years" => Year,
        _ => double.NaN,
    };

    [GeneratedRegex(@"^\s*([0-9]+(\.[0-9]+)?\s*[a-zA-Zµμ]*\s*)+$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"([0-9]+(?:\.[0-9]+)?)\s*([a-zA-Zµμ]*)")]
    private static partial Regex Part();
}
