using System.Globalization;

namespace Infra.Facts.Schedules;

/// <summary>When something recurs, day by day: enough to tell how long the longest pause is.</summary>
/// <param name="IsOn">Whether it happens on a day.</param>
/// <param name="TimesADay">How often on such a day.</param>
public sealed record Recurrence(Func<DateOnly, bool> IsOn, int TimesADay)
{
    // A leap day is among them, and every weekday on every date of a month.
    private static readonly DateOnly First = new(2027, 1, 1);
    private const int Days = 730;

    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    /// <summary>Most days from one time to the next; none where it never happens.</summary>
    public int? LongestPause
    {
        get
        {
            var on = Enumerable.Range(0, Days).Where(day => IsOn(First.AddDays(day))).ToArray();
            return on.Length == 0 || TimesADay == 0 ? null
                : on.Zip(on.Skip(1), (before, after) => after - before).Append(on[0] + 1).Append(Days - on[^1]).Max();
        }
    }

    /// <summary>Reads the schedule of a CronJob: five fields, or one of the names that stand for them.</summary>
    /// <param name="text">The schedule.</param>
    /// <returns>Null for what Kubernetes would refuse.</returns>
    public static Recurrence? OfCron(string text)
    {
        var fields = (text switch
        {
            "@yearly" or "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" or "@midnight" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            _ => text,
        }).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5 || Field(fields[0], 0, 59, []) is not { } minutes || Field(fields[1], 0, 23, []) is not { } hours
            || Field(fields[2], 1, 31, []) is not { } days || Field(fields[3], 1, 12, Months) is not { } months
                || Field(fields[4], 0, 7, Weekdays) is not { } weekdays)
        {
            return null;
        }

        // A day of the month and one of the week are alternatives where both are said (crontab(5)).
        bool OnDay(DateOnly day) => days.Contains(day.Day);
        bool OnWeekday(DateOnly day) => weekdays.Contains((int)day.DayOfWeek)
            || (day.DayOfWeek == DayOfWeek.Sunday && weekdays.Contains(7));
        return new(day => months.Contains(day.Month) && (fields[2].StartsWith('*') || fields[4].StartsWith('*') ? OnDay(day)
            && OnWeekday(day) : OnDay(day) || OnWeekday(day)),
            minutes.Count * hours.Count);
    }

    /// <summary>Reads a calendar event of systemd as timers of this repository write them: weekdays, date and time, the last two with
    /// lists,
    /// ranges and repetitions, in UTC or local time (systemd.time(7)).</summary>
    /// <param name="text">The event.</param>
    /// <returns>Null for what cannot be read.</returns>
    public static Recurrence? OfCalendar(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        _ = words.Count > 0 && words[^1] == "UTC" && words.Remove("UTC");
        var weekdays = words.Count > 0 && char.IsAsciiLetter(words[0][0])
            ? Field(words[0].Replace("..", "-", StringComparison.Ordinal), 0, 6, Weekdays) : [0, 1, 2, 3, 4, 5, 6];
        var rest = words.Where(word => !char.IsAsciiLetter(word[0])).ToArray();
        var date = rest.FirstOrDefault(word => !word.Contains(':', StringComparison.Ordinal), "*-*-*").Split('-');
        var time = rest.FirstOrDefault(word => word.Contains(':', StringComparison.Ordinal), "00:00:00").Split(':');
        if (weekdays is null || date.Length != 3 || time.Length is < 2 or > 3 || rest.Length is 0 or > 2
            || Field(date[0], 1970, 2200, []) is not { } years || Field(date[1], 1, 12, []) is not { } months
                || Field(date[2], 1, 31, []) is not { } days
            || Field(time[0], 0, 23, []) is not { } hours || Field(time[1], 0, 59, []) is not { } minutes)
        {
            return null;
        }

        return new(day => weekdays.Contains((int)day.DayOfWeek) && years.Contains(day.Year) && months.Contains(day.Month)
            && days.Contains(day.Day), hours.Count * minutes.Count);
    }

    // Lists of numbers, ranges and steps: 1,5-9,*/15, 0/5.
    private static HashSet<int>? Field(string text, int least, int most, string[] names)
    {
        var values = new HashSet<int>();
        foreach (var part in text.Split(','))
        {
            var step = part.Split('/');
            var bounds = step[0].Split('-');
            var first = step[0] is "*" or "?" ? least : Number(bounds[0], least, names);
            var last = step[0] is "*" or "?" ? most : bounds.Length > 1 ? Number(bounds[1], least, names) : step.Length > 1 ? most : first;
            var by = step.Length > 1 ? Number(step[1], 0, []) : 1;
            if (first is not { } from || last is not { } to || by is not > 0 || from < least || to > most || from > to || step.Length > 2
                || bounds.Length > 2)
            {
                return null;
            }

            for (var value = from; value <= to; value += by.Value)
            {
                values.Add(value);
            }
        }

        return values;
    }

    private static int? Number(string text, int least, string[] names) =>
        Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is var index and >= 0
            ? index + (names.Length == 12 ? least : 0)
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
