namespace PulumiPackages.Tests.Core;

/// <summary>Values of one of two types.</summary>
public sealed class UnionTests
{
    private static readonly Union<string, int> s_first = "a";
    private static readonly Union<string, int> s_second = 5;

    [Fact]
    public void A_union_knows_which_type_it_holds()
    {
        Assert.Equal((true, false, true, false), (s_first.IsT0, s_first.IsT1, s_second.IsT1, s_second.IsT0));
        Assert.Equal(("a", 5), (s_first.AsT0, s_second.AsT1));
        Assert.Equal(("a", 5), ((string)s_first.Value, (int)s_second.Value));
    }

    [Fact]
    public void The_wrong_type_is_refused()
    {
        Assert.Throws<InvalidOperationException>(() => s_first.AsT1);
        Assert.Throws<InvalidOperationException>(() => s_second.AsT0);
    }

    [Fact]
    public void A_union_calls_the_function_of_its_type()
    {
        Assert.Equal("first a", s_first.Match(v => $"first {v}", v => $"second {v}"));
        Assert.Equal("second 5", s_second.Match(v => $"first {v}", v => $"second {v}"));

        var called = "";
        s_first.Switch(v => called += v, v => called += v);
        s_second.Switch(v => called += v, v => called += v);
        Assert.Equal("a5", called);
    }

    [Fact]
    public void A_union_maps_its_values()
    {
        Assert.Equal(1, s_first.MapT0(v => v.Length).AsT0);
        Assert.Equal(5, s_second.MapT0(v => v.Length).AsT1);
        Assert.Equal("a", s_first.MapT1(v => v * 2).AsT0);
        Assert.Equal(10, s_second.MapT1(v => v * 2).AsT1);
        Assert.Equal("aa", s_first.Bimap(v => v + v, v => v * 2).AsT0);
        Assert.Equal(10, s_second.Bimap(v => v + v, v => v * 2).AsT1);
    }

    [Fact]
    public void A_union_can_be_tried()
    {
        Assert.True(s_first.TryPickT0(out var text, out _));
        Assert.Equal("a", text);
        Assert.False(s_second.TryPickT0(out _, out var number));
        Assert.Equal(5, number);
        Assert.True(s_second.TryPickT1(out number, out _));
        Assert.Equal(5, number);
        Assert.False(s_first.TryPickT1(out _, out text));
        Assert.Equal("a", text);
    }

    [Fact]
    public void Unions_are_equal_where_type_and_value_are()
    {
        Assert.True(s_first == Union<string, int>.FromT0("a"));
        Assert.True(s_first != Union<string, int>.FromT0("b"));
        Assert.True(s_first != s_second);
        Assert.Equal(s_first.GetHashCode(), Union<string, int>.FromT0("a").GetHashCode());
        Assert.True(Union<int, int>.FromT0(1) != Union<int, int>.FromT1(1));
        Assert.False(s_first.Equals((object)"a"));
    }
}
