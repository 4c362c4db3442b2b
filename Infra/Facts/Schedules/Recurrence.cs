using System.Globalization;

namespace Infra.Facts.Schedules;

/// <summary>When something recurs: the days, and the minutes of such a day.</summary>
/// <param name="IsOn">Whether it happens on a day.</param>
/// <param name="Minutes">At which minutes of such a day, in order.</param>
public sealed record Recurrence(Func<DateOnly, bool> IsOn, ImmutableArray<int> Minutes)
{
    // A leap day is among them, and every weekday on every date of a month.
    private static readonly DateOnly First = new(2027, 1, 1);
    private const int Days = 730;
    private const int MinutesADay = 24 * 60;

    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private static readonly string[] LongWeekdays =
        ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"];

    /// <summary>Most days from one time to the next; none where it never happens.</summary>
    public int? LongestPause => Pauses is { } pauses ? pauses.Longest : null;

    /// <summary>Longest time from one time to the next; none where it never happens.</summary>
    public TimeSpan? LongestGap => Pauses is { } pauses ? TimeSpan.FromMinutes(Within.Append(OverNight(pauses.Longest)).Max()) : null;

    /// <summary>Shortest time from one time to the next; none where it never happens.</summary>
    public TimeSpan? ShortestGap => Pauses is { } pauses ? TimeSpan.FromMinutes(Within.Append(OverNight(pauses.Shortest)).Min()) : null;

    private IEnumerable<int> Within => Minutes.Zip(Minutes.Skip(1), (before, after) => after - before);

    // Days from one day on which it happens to the next one. Before the first and after the last there are others, further away at least.
    private (int Longest, int Shortest)? Pauses
    {
        get
        {
            var on = Enumerable.Range(0, Days).Where(day => IsOn(First.AddDays(day))).ToArray();
            if (on.Length == 0 || Minutes.IsEmpty)
            {
                return null;
            }

            var ends = Math.Max(on[0] + 1, Days - on[^1]);
            var between = on.Zip(on.Skip(1), (before, after) => after - before).ToArray();
            return (between.Append(ends).Max(), between.DefaultIfEmpty(ends).Min());
        }
    }

    private int OverNight(int days) => (days * MinutesADay) - Minutes[^1] + Minutes[0];

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
            && OnWeekday(day) : OnDay(day) || OnWeekday(day)), Times(hours, minutes));
    }

    /// <summary>Reads a calendar event of systemd: weekdays, date and time, with lists, ranges and repetitions, in UTC or another time
    /// zone, or one of the names that stand for them (systemd.time(7)). Seconds, and days counted from the end of a month, are not
    /// read.</summary>
    /// <param name="text">The event.</param>
    /// <returns>Null for what cannot be read.</returns>
    public static Recurrence? OfCalendar(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (words.Count > 1 && char.IsAsciiLetter(words[^1][0]))
        {
            words.RemoveAt(words.Count - 1); // A time zone moves all times alike.
        }

        if (words.Count == 1)
        {
            words = [.. Named(words[0]).Split(' ')];
        }

        HashSet<int>? weekdays = [0, 1, 2, 3, 4, 5, 6];
        if (words.Count > 0 && char.IsAsciiLetter(words[0][0]))
        {
            weekdays = DaysOfWeek(words[0]);
            words.RemoveAt(0);
            words = words.Count > 0 ? words : ["00:00"];
        }

        // Two dots make a range, and so does a hyphen, which also parts a date.
        var rest = words.Select(word => word.Replace("..", "~", StringComparison.Ordinal)).ToArray();
        var date = rest.FirstOrDefault(word => !word.Contains(':', StringComparison.Ordinal), "*-*-*").Split('-');
        date = date.Length == 2 ? ["*", .. date] : date;
        var time = rest.FirstOrDefault(word => word.Contains(':', StringComparison.Ordinal), "00:00:00").Split(':');
        if (weekdays is null || date.Length != 3 || time.Length is < 2 or > 3 || rest.Length is 0 or > 2
            || (rest.Length == 2 && rest.Count(word => word.Contains(':', StringComparison.Ordinal)) != 1)
            || Field(date[0], 1970, 2200, []) is not { } years || Field(date[1], 1, 12, []) is not { } months
                || Field(date[2], 1, 31, []) is not { } days
            || Field(time[0], 0, 23, []) is not { } hours || Field(time[1], 0, 59, []) is not { } minutes)
        {
            return null;
        }

        return new(day => weekdays.Contains((int)day.DayOfWeek) && years.Contains(day.Year) && months.Contains(day.Month)
            && days.Contains(day.Day), Times(hours, minutes));
    }

    private static string Named(string word) => word.ToLowerInvariant() switch
    {
        "minutely" => "*-*-* *:*:00",
        "hourly" => "*-*-* *:00:00",
        "daily" => "*-*-* 00:00:00",
        "weekly" => "Mon *-*-* 00:00:00",
        "monthly" => "*-*-01 00:00:00",
        "quarterly" => "*-01,04,07,10-01 00:00:00",
        "semiannually" => "*-01,07-01 00:00:00",
        "yearly" or "annually" => "*-01-01 00:00:00",
        _ => word,
    };

    private static ImmutableArray<int> Times(HashSet<int> hours, HashSet<int> minutes) =>
        [.. hours.SelectMany(hour => minutes.Select(minute => (60 * hour) + minute)).Order()];

    // Short or long names, lists and ranges, which may go past the end of a week: Sat..Mon.
    private static HashSet<int>? DaysOfWeek(string text)
    {
        var days = new HashSet<int>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var bounds = part.Split(["..", "-"], StringSplitOptions.None).Select(Weekday).ToArray();
            if (bounds.Length > 2 || bounds.Contains(-1))
            {
                return null;
            }

            for (var day = bounds[0]; ; day = (day + 1) % 7)
            {
                days.Add(day);
                if (day == bounds[^1])
                {
                    break;
                }
            }
        }

        return days;
    }

    private static int Weekday(string name) => Math.Max(
        Array.FindIndex(Weekdays, known => known.Equals(name, StringComparison.OrdinalIgnoreCase)),
        Array.FindIndex(LongWeekdays, known => known.Equals(name, StringComparison.OrdinalIgnoreCase)));

    // Lists of numbers, ranges and steps: 1,5-9,*/15, 0/5.
    private static HashSet<int>? Field(string text, int least, int most, string[] names)
    {
        var values = new HashSet<int>();
        foreach (var part in text.Split(','))
        {
            var step = part.Split('/');
            var bounds = step[0].Split('-', '~');
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
