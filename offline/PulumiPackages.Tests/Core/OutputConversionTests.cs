using System.Collections.Immutable;
using Pulumi.Utilities;

namespace PulumiPackages.Tests.Core;

/// <summary>What becomes of the state a mock returns.</summary>
public sealed class OutputConversionTests
{
    private static readonly Dictionary<string, object> s_nested = new() { ["name"] = "n", ["port"] = 80 };

    private static readonly Dictionary<string, (string Property, object? Value, Func<Sample, Task<string>> Read, string Expected)> s_cases = new()
    {
        ["a text"] = ("text", "a", s => Read.ShowAsync(s.Text), "'a'"),
        ["an optional text"] = ("optionalText", "a", s => Read.ShowAsync(s.OptionalText), "'a'"),
        ["a whole number from an int"] = ("count", 3, s => Read.ShowAsync(s.Count), "3i"),
        ["a whole number from a double"] = ("count", 3.0, s => Read.ShowAsync(s.Count), "3i"),
        ["an optional number"] = ("optionalCount", 3, s => Read.ShowAsync(s.OptionalCount), "3i"),
        ["a fraction"] = ("ratio", 0.5, s => Read.ShowAsync(s.Ratio), "0.5d"),
        ["a fraction from an int"] = ("ratio", 2, s => Read.ShowAsync(s.Ratio), "2d"),
        ["true"] = ("enabled", true, s => Read.ShowAsync(s.Enabled), "true"),
        ["an optional flag"] = ("optionalEnabled", false, s => Read.ShowAsync(s.OptionalEnabled), "false"),
        ["a list"] = ("list", new[] { "a", "b" }, s => Read.ShowAsync(s.List.Apply(l => string.Join("+", l))), "'a+b'"),
        ["a list from a List"] = ("list", new List<object> { "a" }, s => Read.ShowAsync(s.List.Apply(l => string.Join("+", l))), "'a'"),
        ["a list from an immutable array"] = ("list", ImmutableArray.Create<object>("a"), s => Read.ShowAsync(s.List.First()), "'a'"),
        ["a map"] = ("map", new Dictionary<string, object> { ["k"] = "v" }, s => Read.ShowAsync(s.Map.Apply(m => m["k"])), "'v'"),
        ["a map of texts"] = ("map", new Dictionary<string, string> { ["k"] = "v" }, s => Read.ShowAsync(s.Map.Apply(m => m["k"])), "'v'"),
        ["an enumeration of texts"] = ("color", "blue", s => Read.ShowAsync(s.Color.Apply(c => (string)c)), "'blue'"),
        ["an enumeration of texts from itself"] = ("color", Color.Red, s => Read.ShowAsync(s.Color.Apply(c => c == Color.Red)), "true"),
        ["an optional enumeration"] = ("optionalColor", "blue", s => Read.ShowAsync(s.OptionalColor.Apply(c => (string)c!.Value)), "'blue'"),
        ["an enumeration of fractions"] = ("weight", 0.5, s => Read.ShowAsync(s.Weight.Apply(w => w == Weight.Light)), "true"),
        ["an enumeration of numbers"] = ("size", 7, s => Read.ShowAsync(s.Size.Apply(v => v.ToString())), "'Large'"),
        ["an enumeration of numbers from itself"] = ("size", Size.Large, s => Read.ShowAsync(s.Size.Apply(v => v.ToString())), "'Large'"),
        ["a union's first type"] = ("either", "a", s => Read.ShowAsync(s.Either.AsT0()), "'a'"),
        ["a union's second type"] = ("either", 5, s => Read.ShowAsync(s.Either.AsT1()), "5i"),
        ["a nested type"] = ("nested", s_nested, s => Read.ShowAsync(s.Nested.Apply(n => $"{n.Name}:{n.Port}")), "'n:80'"),
        ["a nested type without its optional values"] = (
            "nested",
            new Dictionary<string, object> { ["name"] = "n" },
            s => Read.ShowAsync(s.Nested.Apply(n => n.Port is null && n.Labels is null && n.Zones.IsDefault && n.Inner is null)),
            "true"),
        ["a nested type with renamed parameters"] = (
            "nested",
            new Dictionary<string, object> { ["name"] = "n", ["availability-zones"] = new[] { "x", "y" } },
            s => Read.ShowAsync(s.Nested.Apply(n => string.Join("+", n.Zones))),
            "'x+y'"),
        ["a nested type in depth"] = (
            "nested",
            new Dictionary<string, object> { ["name"] = "n", ["inner"] = s_nested },
            s => Read.ShowAsync(s.Nested.Apply(n => n.Inner!.Port!.Value)),
            "80i"),
        ["a list of nested types"] = (
            "nestedList", new[] { s_nested, s_nested }, s => Read.ShowAsync(s.NestedList.Apply(l => l.Sum(n => n.Port!.Value))), "160i"),
        ["a map of nested types"] = (
            "nestedMap",
            new Dictionary<string, object> { ["k"] = s_nested },
            s => Read.ShowAsync(s.NestedMap.Apply(m => m["k"].Name)),
            "'n'"),
        ["a nested type from arguments"] = (
            "nested", new NestedArgs { Name = "n", Port = 5 }, s => Read.ShowAsync(s.Nested.Apply(n => n.Port!.Value)), "5i"),
        ["an asset"] = ("asset", new StringAsset("x"), s => Read.ShowAsync(s.Asset.Apply(a => a.GetType().Name)), "'StringAsset'"),
        ["an archive"] = ("asset", new FileArchive("x"), s => Read.ShowAsync(s.Asset.Apply(a => a.GetType().Name)), "'FileArchive'"),
        ["anything: a number"] = ("any", 5, s => Read.ShowAsync(s.Any), "5d"),
        ["anything: a list"] = ("any", new object[] { 1, "a" }, s => Read.ShowAsync(s.Any), "[1d,'a']"),
        ["anything: a map"] = ("any", new Dictionary<string, object> { ["a"] = 1 }, s => Read.ShowAsync(s.Any), "{a:1d}"),
        ["a JSON value"] = (
            "element",
            new Dictionary<string, object> { ["a"] = new object[] { 1, "b", true } },
            s => Read.ShowAsync(s.Element.Apply(e => e.GetRawText())),
            """'{"a":[1,"b",true]}'"""),
        ["a JSON text value"] = ("element", "x", s => Read.ShowAsync(s.Element.Apply(e => e.GetString())), "'x'"),
        ["by the name of the property"] = ("NamedByProperty", "a", s => Read.ShowAsync(s.NamedByProperty), "'a'"),
        ["an output"] = ("text", Output.Create("a"), s => Read.ShowAsync(s.Text), "'a'"),
        ["a secret"] = ("text", Output.CreateSecret("a"), s => Read.ShowAsync(s.Text), "'a' secret"),
        ["a secret number"] = ("count", Output.CreateSecret(5), s => Read.ShowAsync(s.Count), "5i secret"),
        ["a secret within a list"] = (
            "list", new object[] { "a", Output.CreateSecret("b") }, s => Read.ShowAsync(s.List.Apply(l => l.Length)), "2i secret"),
        ["a secret within a map"] = (
            "map",
            new Dictionary<string, object> { ["k"] = Output.CreateSecret("v") },
            s => Read.ShowAsync(s.Map.Apply(m => m["k"])),
            "'v' secret"),
        ["an unknown"] = ("text", OutputUtilities.CreateUnknown("a"), s => Read.ShowAsync(s.Text), "unknown"),
        ["an unknown secret"] = (
            "text", Output.CreateSecret(OutputUtilities.CreateUnknown("a")), s => Read.ShowAsync(s.Text), "unknown"),
        ["an unknown within a list"] = (
            "list", new object[] { "a", OutputUtilities.CreateUnknown("b") }, s => Read.ShowAsync(s.List.Apply(l => l.Length)), "unknown"),
        ["a text where a number belongs"] = ("count", "many", s => Read.ShowAsync(s.Count), "0i"),
        ["a number where a text belongs"] = ("text", 5, s => Read.ShowAsync(s.Text), "null"),
        ["a text where a list belongs"] = ("list", "a", s => Read.ShowAsync(s.List.Apply(l => l.IsDefault)), "true"),
        ["a text where a nested type belongs"] = ("nested", "a", s => Read.ShowAsync(s.Nested.Apply(n => n is null)), "true"),
        ["a text where an optional number belongs"] = ("optionalCount", "many", s => Read.ShowAsync(s.OptionalCount), "null"),
        ["a number where an enumeration of texts belongs"] = (
            "color", 5, s => Read.ShowAsync(s.Color.Apply(c => c == default)), "true"),
        ["nothing for a text"] = ("text", null, s => Read.ShowAsync(s.Text), "null"),
        ["nothing for a number"] = ("count", null, s => Read.ShowAsync(s.Count), "0i"),
        ["nothing for an optional number"] = ("optionalCount", null, s => Read.ShowAsync(s.OptionalCount), "null"),
        ["nothing for a list"] = ("list", null, s => Read.ShowAsync(s.List.Apply(l => l.IsDefault)), "true"),
        ["nothing for a map"] = ("map", null, s => Read.ShowAsync(s.Map.Apply(m => m is null)), "true"),
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_state_value_becomes_an_output(string name)
    {
        var (property, value, read, expected) = s_cases[name];
        var mocks = new Recorder { State = _ => new Dictionary<string, object?> { [property] = value } };
        var shown = "";

        await Deployment.TestAsync(mocks, new() { IsPreview = name.Contains("unknown", StringComparison.Ordinal) }, async Task () =>
        {
            shown = await read(new Sample("sample"));
        });

        Assert.Equal(expected, shown);
    }

    [Fact]
    public async Task A_value_the_mock_leaves_out_is_unknown_in_a_preview_and_the_default_otherwise()
    {
        async Task<string> ShownAsync(bool preview)
            => await Run.InsideAsync(preview, async () => await Read.ShowAsync(new Sample("sample").Text));

        Assert.Equal("unknown", await ShownAsync(preview: true));
        Assert.Equal("null", await ShownAsync(preview: false));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    public async Task Without_an_id_the_id_is_unknown(string? id, bool preview)
    {
        var mocks = new Recorder { Id = _ => id };

        Assert.Equal("unknown", await Run.InsideAsync(preview, async () => await Read.ShowAsync(new Sample("sample").Id), mocks));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_id_of_the_mock_is_the_id(bool preview)
        => Assert.Equal("'sample-id'", await Run.InsideAsync(preview, async () => await Read.ShowAsync(new Sample("sample").Id)));

    [Fact]
    public async Task Every_output_comes_from_its_resource()
    {
        var mocks = new Recorder { State = _ => new Dictionary<string, object> { ["text"] = "a" } };

        await Deployment.TestAsync(mocks, Recorder.Update, async Task () =>
        {
            var sample = new Sample("sample");
            Assert.Same(sample, Assert.Single(await Read.DependenciesAsync(sample.Text)));
            Assert.Same(sample, Assert.Single(await Read.DependenciesAsync(sample.Count)));
            Assert.Same(sample, Assert.Single(await Read.DependenciesAsync(sample.Id)));
            Assert.Same(sample, Assert.Single(await Read.DependenciesAsync(sample.Urn)));
        });
    }

    [Fact]
    public async Task A_state_that_echoes_the_inputs_fills_the_outputs()
    {
        var shown = await Run.InsideAsync(preview: false, async () =>
        {
            var sample = new Sample("sample", new SampleArgs
            {
                Text = "a",
                Count = 2,
                Color = Color.Blue,
                Size = Size.Large,
                Either = 5,
                List = { "x", "y" },
                Map = { { "k", "v" } },
                Nested = new NestedArgs { Name = "n", Labels = { { "l", "m" } } },
            });
            return await Read.ValueAsync(Output.Format(
                $"{sample.Text} {sample.Count} {sample.Color.Apply(c => (string)c)} {sample.Size} {sample.Either.AsT1()} {sample.List.Length()} {sample.Map.Apply(m => m["k"])} {sample.Nested.Apply(n => n.Labels!["l"])}"));
        });

        Assert.Equal("a 2 blue Large 5 2 v m", shown);
    }

    [Fact]
    public async Task A_secret_input_is_no_secret_output_unless_the_mock_says_so()
    {
        var shown = await Run.InsideAsync(
            preview: false, async () => await Read.ShowAsync(new Sample("sample", new SampleArgs { Text = Output.CreateSecret("a") }).Text));

        Assert.Equal("'a'", shown);
    }

    [Fact]
    public async Task Additional_secret_outputs_have_no_effect_without_an_engine()
    {
        var options = new CustomResourceOptions { AdditionalSecretOutputs = { "text" } };

        var shown = await Run.InsideAsync(
            preview: false, async () => await Read.ShowAsync(new Sample("sample", new SampleArgs { Text = "a" }, options).Text));

        Assert.Equal("'a'", shown);
    }

    [Fact]
    public async Task A_resource_in_the_state_is_the_resource()
    {
        Resource? found = null;
        await Deployment.TestAsync(new Recorder(), Recorder.Update, async Task () =>
        {
            var group = new Group("group");
            found = await Read.ValueAsync(new Sample("sample", new SampleArgs { Resource = group }).Resource);
        });

        Assert.NotNull(found);
    }

    [Fact]
    public async Task A_result_type_can_be_passed_on_as_an_input()
    {
        var mocks = new Recorder { State = args => args.Name == "first" ? new Dictionary<string, object> { ["nested"] = s_nested } : args.Inputs };

        await Deployment.TestAsync(mocks, Recorder.Update, () =>
        {
            var first = new Sample("first");
            _ = new Sample("second", new SampleArgs { Any = first.Nested.Apply(n => (object)n) });
        });

        var any = Assert.IsType<ImmutableDictionary<string, object>>(mocks.InputsOf("second")["any"]);
        Assert.Equal(("n", 80.0), (any["name"], any["port"]));
    }

    [Fact]
    public async Task A_property_that_is_no_output_cannot_be_marked_as_one()
    {
        var failure = await Run.FailureAsync(() => Deployment.TestAsync(new Recorder(), Recorder.Update, () => { _ = new Mistyped(); }));

        Assert.Contains("Output(s) 'wrong' have incorrect type", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_output_needs_a_setter()
    {
        var failure = await Run.FailureAsync(() => Deployment.TestAsync(new Recorder(), Recorder.Update, () => { _ = new WithoutSetter(); }));

        Assert.Contains("WithoutSetter.Text did not have a 'set' method", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_output_of_a_type_that_cannot_travel_is_refused()
    {
        var failure = await Run.FailureAsync(() => Deployment.TestAsync(new Recorder(), Recorder.Update, () => { _ = new Untransportable(); }));

        Assert.Contains("contains invalid type System.Int64", failure, StringComparison.Ordinal);
    }

    private sealed class Mistyped() : CustomResource("sample:index:Mistyped", "mistyped", null, null)
    {
        [Output("wrong")]
        public string Text { get; private set; } = "";
    }

    private sealed class WithoutSetter() : CustomResource("sample:index:WithoutSetter", "without", null, null)
    {
        [Output("text")]
        public Output<string>? Text { get; }
    }

    private sealed class Untransportable() : CustomResource("sample:index:Untransportable", "untransportable", null, null)
    {
        [Output("number")]
        public Output<long> Number { get; private set; } = null!;
    }
}
