using System.Reflection;
using System.Text.Json.Nodes;

namespace PulumiPackages.Tests.Providers;

/// <summary>Every resource, filled to the last nested member, through mocks and back.</summary>
public sealed class ResourceRoundTripTests
{
    // What the lists leave out, and the constructor of the published resource may write.
    private static readonly HashSet<(string Type, string WireName)> _unlisted = [("Pulumi.Kubernetes.Helm.V3.Release", "compat")];

    public static TheoryData<string, string> Resources => ApiFacts.Rows(facts => facts.IsResource() && !facts.IsProvider());

    public static TheoryData<string, string> Getters =>
        ApiFacts.Rows(facts => facts.Texts("methods").Any(method => method.Contains(" Get(", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_mock_sees_all_inputs_under_their_wire_names(string package, string typeName)
    {
        var api = ApiFacts.Of(package);
        var facts = api.Facts(typeName);
        var mocks = new RecordingMocks();
        Dictionary<string, object?> expected = [];

        await mocks.RunAsync(() =>
        {
            (var args, expected) = new InputSamples(api).Arguments(facts.ArgsType());
            Activator.CreateInstance(api.Type(typeName), "sample", args, null);
        });

        foreach (var (wireName, value) in Constants(facts))
            expected[wireName] = value;
        var seen = Assert.Single(mocks.Resources);
        Assert.Equal(facts.Text("token"), seen.Type);
        Assert.Equal("sample", seen.Name);
        var listed = seen.Inputs.Where(entry => !_unlisted.Contains((typeName, entry.Key)));
        Assert.Equal(
            Wire.Show(expected.Where(entry => !_unlisted.Contains((typeName, entry.Key))).ToDictionary()),
            Wire.Show(listed.ToDictionary(entry => entry.Key, object? (entry) => entry.Value)));
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task The_state_a_mock_returns_comes_back_typed(string package, string typeName)
    {
        var api = ApiFacts.Of(package);
        var facts = api.Facts(typeName);
        var samples = new OutputSamples(api);
        var state = facts.Members()
            .Where(member => member["output"] is not null)
            .Select(member => (Name: member.Text("output")!, Value: samples.Value(FactsType.Parse(member.Text("type")!).Only)))
            .Where(entry => entry.Value is not null)
            .ToDictionary(entry => entry.Name, entry => entry.Value);
        var mocks = new RecordingMocks { State = state };
        var reads = new Dictionary<string, Func<object?>>();
        Func<object?> id = () => null;

        await mocks.RunAsync(() =>
        {
            var args = new InputSamples(api).Arguments(facts.ArgsType()).Value;
            var resource = (CustomResource)Activator.CreateInstance(api.Type(typeName), "sample", args, null)!;
            id = Read.Later(resource.Id);
            foreach (var member in facts.Members().Where(member => state.ContainsKey(member.Text("output") ?? "")))
                reads.Add(member.Text("output")!, Read.Later(resource.GetType().GetProperty(member.Text("name")!)!.GetValue(resource)!));
        });

        Assert.Equal("sample-id", id());
        Assert.Equal(Wire.Show(state), Wire.Show(reads.ToDictionary(read => read.Key, read => samples.Back(read.Value()))));
    }

    [Theory]
    [MemberData(nameof(Getters))]
    public async Task Get_reads_a_resource_by_its_id(string package, string typeName)
    {
        var api = ApiFacts.Of(package);
        var mocks = new RecordingMocks();
        Dictionary<string, object?> expected = [];
        Func<object?> id = () => null;

        await mocks.RunAsync(() =>
        {
            var get = api.Type(typeName).GetMethod("Get", BindingFlags.Public | BindingFlags.Static)!;
            var parameters = get.GetParameters();
            object?[] arguments = ["existing", (Input<string>)"known-id", .. new object?[parameters.Length - 2]];
            if (parameters.Length == 4)
                (arguments[2], expected) = new InputSamples(api).Arguments(parameters[2].ParameterType.FullName!);
            id = Read.Later(((CustomResource)get.Invoke(null, arguments)!).Id);
        });

        var seen = Assert.Single(mocks.Resources);
        Assert.Equal((api.Facts(typeName).Text("token"), "existing", "known-id"), (seen.Type, seen.Name, seen.Id));
        Assert.Equal("known-id", id());
        Assert.Equal(Wire.Show(expected), Wire.Show(seen.Inputs.ToDictionary(entry => entry.Key, object? (entry) => entry.Value)));
    }

    private static IEnumerable<(string WireName, string Value)> Constants(JsonObject facts) =>
        (facts["sets"]?.AsObject() ?? []).Select(entry => (entry.Key, entry.Value!.GetValue<string>()));
}
