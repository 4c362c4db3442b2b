using System.Collections;
using System.Collections.Immutable;
using Pulumi.Utilities;

namespace PulumiPackages.Tests.Core;

/// <summary>Lists and maps of inputs.</summary>
public sealed class InputCollectionTests
{
    [Fact]
    public async Task A_list_grows()
    {
        var list = new InputList<string> { "a" };
        list.Add("b", Output.Create("c"));
        list.AddRange(new[] { "d", "e" });
        list.Add((InputList<string>)new[] { "f" });

        Assert.Equal("a,b,c,d,e,f", await ShowAsync(list));
    }

    [Fact]
    public async Task A_list_can_be_appended_to_itself()
    {
        InputList<string> list = new[] { "a", "b" };
        list.AddRange(list);

        Assert.Equal("a,b,a,b", await ShowAsync(list));
    }

    [Fact]
    public async Task Concatenating_lists_leaves_them_alone()
    {
        InputList<string> first = new[] { "a" };
        InputList<string> second = new[] { "b" };
        var both = first.Concat(second);
        first.Add("x");
        second.Add("y");

        Assert.Equal("a,b", await ShowAsync(both));
        Assert.Equal("a,x", await ShowAsync(first));
        Assert.Equal("b,y", await ShowAsync(second));
    }

    [Fact]
    public async Task A_list_read_before_it_grows_stays_as_it_was_read()
    {
        InputList<string> list = new[] { "a" };
        var before = list.ToOutput();
        list.Add("b");

        Assert.Equal("a", string.Join(",", await Read.ValueAsync(before)));
        Assert.Equal("a,b", await ShowAsync(list));
    }

    [Fact]
    public async Task A_list_is_secret_if_an_element_is()
    {
        Assert.True(await Read.IsSecretAsync(new InputList<string> { "a", Output.CreateSecret("b") }.ToOutput()));
        Assert.False(await Read.IsSecretAsync(new InputList<string> { "a", "b" }.ToOutput()));
    }

    [Fact]
    public async Task A_list_is_unknown_if_an_element_is()
        => await Run.InsideAsync(preview: true, async () =>
        {
            Assert.False(await Read.IsKnownAsync(new InputList<string> { "a", OutputUtilities.CreateUnknown("b") }.ToOutput()));
        });

    [Fact]
    public async Task A_list_is_enumerated_asynchronously()
    {
        var seen = new List<string>();
        await foreach (var element in new InputList<string> { "a", Output.Create("b") })
            seen.Add(await Read.ValueAsync(element.ToOutput()));

        Assert.Equal(["a", "b"], seen);
    }

    [Fact]
    public void Neither_is_enumerated_synchronously()
    {
        Assert.Throws<NotSupportedException>(() => ((IEnumerable)new InputList<string>()).GetEnumerator());
        Assert.Throws<NotSupportedException>(() => ((IEnumerable)new InputMap<string>()).GetEnumerator());
    }

    [Fact]
    public async Task A_list_of_arguments_takes_arguments()
    {
        InputList<NestedArgs> list = new[] { new NestedArgs { Name = "a" } };
        list.Add(new NestedArgs { Name = "b" });

        Assert.Equal(2, (await Read.ValueAsync(list.ToOutput())).Length);
    }

    [Fact]
    public async Task A_map_grows()
    {
        var map = new InputMap<string> { { "a", "1" } };
        map.Add("b", Output.Create("2"));
        map["c"] = "3";
        map.AddRange(new Dictionary<string, string> { ["d"] = "4" });
        map.Add((InputMap<string>)ImmutableDictionary<string, string>.Empty.Add("e", "5"));

        Assert.Equal("a1,b2,c3,d4,e5", await ShowAsync(map));
    }

    [Fact]
    public async Task Merging_maps_prefers_the_second_and_leaves_both_alone()
    {
        InputMap<string> first = new() { { "a", "1" }, { "b", "1" } };
        InputMap<string> second = new() { { "b", "2" }, { "c", "2" } };
        var merged = InputMap<string>.Merge(first, second);

        Assert.Equal("a1,b2,c2", await ShowAsync(merged));
        Assert.Equal("a1,b1", await ShowAsync(first));
        Assert.Equal("b2,c2", await ShowAsync(second));
    }

    [Fact]
    public async Task The_same_key_with_another_value_is_an_error()
    {
        var map = new InputMap<string> { { "a", "1" }, { "a", "2" } };

        await Assert.ThrowsAsync<ArgumentException>(() => Read.ValueAsync(map.ToOutput()));
    }

    [Fact]
    public async Task A_map_is_secret_if_a_value_is()
        => Assert.True(await Read.IsSecretAsync(new InputMap<string> { { "a", Output.CreateSecret("b") } }.ToOutput()));

    [Fact]
    public async Task A_map_is_enumerated_asynchronously()
    {
        var seen = new List<string>();
        await foreach (var entry in new InputMap<string> { { "a", "1" }, { "b", Output.Create("2") } })
            seen.Add((await Read.ValueAsync(entry.ToOutput())).Key);

        Assert.Equal(["a", "b"], seen.Order());
    }

    [Fact]
    public async Task Collections_hold_many_elements()
    {
        var list = new InputList<int>();
        var map = new InputMap<int>();
        for (var i = 0; i < 200; i++)
        {
            list.Add(i);
            map.Add($"k{i}", Output.Create(i));
        }

        Assert.Equal(19900, (await Read.ValueAsync(list.ToOutput())).Sum());
        Assert.Equal(200, (await Read.ValueAsync(map.ToOutput())).Count);
    }

    private static async Task<string> ShowAsync(InputList<string> list) => string.Join(",", await Read.ValueAsync(list.ToOutput()));

    private static async Task<string> ShowAsync(InputMap<string> map)
        => string.Join(",", (await Read.ValueAsync(map.ToOutput())).OrderBy(e => e.Key).Select(e => e.Key + e.Value));
}
