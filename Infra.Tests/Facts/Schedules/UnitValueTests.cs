using Infra.Facts.Schedules;

namespace Infra.Tests.Facts.Schedules;

public sealed class UnitValueTests
{
    [Theory]
    [InlineData("yes", true)]
    [InlineData("On", true)]
    [InlineData("1", true)]
    [InlineData("t", true)]
    [InlineData("no", false)]
    [InlineData("FALSE", false)]
    [InlineData("0", false)]
    [InlineData("n", false)]
    [InlineData("perhaps", null)]
    [InlineData("", null)]
    public void Switches_are_read_in_every_spelling(string text, bool? expected) => Assert.Equal(expected, UnitValue.Flag(text));

    [Theory]
    [InlineData("90", 90)]
    [InlineData("2h", 7200)]
    [InlineData("1h 30min", 5400)]
    [InlineData("1h30m", 5400)]
    [InlineData("2 days", 172800)]
    [InlineData("1.5 hours", 5400)]
    [InlineData("500ms", 0.5)]
    [InlineData("1w", 604800)]
    [InlineData("0", 0)]
    public void Spans_are_read_with_their_units(string text, double seconds) =>
        Assert.Equal(seconds, UnitValue.Span(text)!.Value.TotalSeconds, 3);

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("5 fortnights")]
    [InlineData("-3s")]
    public void What_is_no_span_is_none(string text) => Assert.Null(UnitValue.Span(text));

    [Fact]
    public void Infinity_is_longer_than_everything() => Assert.Equal(TimeSpan.MaxValue, UnitValue.Span("infinity"));

    [Fact]
    public void A_unit_is_read_line_by_line()
    {
        var unit = UnitFile.Read("""
            # A comment
            [Unit]
            Before=a.target \
              b.target
            Before=c.target
            [Service]
            ; another
            ExecStart=/bin/first
            ExecStart=
            ExecStart=/bin/second
            PrivateTmp = on
            """);
        Assert.Equal(["a.target", "b.target", "c.target"], unit.Words("Unit", "Before").ToArray());
        Assert.Equal(["/bin/second"], unit.Values("Service", "ExecStart").ToArray());
        Assert.Equal("", unit.Value("Service", "Type"));
        Assert.True(unit.IsOn("Service", "PrivateTmp"));
        Assert.False(unit.IsOn("Service", "ProtectHome"));
    }
}
