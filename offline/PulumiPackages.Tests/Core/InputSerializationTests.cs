using System.Collections.Immutable;
using System.Text.Json;
using Pulumi.Utilities;

namespace PulumiPackages.Tests.Core;

/// <summary>What mocks get to see of the arguments of a resource.</summary>
public sealed class InputSerializationTests
{
    private static readonly Dictionary<string, (Func<SampleArgs> Args, string Inputs)> s_cases = new()
    {
        ["nothing"] = (() => new(), "{}"),
        ["a text"] = (() => new() { Text = "a" }, "{text:'a'}"),
        ["an empty text"] = (() => new() { Text = "" }, "{text:''}"),
        ["a null text"] = (() => new() { Text = (string)null! }, "{}"),
        ["a text as an output"] = (() => new() { Text = Output.Create("a") }, "{text:'a'}"),
        ["a text from a task"] = (() => new() { Text = Output.Create(Task.FromResult("a")) }, "{text:'a'}"),
        ["a text that comes later"] = (() => new() { Text = Output.Create(Later("a")) }, "{text:'a'}"),
        ["a secret text"] = (() => new() { Text = Output.CreateSecret("a") }, "{text:'a'}"),
        ["a text made secret by its setter"] = (() => new() { SecretText = "a" }, "{secretText:'a'}"),
        ["an unknown text"] = (() => new() { Text = OutputUtilities.CreateUnknown("a"), Count = 1 }, "{count:1d}"),
        ["a formatted text"] = (() => new() { Text = Output.Format($"{Output.Create(1)}-{"b"}") }, "{text:'1-b'}"),
        ["a whole number"] = (() => new() { Count = 3 }, "{count:3d}"),
        ["zero"] = (() => new() { Count = 0 }, "{count:0d}"),
        ["a negative number"] = (() => new() { Count = -7 }, "{count:-7d}"),
        ["a fraction"] = (() => new() { Ratio = 0.25 }, "{ratio:0.25d}"),
        ["true"] = (() => new() { Enabled = true }, "{enabled:true}"),
        ["false"] = (() => new() { Enabled = false }, "{enabled:false}"),
        ["an enumeration of texts"] = (() => new() { Color = Color.Red }, "{color:'red'}"),
        ["an enumeration of texts as an output"] = (() => new() { Color = Output.Create(Color.Blue) }, "{color:'blue'}"),
        ["an enumeration of numbers"] = (() => new() { Size = Size.Large }, "{size:7d}"),
        ["the first of an enumeration of numbers"] = (() => new() { Size = Size.Small }, "{size:0d}"),
        ["an enumeration of fractions"] = (() => new() { Weight = Weight.Light }, "{weight:0.5d}"),
        ["a union's first type"] = (() => new() { Either = "a" }, "{either:'a'}"),
        ["a union's second type"] = (() => new() { Either = 5 }, "{either:5d}"),
        ["a union's first type as an output"] = (() => new() { Either = Output.Create("a") }, "{either:'a'}"),
        ["a union's second type as an output"] = (() => new() { Either = Output.Create(5) }, "{either:5d}"),
        ["a union's first type as an input"] = (() => new() { Either = (Input<string>)"a" }, "{either:'a'}"),
        ["a union's second type as an input"] = (() => new() { Either = (Input<int>)5 }, "{either:5d}"),
        ["a union as an output"] = (() => new() { Either = Output.Create(Union<string, int>.FromT1(5)) }, "{either:5d}"),
        ["an empty list"] = (() => new() { List = [] }, "{list:[]}"),
        ["a list by collection initialiser"] = (() => new() { List = { "a", "b" } }, "{list:['a','b']}"),
        ["a list by array"] = (() => new() { List = new[] { "a", "b" } }, "{list:['a','b']}"),
        ["a list by array of outputs"] = (() => new() { List = new[] { Output.Create("a"), Output.Create("b") } }, "{list:['a','b']}"),
        ["a list by array of inputs"] = (() => new() { List = new Input<string>[] { "a", Output.Create("b") } }, "{list:['a','b']}"),
        ["a list by List"] = (() => new() { List = new List<string> { "a", "b" } }, "{list:['a','b']}"),
        ["a list by List of outputs"] = (() => new() { List = new List<Output<string>> { Output.Create("a") } }, "{list:['a']}"),
        ["a list by List of inputs"] = (() => new() { List = new List<Input<string>> { "a" } }, "{list:['a']}"),
        ["a list by immutable array"] = (() => new() { List = ImmutableArray.Create("a", "b") }, "{list:['a','b']}"),
        ["a list by one value"] = (() => new() { List = "a" }, "{list:['a']}"),
        ["a list by one output"] = (() => new() { List = Output.Create("a") }, "{list:['a']}"),
        ["a list by one input"] = (() => new() { List = (Input<string>)"a" }, "{list:['a']}"),
        ["a list by output of an array"] = (() => new() { List = Output.Create(new[] { "a", "b" }) }, "{list:['a','b']}"),
        ["a list by output of a List"] = (() => new() { List = Output.Create(new List<string> { "a" }) }, "{list:['a']}"),
        ["a list by output of an enumerable"] = (() => new() { List = Output.Create<IEnumerable<string>>(["a"]) }, "{list:['a']}"),
        ["a list by output of an immutable array"] = (() => new() { List = Output.Create(ImmutableArray.Create("a")) }, "{list:['a']}"),
        ["a list of mixed values"] = (() => new() { List = { "a", Output.Create("b"), Output.CreateSecret("c") } }, "{list:['a','b','c']}"),
        ["a list with an unknown value"] = (() => new() { List = { "a", OutputUtilities.CreateUnknown("b") }, Text = "t" }, "{text:'t'}"),
        ["a list with a value that comes later"] = (() => new() { List = { "a", Output.Create(Later("b")) } }, "{list:['a','b']}"),
        ["an unknown list"] = (() => new() { List = OutputUtilities.CreateUnknown(ImmutableArray.Create("a")) }, "{}"),
        ["a map by collection initialiser"] = (() => new() { Map = { { "k", "a" }, { "l", Output.Create("b") } } }, "{map:{k:'a',l:'b'}}"),
        ["a map by index initialiser"] = (() => new() { Map = { ["k"] = "a", ["l"] = Output.Create("b") } }, "{map:{k:'a',l:'b'}}"),
        ["a map by Dictionary"] = (() => new() { Map = new Dictionary<string, string> { ["k"] = "a" } }, "{map:{k:'a'}}"),
        ["a map by immutable dictionary"] = (() => new() { Map = ImmutableDictionary<string, string>.Empty.Add("k", "a") }, "{map:{k:'a'}}"),
        ["a map by output of a Dictionary"] = (() => new() { Map = Output.Create(new Dictionary<string, string> { ["k"] = "a" }) }, "{map:{k:'a'}}"),
        ["a map by output of an IDictionary"] = (
            () => new() { Map = Output.Create<IDictionary<string, string>>(new Dictionary<string, string> { ["k"] = "a" }) }, "{map:{k:'a'}}"),
        ["a map by output of an immutable dictionary"] = (
            () => new() { Map = Output.Create(ImmutableDictionary<string, string>.Empty.Add("k", "a")) }, "{map:{k:'a'}}"),
        ["an empty map"] = (() => new() { Map = [] }, "{map:{}}"),
        ["a map with a secret"] = (() => new() { Map = { { "k", Output.CreateSecret("a") } } }, "{map:{k:'a'}}"),
        ["a map with an unknown value"] = (() => new() { Map = { { "k", OutputUtilities.CreateUnknown("a") }, { "l", "b" } } }, "{}"),
        ["a map with a null"] = (() => new() { Map = { { "k", (string)null! }, { "l", "b" } } }, "{map:{l:'b'}}"),
        ["keys as they are"] = (() => new() { Map = { { "a.b/c-d E", "x" } } }, "{map:{a.b/c-d E:'x'}}"),
        ["a nested argument"] = (() => new() { Nested = new NestedArgs { Name = "n", Port = 80 } }, "{nested:{name:'n',port:80d}}"),
        ["a nested argument as an output"] = (() => new() { Nested = Output.Create(new NestedArgs { Name = "n" }) }, "{nested:{name:'n'}}"),
        ["a nested argument with outputs"] = (
            () => new() { Nested = new NestedArgs { Name = Output.Create("n"), Port = Output.Create(80) } }, "{nested:{name:'n',port:80d}}"),
        ["a nested argument with an unknown"] = (
            () => new() { Nested = new NestedArgs { Name = "n", Port = OutputUtilities.CreateUnknown(80) } }, "{}"),
        ["nested arguments in depth"] = (
            () => new() { Nested = new NestedArgs { Name = "a", Inner = new NestedArgs { Name = "b", Labels = { { "k", "v" } } } } },
            "{nested:{inner:{labels:{k:'v'},name:'b'},name:'a'}}"),
        ["a list of nested arguments"] = (
            () => new() { NestedList = { new NestedArgs { Name = "a" }, new NestedArgs { Name = "b" } } },
            "{nestedList:[{name:'a'},{name:'b'}]}"),
        ["a map of nested arguments"] = (
            () => new() { NestedMap = { { "k", new NestedArgs { Name = "a" } } } }, "{nestedMap:{k:{name:'a'}}}"),
        ["a list of unions"] = (
            () => new() { EitherList = { (Input<string>)"a", (Input<int>)5 } }, "{eitherList:['a',5d]}"),
        ["a map of unions"] = (
            () => new() { EitherMap = { { "k", (Input<string>)"a" }, { "l", (Input<int>)5 } } }, "{eitherMap:{k:'a',l:5d}}"),
        ["a file asset"] = (() => new() { Asset = new FileAsset("./x") }, "{asset:FileAsset}"),
        ["a text asset"] = (() => new() { Asset = new StringAsset("x") }, "{asset:StringAsset}"),
        ["a remote asset"] = (() => new() { Asset = new RemoteAsset("https://x") }, "{asset:RemoteAsset}"),
        ["a file archive"] = (() => new() { Asset = new FileArchive("./x") }, "{asset:FileArchive}"),
        ["a remote archive"] = (() => new() { Asset = new RemoteArchive("https://x") }, "{asset:RemoteArchive}"),
        ["an archive of assets"] = (
            () => new() { Asset = new AssetArchive(new Dictionary<string, AssetOrArchive> { ["a"] = new StringAsset("x") }) },
            "{asset:AssetArchive}"),
        ["anything: a text"] = (() => new() { Any = "a" }, "{any:'a'}"),
        ["anything: a number"] = (() => new() { Any = 5 }, "{any:5d}"),
        ["anything: a list"] = (() => new() { Any = new List<object> { "a", 1, true } }, "{any:['a',1d,true]}"),
        ["anything: a list with a null"] = (() => new() { Any = new object?[] { "a", null } }, "{any:['a',null]}"),
        ["anything: a default immutable array"] = (() => new() { Any = default(ImmutableArray<string>) }, "{any:[]}"),
        ["anything: a map"] = (() => new() { Any = new Dictionary<string, object?> { ["a"] = 1, ["b"] = null } }, "{any:{a:1d}}"),
        ["anything: outputs inside"] = (
            () => new() { Any = new Dictionary<string, object> { ["a"] = Output.Create(1), ["b"] = new[] { Output.Create("c") } } },
            "{any:{a:1d,b:['c']}}"),
        ["anything: an argument"] = (() => new() { Any = new NestedArgs { Name = "n" } }, "{any:{name:'n'}}"),
        ["a JSON text"] = (() => new() { Element = """{"a":[1,"b",true,null],"c":{"d":0.5}}""" }, "{element:{a:[1d,'b',true,null],c:{d:0.5d}}}"),
        ["a JSON document"] = (() => new() { Element = JsonDocument.Parse("[1]") }, "{element:[1d]}"),
        ["a JSON element"] = (() => new() { Element = JsonDocument.Parse("\"a\"").RootElement }, "{element:'a'}"),
        ["a JSON text as an output"] = (() => new() { Element = Output.Create("""{"a":1}""") }, "{element:{a:1d}}"),
        ["a JSON document as an output"] = (() => new() { Element = Output.Create(JsonDocument.Parse("{}")) }, "{element:{}}"),
        ["a JSON element as an output"] = (() => new() { Element = Output.Create(JsonDocument.Parse("2").RootElement) }, "{element:2d}"),
        ["a plain member"] = (() => new() { Plain = "p" }, "{plain:'p'}"),
        ["a plain list"] = (() => new() { PlainObject = new[] { 1, 2 } }, "{plainObject:[1d,2d]}"),
        ["as JSON: a number"] = (() => new() { JsonCount = 5 }, "{jsonCount:'5'}"),
        ["as JSON: a text"] = (() => new() { JsonText = "a \"b\" \\ \n" }, """{jsonText:'"a \"b\" \\ \n"'}"""),
        ["as JSON: a flag"] = (() => new() { JsonFlag = true }, "{jsonFlag:'true'}"),
        ["as JSON: an argument"] = (
            () => new() { JsonNested = new NestedArgs { Name = "n", Port = 1, Labels = { { "k", "v" } } } },
            """{jsonNested:'{ "labels": { "k": "v" }, "name": "n", "port": 1 }'}"""),
        ["as JSON: a list"] = (() => new() { JsonList = new[] { "a", "b" } }, """{jsonList:'[ "a", "b" ]'}"""),
        ["as JSON: an empty list"] = (() => new() { JsonList = [] }, "{jsonList:'[ ]'}"),
        ["as JSON: a map"] = (() => new() { JsonMap = new Dictionary<string, string> { ["b"] = "1", ["a"] = "2" } }, """{jsonMap:'{ "a": "2", "b": "1" }'}"""),
        ["as JSON: an output"] = (() => new() { JsonCount = Output.Create(5) }, "{jsonCount:'5'}"),
        ["as JSON: a secret"] = (() => new() { JsonText = Output.CreateSecret("a") }, """{jsonText:'"a"'}"""),
        ["as JSON: an unknown"] = (() => new() { JsonText = OutputUtilities.CreateUnknown("a") }, "{}"),
        ["as JSON: nothing"] = (() => new() { JsonText = null }, "{}"),
        ["several at once"] = (
            () => new() { Text = "a", Count = 1, Enabled = true, List = { "x" }, Nested = new NestedArgs { Name = "n" } },
            "{count:1d,enabled:true,list:['x'],nested:{name:'n'},text:'a'}"),
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Inputs_arrive_as_wire_values(string name)
    {
        var (args, expected) = s_cases[name];
        var mocks = new Recorder();

        await Deployment.TestAsync(mocks, Recorder.Preview, () => { _ = new Sample("sample", args()); });

        Assert.Equal(expected, Wire.Show(mocks.InputsOf("sample")));
    }

    [Fact]
    public async Task No_arguments_are_no_inputs()
    {
        var mocks = new Recorder();

        await Deployment.TestAsync(mocks, Recorder.Update, () => { _ = new Sample("sample"); });

        Assert.Empty(mocks.InputsOf("sample"));
    }

    [Fact]
    public async Task A_resource_as_an_input_arrives_as_a_reference_by_its_URN()
    {
        var mocks = new Recorder();
        Sample? first = null;

        await Deployment.TestAsync(mocks, Recorder.Update, () =>
        {
            first = new Sample("first");
            _ = new Sample("second", new SampleArgs { Resource = first });
        });

        var reference = Assert.IsAssignableFrom<Resource>(mocks.InputsOf("second")["resource"]);
        Assert.Equal("", reference.GetResourceName());
        Assert.Equal(await Recorder.UrnOf(first!), await Recorder.UrnOf(reference));
    }

    [Fact]
    public async Task The_id_of_another_resource_is_passed_on()
    {
        var mocks = new Recorder();

        await Deployment.TestAsync(mocks, Recorder.Update, () =>
        {
            var first = new Sample("first");
            _ = new Sample("second", new SampleArgs { Text = first.Id });
        });

        Assert.Equal("{text:'first-id'}", Wire.Show(mocks.InputsOf("second")));
    }

    [Fact]
    public async Task A_missing_required_input_is_named()
    {
        var failure = await Run.FailureAsync(() => Deployment.TestAsync(
            new Recorder(), Recorder.Update, () => { _ = new Sample("sample", new SampleArgs { Nested = new NestedArgs() }); }));

        Assert.Contains("NestedArgs.Name is required but was not given a value", failure, StringComparison.Ordinal);
        Assert.Contains(nameof(ArgumentNullException), failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_without_a_wire_form_is_refused()
    {
        var failure = await Run.FailureAsync(() => Deployment.TestAsync(
            new Recorder(), Recorder.Update, () => { _ = new Sample("sample", new SampleArgs { PlainObject = new object() }); }));

        Assert.Contains("System.Object is not a supported argument type", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_among_the_inputs_is_refused()
    {
        var failure = await Run.FailureAsync(() => Deployment.TestAsync(
            new Recorder(), Recorder.Update, () => { _ = new Sample("sample", new SampleArgs { PlainObject = Task.FromResult(1) }); }));

        Assert.Contains("Tasks are not allowed inside ResourceArgs", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_map_without_text_keys_is_refused()
    {
        var failure = await Run.FailureAsync(() => Deployment.TestAsync(
            new Recorder(),
            Recorder.Update,
            () => { _ = new Sample("sample", new SampleArgs { PlainObject = new Dictionary<int, string> { [1] = "a" } }); }));

        Assert.Contains("only supported with string keys", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dictionary_can_stand_for_the_arguments()
    {
        var mocks = new Recorder();
        var inputs = ImmutableDictionary<string, object?>.Empty
            .Add("text", "a").Add("count", Output.Create(2)).Add("nothing", null).Add("list", ImmutableArray.Create("x"));

        await Deployment.TestAsync(mocks, Recorder.Update, () =>
        {
            _ = new CustomResource("sample:index:Other", "other", new DictionaryResourceArgs(inputs), null);
        });

        Assert.Equal("{count:2d,list:['x'],text:'a'}", Wire.Show(mocks.InputsOf("other")));
    }

    [Fact]
    public void A_dictionary_with_a_value_that_cannot_travel_is_refused()
        => Assert.Throws<InvalidOperationException>(() => new DictionaryResourceArgs(
            ImmutableDictionary<string, object?>.Empty.Add("a", new Version(1, 0))));

    [Fact]
    public void A_dictionary_for_a_function_is_checked_too()
        => Assert.Throws<InvalidOperationException>(() => new DictionaryInvokeArgs(
            ImmutableDictionary<string, object?>.Empty.Add("a", new Version(1, 0))));

    private static async Task<T> Later<T>(T value)
    {
        await Task.Delay(1);
        return value;
    }
}
