using System.Reflection;

namespace PulumiPackages.Tests.Providers;

/// <summary>Every function of every provider, in each form it can be called, through mocks and back.</summary>
public sealed class FunctionRoundTripTests
{
    public static TheoryData<string, string> Functions => ApiFacts.Rows(facts => facts["invoke"] is not null);

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task InvokeAsync_takes_plain_values(string package, string typeName)
    {
        var (call, result) = await RunAsync(package, typeName, "InvokeAsync", typeof(InvokeOptions), null);

        Assert.Equal(result.Expected, result.Actual);
        Assert.Equal(call.Expected, call.Actual);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task Invoke_takes_inputs(string package, string typeName)
    {
        var (call, result) = await RunAsync(package, typeName, "Invoke", typeof(InvokeOptions), null);

        Assert.Equal(result.Expected, result.Actual);
        Assert.Equal(call.Expected, call.Actual);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task Invoke_takes_options_with_dependencies(string package, string typeName)
    {
        var (call, result) = await RunAsync(package, typeName, "Invoke", typeof(InvokeOutputOptions), new InvokeOutputOptions());

        Assert.Equal(result.Expected, result.Actual);
        Assert.Equal(call.Expected, call.Actual);
    }

    private static async Task<((string Expected, string Actual) Call, (string Expected, string Actual) Result)> RunAsync(
        string package, string typeName, string methodName, Type optionsType, object? options)
    {
        var api = ApiFacts.Of(package);
        var method = api.Type(typeName).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Single(candidate => candidate.Name == methodName && candidate.GetParameters()[1].ParameterType == optionsType);
        var samples = new OutputSamples(api);
        var returned = samples.Result(method.ReturnType.GetGenericArguments()[0].FullName!);
        var mocks = new RecordingMocks { Result = returned };
        Dictionary<string, object?> expected = [];
        Func<object?> read = () => null;

        await Deployment.TestAsync(mocks, new Pulumi.Testing.TestOptions { IsPreview = false }, async () =>
        {
            (var args, expected) = new InputSamples(api).Arguments(method.GetParameters()[0].ParameterType.FullName!);
            var result = method.Invoke(null, [args, options])!;
            if (result is Task task)
            {
                await task;
                read = () => task.GetType().GetProperty("Result")!.GetValue(task);
            }
            else
            {
                read = Read.Later(result);
            }
        });

        var call = Assert.Single(mocks.Calls);
        Assert.Equal(api.Facts(typeName).Text("invoke"), call.Token);
        return (
            (Wire.Show(expected), Wire.Show(call.Args.ToDictionary(entry => entry.Key, object? (entry) => entry.Value))),
            (Wire.Show(returned), Wire.Show(samples.Back(read()))));
    }
}
