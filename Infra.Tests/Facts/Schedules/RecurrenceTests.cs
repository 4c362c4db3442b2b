using Infra.Facts.Schedules;

namespace Infra.Tests.Facts.Schedules;

public sealed class RecurrenceTests
{
    [Theory]
    [InlineData("0 3 * * *", 1)]
    [InlineData("*/15 * * * *", 1)]
    [InlineData("0 3 * * 1-5", 3)] // From Friday to Monday.
    [InlineData("0 3 * * SUN", 7)]
    [InlineData("0 3 * * 7", 7)] // Sunday, too.
    [InlineData("0 3 1 * *", 31)]
    [InlineData("0 3 31 * *", 61)] // Over a month of 30 days.
    [InlineData("0 3 1 1 *", 365)]
    [InlineData("0 3 13 * FRI", 7)] // Either of the two.
    [InlineData("@weekly", 7)]
    [InlineData("@monthly", 31)]
    public void A_schedule_of_a_CronJob_has_a_longest_pause(string schedule, int days) =>
        Assert.Equal(days, Recurrence.OfCron(schedule)!.LongestPause);

    [Fact]
    public void A_day_that_there_is_not_never_comes() => Assert.Null(Recurrence.OfCron("0 3 30 2 *")!.LongestPause);

    [Theory]
    [InlineData("")]
    [InlineData("0 3 * *")]
    [InlineData("0 3 * * * *")]
    [InlineData("60 3 * * *")]
    [InlineData("0 24 * * *")]
    [InlineData("0 3 0 * *")]
    [InlineData("0 3 * 13 *")]
    [InlineData("0 3 * * 8")]
    [InlineData("*/0 3 * * *")]
    [InlineData("5-1 3 * * *")]
    [InlineData("@reboot")]
    [InlineData("every night")]
    public void What_Kubernetes_refuses_is_no_schedule(string schedule) => Assert.Null(Recurrence.OfCron(schedule));

    [Theory]
    [InlineData("*-*-* 03:10:00 UTC", 1)]
    [InlineData("*-*-* 03:10", 1)]
    [InlineData("Sun *-*-* 04:30:00", 7)]
    [InlineData("Mon..Fri *-*-* 04:30:00", 3)]
    [InlineData("*-*-01 04:30:00", 31)]
    [InlineData("*-*-* 00/6:00:00", 1)]
    public void A_timer_has_a_longest_pause(string calendar, int days) => Assert.Equal(days, Recurrence.OfCalendar(calendar)!.LongestPause);

    [Theory]
    [InlineData("")]
    [InlineData("*-*-* 25:00:00")]
    [InlineData("*-13-* 04:00:00")]
    [InlineData("Noday *-*-* 04:00:00")]
    [InlineData("04:00:00 *-*-* 05:00:00")]
    public void What_systemd_refuses_is_no_event(string calendar) => Assert.Null(Recurrence.OfCalendar(calendar));

    [Theory]
    [InlineData("*:0/5", 5, 5)]
    [InlineData("hourly", 60, 60)]
    [InlineData("daily", 1440, 1440)]
    [InlineData("Weekly", 7 * 1440, 7 * 1440)]
    [InlineData("*-*-* 03,15:17:00 UTC", 720, 720)]
    [InlineData("*-*-* 08..17:30", 60, 15 * 60)]
    [InlineData("Saturday,Sun 06:00 Europe/Lisbon", 1440, 6 * 1440)]
    [InlineData("Fri..Mon *-*-* 06:00", 1440, 4 * 1440)]
    [InlineData("Mon", 7 * 1440, 7 * 1440)]
    [InlineData("*-01,07-01", 181 * 1440, 184 * 1440)]
    public void A_timer_has_a_shortest_and_a_longest_gap(string calendar, int shortest, int longest)
    {
        var recurrence = Recurrence.OfCalendar(calendar)!;
        Assert.Equal(TimeSpan.FromMinutes(shortest), recurrence.ShortestGap);
        Assert.Equal(TimeSpan.FromMinutes(longest), recurrence.LongestGap);
    }

    [Theory]
    [InlineData("0 2 * * *", 1440, 1440)]
    [InlineData("*/10 * * * *", 10, 10)]
    [InlineData("0 2,14 * * 1", 720, (7 * 1440) - 720)]
    public void A_CronJob_has_a_shortest_and_a_longest_gap(string schedule, int shortest, int longest)
    {
        var recurrence = Recurrence.OfCron(schedule)!;
        Assert.Equal(TimeSpan.FromMinutes(shortest), recurrence.ShortestGap);
        Assert.Equal(TimeSpan.FromMinutes(longest), recurrence.LongestGap);
    }

    [Fact]
    public void What_never_comes_has_no_gap()
    {
        Assert.Null(Recurrence.OfCalendar("*-02-30 00:00:00")!.LongestGap);
        Assert.Null(Recurrence.OfCalendar("*-02-30 00:00:00")!.ShortestGap);
    }
}
