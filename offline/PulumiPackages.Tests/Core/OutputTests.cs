using System.Collections.Immutable;
using Pulumi.Utilities;

namespace PulumiPackages.Tests.Core;

/// <summary>How outputs are created, transformed and combined.</summary>
public sealed class OutputTests
{
    private static readonly Dictionary<string, (Func<Output<string>> Output, string InPreview, string InUpdate)> s_cases = new()
    {
        ["a value"] = (() => Output.Create("a"), "'a'", "'a'"),
        ["a null"] = (() => Output.Create((string)null!), "null", "null"),
        ["a task"] = (() => Output.Create(Task.FromResult("a")), "'a'", "'a'"),
        ["a slow task"] = (() => Output.Create(Later("a")), "'a'", "'a'"),
        ["a task through the type"] = (() => Output<string>.Create(Later("a")), "'a'", "'a'"),
        ["a secret value"] = (() => Output.CreateSecret("a"), "'a' secret", "'a' secret"),
        ["a secret task"] = (() => Output.CreateSecret(Task.FromResult("a")), "'a' secret", "'a' secret"),
        ["a slow secret task"] = (() => Output.CreateSecret(Later("a")), "'a' secret", "'a' secret"),
        ["an output made secret"] = (() => Output.CreateSecret(Output.Create("a")), "'a' secret", "'a' secret"),
        ["an unknown made secret"] = (() => Output.CreateSecret(Unknown()), "unknown secret", "unknown secret"),
        ["a secret laid open"] = (() => Output.Unsecret(Output.CreateSecret("a")), "'a'", "'a'"),
        ["no secret laid open"] = (() => Output.Unsecret(Output.Create("a")), "'a'", "'a'"),
        ["an unknown"] = (Unknown, "unknown", "unknown"),
        ["an unknown from a factory"] = (() => OutputUtilities.CreateUnknown(() => Task.FromResult("a")), "unknown", "unknown"),
        ["apply a function"] = (() => Output.Create("a").Apply(v => v + "b"), "'ab'", "'ab'"),
        ["apply a function later"] = (() => Output.Create(Later("a")).Apply(v => v + "b"), "'ab'", "'ab'"),
        ["apply a task"] = (() => Output.Create("a").Apply(v => Task.FromResult(v + "b")), "'ab'", "'ab'"),
        ["apply a slow task"] = (() => Output.Create("a").Apply(v => Later(v + "b")), "'ab'", "'ab'"),
        ["apply an output"] = (() => Output.Create("a").Apply(v => Output.Create(v + "b")), "'ab'", "'ab'"),
        ["apply an input"] = (() => Output.Create("a").Apply(v => (Input<string>)(v + "b")), "'ab'", "'ab'"),
        ["apply a null output"] = (() => Output.Create("a").Apply(_ => (Output<string>?)null), "null", "null"),
        ["apply a null input"] = (() => Output.Create("a").Apply(_ => (Input<string>?)null), "null", "null"),
        ["apply untyped"] = (() => Output.Create(5).UntypedApply(v => Output.Create($"{v}{v?.GetType().Name}")), "'5Int32'", "'5Int32'"),
        ["apply to a secret"] = (() => Output.CreateSecret("a").Apply(v => v + "b"), "'ab' secret", "'ab' secret"),
        ["apply a secret"] = (() => Output.Create("a").Apply(v => Output.CreateSecret(v + "b")), "'ab' secret", "'ab' secret"),
        ["apply a null output to a secret"] = (
            () => Output.CreateSecret("a").Apply(_ => (Output<string>?)null), "null secret", "null secret"),
        ["apply to an unknown"] = (() => Unknown().Apply(v => v + "b"), "unknown", "unknown"),
        ["apply an unknown"] = (() => Output.Create("a").Apply(_ => Unknown()), "unknown", "unknown"),
        ["apply to an unknown secret"] = (
            () => Output.CreateSecret(Unknown()).Apply(v => v + "b"), "unknown secret", "unknown secret"),
        ["apply an unknown to a secret"] = (() => Output.CreateSecret("a").Apply(_ => Unknown()), "unknown secret", "unknown secret"),
        ["apply a secret to an unknown"] = (() => Unknown().Apply(_ => Output.CreateSecret("b")), "unknown", "unknown"),
        ["apply twice"] = (() => Output.Create("a").Apply(v => v + "b").Apply(v => v + "c"), "'abc'", "'abc'"),
        ["apply within apply"] = (
            () => Output.Create("a").Apply(v => Output.Create("b").Apply(w => Output.CreateSecret(v + w))), "'ab' secret", "'ab' secret"),
        ["apply of an input"] = (() => ((Input<string>)"a").Apply(v => v + "b"), "'ab'", "'ab'"),
        ["apply a task of an input"] = (() => ((Input<string>)"a").Apply(v => Later(v + "b")), "'ab'", "'ab'"),
        ["apply an output of an input"] = (() => ((Input<string>)"a").Apply(v => Output.Create(v + "b")), "'ab'", "'ab'"),
        ["apply an input of an input"] = (() => ((Input<string>)"a").Apply(v => (Input<string>)(v + "b")), "'ab'", "'ab'"),
        ["apply of a missing input"] = (() => ((Input<string>?)null).Apply(v => v ?? "none"), "'none'", "'none'"),
        ["a missing input as an output"] = (() => ((Input<string>?)null).ToOutput(), "null", "null"),
        ["all of several"] = (() => Joined(Output.All<string>("a", Output.Create("b"))), "'a,b'", "'a,b'"),
        ["all of outputs"] = (() => Joined(Output.All(Output.Create("a"), Output.Create("b"))), "'a,b'", "'a,b'"),
        ["all of a sequence of inputs"] = (() => Joined(Output.All(new List<Input<string>> { "a", "b" })), "'a,b'", "'a,b'"),
        ["all of a sequence of outputs"] = (() => Joined(Output.All(new List<Output<string>> { Output.Create("a") })), "'a'", "'a'"),
        ["all of none"] = (() => Joined(Output.All(Array.Empty<Input<string>>())), "''", "''"),
        ["all in their order"] = (
            () => Joined(Output.All(Output.Create(Later("a")), Output.Create("b"), Output.Create(Later("c")))), "'a,b,c'", "'a,b,c'"),
        ["all with a secret"] = (() => Joined(Output.All(Output.Create("a"), Output.CreateSecret("b"))), "'a,b' secret", "'a,b' secret"),
        ["all with an unknown"] = (() => Joined(Output.All(Output.Create("a"), Unknown())), "unknown", "unknown"),
        ["all with an unknown and a secret"] = (
            () => Joined(Output.All(Output.CreateSecret("a"), Unknown())), "unknown secret", "unknown secret"),
        ["two of inputs"] = (() => Output.Tuple((Input<string>)"a", (Input<int>)1).Apply(t => $"{t.Item1}{t.Item2}"), "'a1'", "'a1'"),
        ["two of outputs"] = (() => Output.Tuple(Output.Create("a"), Output.Create(1)).Apply(t => $"{t.Item1}{t.Item2}"), "'a1'", "'a1'"),
        ["two with a secret"] = (
            () => Output.Tuple(Output.Create("a"), Output.CreateSecret(1)).Apply(t => $"{t.Item1}{t.Item2}"), "'a1' secret", "'a1' secret"),
        ["two with an unknown"] = (() => Output.Tuple(Unknown(), Output.Create(1)).Apply(t => $"{t.Item2}"), "unknown", "unknown"),
        ["three"] = (() => Output.Tuple(One(), One(), One()).Apply(t => Sum(t.Item1, t.Item2, t.Item3)), "'3'", "'3'"),
        ["four"] = (() => Output.Tuple(One(), One(), One(), One()).Apply(t => Sum(t.Item1, t.Item2, t.Item3, t.Item4)), "'4'", "'4'"),
        ["five"] = (
            () => Output.Tuple(One(), One(), One(), One(), One()).Apply(t => Sum(t.Item1, t.Item2, t.Item3, t.Item4, t.Item5)), "'5'", "'5'"),
        ["six"] = (
            () => Output.Tuple(One(), One(), One(), One(), One(), One())
                .Apply(t => Sum(t.Item1, t.Item2, t.Item3, t.Item4, t.Item5, t.Item6)),
            "'6'",
            "'6'"),
        ["seven"] = (
            () => Output.Tuple(One(), One(), One(), One(), One(), One(), One())
                .Apply(t => Sum(t.Item1, t.Item2, t.Item3, t.Item4, t.Item5, t.Item6, t.Item7)),
            "'7'",
            "'7'"),
        ["eight"] = (
            () => Output.Tuple(One(), One(), One(), One(), One(), One(), One(), One())
                .Apply(t => Sum(t.Item1, t.Item2, t.Item3, t.Item4, t.Item5, t.Item6, t.Item7, t.Item8)),
            "'8'",
            "'8'"),
        ["eight inputs"] = (
            () => Output.Tuple<int, int, int, int, int, int, int, int>(
                (Input<int>)1, (Input<int>)2, (Input<int>)3, (Input<int>)4, (Input<int>)5, (Input<int>)6, (Input<int>)7, (Input<int>)8)
                .Apply(t => Sum(t.Item1, t.Item2, t.Item3, t.Item4, t.Item5, t.Item6, t.Item7, t.Item8)),
            "'36'",
            "'36'"),
        ["format without holes"] = (() => Output.Format($"plain"), "'plain'", "'plain'"),
        ["format with plain holes"] = (() => Output.Format($"{1}-{"b"}"), "'1-b'", "'1-b'"),
        ["format with outputs"] = (() => Output.Format($"{Output.Create("a")}-{Output.Create(2)}"), "'a-2'", "'a-2'"),
        ["format with inputs"] = (() => Output.Format($"{(Input<string>)"a"}-{(Input<int>)2}"), "'a-2'", "'a-2'"),
        ["format with a null"] = (() => Output.Format($"[{null}]"), "'[]'", "'[]'"),
        ["format with a format"] = (() => Output.Format($"{Output.Create(5):000}|{Output.Create("a"),3}"), "'005|  a'", "'005|  a'"),
        ["format with a secret"] = (() => Output.Format($"{Output.CreateSecret("a")}!"), "'a!' secret", "'a!' secret"),
        ["format with an unknown"] = (() => Output.Format($"{Unknown()}!"), "unknown", "unknown"),
        ["format with a slow output"] = (() => Output.Format($"{Output.Create(Later("a"))}!"), "'a!'", "'a!'"),
        ["format with braces"] = (() => Output.Format($"{{{Output.Create("a")}}}"), "'{a}'", "'{a}'"),
        ["the first of an array"] = (() => Output.Create(ImmutableArray.Create("a", "b")).First(), "'a'", "'a'"),
        ["one of an array"] = (() => Output.Create(ImmutableArray.Create("a", "b")).GetAt(1), "'b'", "'b'"),
        ["one of an array by an output"] = (() => Output.Create(ImmutableArray.Create("a", "b")).GetAt(Output.Create(0)), "'a'", "'a'"),
        ["the length of an array"] = (() => Output.Create(ImmutableArray.Create("a", "b")).Length().Apply(l => $"{l}"), "'2'", "'2'"),
        ["an output as an input and back"] = (() => (Input<string>)Output.CreateSecret("a"), "'a' secret", "'a' secret"),
        ["a dependency keeps the value"] = (
            () => OutputUtilities.WithDependency(Output.CreateSecret("a"), new Group("group")), "'a' secret", "'a' secret"),
        ["JSON of a value"] = (() => Output.JsonSerialize(Output.Create(new[] { 1, 2 })), "'[1,2]'", "'[1,2]'"),
        ["JSON of a secret"] = (() => Output.JsonSerialize(Output.CreateSecret(1)), "'1' secret", "'1' secret"),
        ["JSON of a list"] = (() => Output.JsonSerialize(Output.Create(new InputList<string> { "a", Output.Create(Later("b")) })),
            """'["a","b"]'""", """'["a","b"]'"""),
        ["JSON of a map"] = (() => Output.JsonSerialize(Output.Create(new InputMap<int> { { "a", 1 } })), """'{"a":1}'""", """'{"a":1}'"""),
        ["JSON of an empty map"] = (() => Output.JsonSerialize(Output.Create(new InputMap<int>())), "'{}'", "'{}'"),
        ["JSON of a map of a list"] = (
            () => Output.JsonSerialize(Output.Create(new { Names = new InputList<string> { "a" }, Labels = new InputMap<string> { { "k", "v" } } })),
            """'{"Names":["a"],"Labels":{"k":"v"}}'""", """'{"Names":["a"],"Labels":{"k":"v"}}'"""),
        ["JSON of a list with a secret"] = (
            () => Output.JsonSerialize(Output.Create(new InputList<string> { "a", Output.CreateSecret("b") })),
            """'["a","b"]' secret""", """'["a","b"]' secret"""),
        ["JSON of a map with an unknown"] = (
            () => Output.JsonSerialize(Output.Create(new InputMap<string> { { "k", Unknown() } })), "unknown", "unknown"),
        ["a list from JSON"] = (
            () => Output.JsonDeserialize<InputList<string>>(Output.CreateSecret("""["a","b"]""")).Apply(list => Joined(list.ToOutput())),
            "'a,b' secret", "'a,b' secret"),
        ["a map from JSON"] = (
            () => Output.JsonDeserialize<InputMap<int>>(Output.Create("""{"a":1}""")).Apply(map => map.Apply(m => $"{m["a"]}")), "'1'", "'1'"),
        ["JSON of an unknown"] = (() => Output.JsonSerialize(Unknown()), "unknown", "unknown"),
        ["JSON of nested outputs"] = (
            () => Output.JsonSerialize(Output.Create(new Dictionary<string, Output<string>> { ["a"] = Output.Create("b") })),
            """'{"a":"b"}'""",
            """'{"a":"b"}'"""),
        ["JSON of nested inputs"] = (
            () => Output.JsonSerialize(Output.Create(new Dictionary<string, Input<int>> { ["a"] = 1 })), """'{"a":1}'""", """'{"a":1}'"""),
        ["JSON of a nested secret"] = (
            () => Output.JsonSerialize(Output.Create(new[] { Output.CreateSecret(1) })), "'[1]' secret", "'[1]' secret"),
        ["JSON of a nested unknown"] = (
            () => Output.JsonSerialize(Output.Create(new[] { Output.CreateSecret("a"), Unknown() })), "unknown secret", "unknown secret"),
        ["JSON of a nested slow output"] = (
            () => Output.JsonSerialize(Output.Create(new[] { Output.Create(Later("a")) })), """'["a"]'""", """'["a"]'"""),
        ["JSON with options"] = (
            () => Output.JsonSerialize(
                Output.Create(new Dictionary<string, int> { ["Key"] = 1 }),
                new() { DictionaryKeyPolicy = System.Text.Json.JsonNamingPolicy.CamelCase }),
            """'{"key":1}'""",
            """'{"key":1}'"""),
        ["a value from JSON"] = (
            () => Output.JsonDeserialize<List<string>>(Output.Create("""["a","b"]""")).Apply(l => l[1]), "'b'", "'b'"),
        ["a value from secret JSON"] = (
            () => Output.JsonDeserialize<string>(Output.CreateSecret("\"a\"")), "'a' secret", "'a' secret"),
        ["a value from unknown JSON"] = (() => Output.JsonDeserialize<string>(Unknown()), "unknown", "unknown"),
        ["a nested output from secret JSON"] = (
            () => Output.JsonDeserialize<List<Output<string>>>(Output.CreateSecret("""["a"]""")).Apply(l => l[0]), "'a' secret", "'a' secret"),
        ["a union's first type"] = (() => Output.Create(Union<string, int>.FromT0("a")).AsT0(), "'a'", "'a'"),
        ["a union's value"] = (() => Output.Create(Union<string, int>.FromT1(5)).Value().Apply(v => $"{v}"), "'5'", "'5'"),
        ["a union's type"] = (() => Output.Create(Union<string, int>.FromT1(5)).IsT1().Apply(v => $"{v}"), "'True'", "'True'"),
        ["not a union's type"] = (() => Output.Create(Union<string, int>.FromT1(5)).IsT0().Apply(v => $"{v}"), "'False'", "'False'"),
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task In_a_preview(string name)
        => Assert.Equal(s_cases[name].InPreview, await Run.InsideAsync(true, () => Read.ShowAsync(s_cases[name].Output())));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task In_an_update(string name)
        => Assert.Equal(s_cases[name].InUpdate, await Run.InsideAsync(false, () => Read.ShowAsync(s_cases[name].Output())));

    [Fact]
    public async Task Known_outputs_work_outside_a_deployment()
    {
        var output = Output.Tuple(Output.Create("a"), Output.CreateSecret(Later(1))).Apply(t => $"{t.Item1}{t.Item2}");

        Assert.Equal("'a1' secret", await Read.ShowAsync(Output.Format($"{output}")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_function_runs_on_an_unknown(bool preview)
    {
        var runs = 0;

        await Run.InsideAsync(preview, async () =>
        {
            var unknown = Unknown();
            await Read.ValueAsync(unknown.Apply(_ => ++runs));
            await Read.ValueAsync(unknown.Apply(_ => Task.FromResult(++runs)));
            await Read.ValueAsync(unknown.Apply(_ => Output.Create(++runs)));
            await Read.ValueAsync(unknown.Apply(_ => Output.Create(Later(0))).Apply(_ => ++runs));
            await Read.ValueAsync(Output.Create(Later(0)).Apply(_ => Unknown()).Apply(_ => ++runs));
        });

        Assert.Equal(0, runs);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_factory_of_an_unknown_does_not_run(bool preview)
    {
        var runs = 0;

        await Run.InsideAsync(preview, async () => await Read.ValueAsync(OutputUtilities.CreateUnknown(() => Task.FromResult(++runs))));

        Assert.Equal(0, runs);
    }

    [Fact]
    public async Task The_value_of_an_unknown_reads_as_the_default()
        => Assert.Equal(0, await Run.InsideAsync(true, () => Read.ValueAsync(OutputUtilities.CreateUnknown(5))));

    [Fact]
    public async Task An_action_runs_once_and_yields_nothing()
    {
        var runs = 0;

        var result = await Run.InsideAsync(true, () => Read.ValueAsync(Output.Create("a").Apply((string _) =>
        {
            runs++;
            return Task.CompletedTask;
        })));

        Assert.Equal((1, default(ValueTuple)), (runs, result));
    }

    [Fact]
    public async Task Resources_flow_through_every_combination()
    {
        await Deployment.TestAsync(new Recorder(), Recorder.Update, async Task () =>
        {
            var a = new Sample("a");
            var b = new Sample("b");
            var both = new Resource[] { a, b };

            async Task AssertBoth<T>(Output<T> output)
                => Assert.Equal(both.ToHashSet(), (await Read.DependenciesAsync(output)).ToHashSet());

            await AssertBoth(Output.All(a.Id, b.Id));
            await AssertBoth(Output.Tuple(a.Id, b.Id));
            await AssertBoth(Output.Format($"{a.Id}{b.Id}"));
            await AssertBoth(a.Id.Apply(_ => b.Id));
            await AssertBoth(Output.Tuple(a.Id, b.Id).Apply(_ => 1));
            await AssertBoth(OutputUtilities.WithDependency(a.Id, b));
            await AssertBoth(Output.CreateSecret(Output.All(a.Id, b.Id)));
            await AssertBoth(Output.Unsecret(Output.All(a.Id, b.Id)));
            await AssertBoth(Output.JsonSerialize(Output.Create(new[] { a.Id, b.Id })));
            await AssertBoth(((InputList<string>)new[] { a.Id, b.Id }).ToOutput());
            await AssertBoth(new InputMap<string> { { "a", a.Id }, { "b", b.Id } }.ToOutput());
            Assert.Empty(await Read.DependenciesAsync(Output.Create(1)));
        });
    }

    [Fact]
    public async Task An_output_has_a_warning_for_text()
    {
        var text = await Run.InsideAsync(true, () => Task.FromResult(Output.Create("secret").ToString()!));

        Assert.Contains("Calling [ToString] on an [Output<T>] is not supported", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Outside_a_deployment_an_output_has_no_text() =>
        Assert.Throws<InvalidOperationException>(() => Output.Create("secret").ToString());

    [Fact]
    public void Nothing_is_created_from_no_task()
    {
        Assert.Throws<ArgumentNullException>(() => Output.Create((Task<string>)null!));
        Assert.Throws<ArgumentNullException>(() => Output.CreateSecret((Task<string>)null!));
        Assert.Throws<ArgumentNullException>(() => Output.CreateSecret((Output<string>)null!));
        Assert.Throws<ArgumentNullException>(() => Output.JsonSerialize((Output<string>)null!));
        Assert.Throws<ArgumentNullException>(() => Output.JsonDeserialize<string>(null!));
        Assert.Throws<ArgumentNullException>(() => OutputUtilities.WithDependency(Output.Create(1), null!));
    }

    [Fact]
    public async Task A_deferred_output_becomes_what_it_is_resolved_to()
    {
        var shown = await Run.InsideAsync(preview: false, async () =>
        {
            var deferred = new DeferredOutput<string>();
            var applied = deferred.Output.Apply(v => v + "b");
            deferred.Resolve(Output.CreateSecret("a"));
            return await Read.ShowAsync(applied);
        });

        Assert.Equal("'ab' secret", shown);
    }

    private static Output<string> Unknown() => OutputUtilities.CreateUnknown("u");

    private static Output<int> One() => Output.Create(1);

    private static string Sum(params int[] values) => $"{values.Sum()}";

    private static Output<string> Joined(Output<ImmutableArray<string>> all) => all.Apply(values => string.Join(",", values));

    private static async Task<T> Later<T>(T value)
    {
        await Task.Delay(1);
        return value;
    }
}
