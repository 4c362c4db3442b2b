using System.Collections.Immutable;
using Pulumi.Utilities;

namespace PulumiPackages.Tests.Core;

/// <summary>Calls of functions and methods.</summary>
public sealed class InvokeTests
{
    private const string Token = "sample:index:find";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_function_gets_arguments_and_returns_a_result(bool preview)
    {
        var mocks = new Recorder { Result = _ => new Dictionary<string, object> { ["name"] = "n", ["port"] = 80 } };

        var result = await Run.InsideAsync(
            preview, async () => await Read.ValueAsync(Deployment.Instance.Invoke<Nested>(Token, new FindArgs { Text = "a", Count = 2 })), mocks);

        var call = Assert.Single(mocks.Calls);
        Assert.Equal((Token, "{count:2d,text:'a'}", ""), (call.Token, Wire.Show(call.Args), call.Provider));
        Assert.Equal(("n", 80), (result.Name, result.Port));
    }

    [Fact]
    public async Task A_function_can_be_called_plainly()
    {
        var mocks = new Recorder { Result = _ => new Dictionary<string, object> { ["name"] = "n" } };

        var result = await Run.InsideAsync(
            preview: true, () => Deployment.Instance.InvokeAsync<Nested>(Token, new FindArgs { Text = "a" }, (InvokeOptions?)null, null), mocks);

        Assert.Equal("n", result.Name);
    }

    [Fact]
    public async Task A_function_can_be_called_for_its_effect()
    {
        var mocks = new Recorder();

        await Run.InsideAsync(preview: false, () => Deployment.Instance.InvokeAsync(Token, new FindArgs { Text = "a" }), mocks);

        Assert.Single(mocks.Calls);
    }

    [Fact]
    public async Task Arguments_may_be_a_dictionary()
    {
        var mocks = new Recorder();
        var args = new DictionaryInvokeArgs(ImmutableDictionary<string, object?>.Empty.Add("a", 1).Add("b", Output.Create("c")));

        await Run.InsideAsync(preview: false, async () => await Read.ValueAsync(Deployment.Instance.Invoke<object>(Token, args)), mocks);

        Assert.Equal("{a:1d,b:'c'}", Wire.Show(Assert.Single(mocks.Calls).Args));
    }

    [Fact]
    public async Task The_result_may_be_untyped()
    {
        var mocks = new Recorder { Result = _ => new Dictionary<string, object> { ["a"] = new object[] { 1, "b" } } };

        Assert.Equal(
            "{a:[1d,'b']}",
            await Run.InsideAsync(
                false,
                () => Read.ShowAsync(Deployment.Instance.Invoke<ImmutableDictionary<string, object>>(Token, InvokeArgs.Empty)),
                mocks));
    }

    [Fact]
    public async Task A_function_is_not_called_with_unknown_arguments()
    {
        var mocks = new Recorder();

        var known = await Run.InsideAsync(
            preview: true,
            () => Read.IsKnownAsync(Deployment.Instance.Invoke<object>(Token, new FindArgs { Text = OutputUtilities.CreateUnknown("a") })),
            mocks);

        Assert.False(known);
        Assert.Empty(mocks.Calls);
    }

    [Fact]
    public async Task Secrecy_is_up_to_the_function()
    {
        var shown = await Run.InsideAsync(
            preview: false,
            async () => await Read.IsSecretAsync(Deployment.Instance.Invoke<object>(Token, new FindArgs { Text = Output.CreateSecret("a") })));
        var secret = await Run.InsideAsync(
            preview: false,
            async () => await Read.IsSecretAsync(Deployment.Instance.Invoke<Nested>(Token, InvokeArgs.Empty)),
            new Recorder { Result = _ => new Dictionary<string, object> { ["name"] = Output.CreateSecret("n") } });

        Assert.False(shown);
        Assert.True(secret);
    }

    [Fact]
    public async Task The_result_comes_from_the_resources_of_the_arguments()
    {
        await Deployment.TestAsync(new Recorder(), Recorder.Update, async Task () =>
        {
            var sample = new Sample("sample");
            var result = Deployment.Instance.Invoke<object>(Token, new FindArgs { Text = sample.Id });
            Assert.Same(sample, Assert.Single(await Read.DependenciesAsync(result)));
        });
    }

    [Fact]
    public async Task The_result_comes_from_the_resources_it_depends_on()
    {
        await Deployment.TestAsync(new Recorder(), Recorder.Update, async Task () =>
        {
            var sample = new Sample("sample");
            var result = Deployment.Instance.Invoke<object>(Token, InvokeArgs.Empty, new InvokeOutputOptions { DependsOn = { sample } });
            Assert.Same(sample, Assert.Single(await Read.DependenciesAsync(result)));
        });
    }

    [Fact]
    public async Task A_function_waits_for_the_ids_of_what_it_depends_on()
    {
        var mocks = new Recorder { Id = _ => null };

        var known = await Run.InsideAsync(
            preview: true,
            () => Read.IsKnownAsync(Deployment.Instance.Invoke<object>(
                Token, InvokeArgs.Empty, new InvokeOutputOptions { DependsOn = { new Sample("sample") } })),
            mocks);

        Assert.False(known);
        Assert.Empty(mocks.Calls);
    }

    [Fact]
    public async Task A_provider_can_be_named()
    {
        var mocks = new Recorder();

        await Run.InsideAsync(
            preview: false,
            () => Deployment.Instance.InvokeAsync(Token, InvokeArgs.Empty, new InvokeOptions { Provider = new SampleProvider("p") }),
            mocks);

        Assert.EndsWith("$pulumi:providers:sample::p::p-id", Assert.Single(mocks.Calls).Provider, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_required_argument_is_named()
    {
        var failure = await Run.FailureAsync(() => Run.InsideAsync(
            preview: false, () => Deployment.Instance.InvokeAsync(Token, new FindArgs())));

        Assert.Contains("FindArgs.Text is required but was not given a value", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failing_function_fails_the_run(bool plain)
    {
        var mocks = new Recorder { Result = _ => throw new InvalidOperationException("not found") };

        var failure = await Run.FailureAsync(() => Run.InsideAsync(
            preview: false,
            async () =>
            {
                if (plain)
                    await Deployment.Instance.InvokeAsync(Token, InvokeArgs.Empty);
                else
                    _ = Deployment.Instance.Invoke<object>(Token, InvokeArgs.Empty);
            },
            mocks));

        Assert.Contains("not found", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_plain_call_can_be_caught()
    {
        var mocks = new Recorder { Result = _ => throw new InvalidOperationException("not found") };
        var caught = "";

        await Run.InsideAsync(
            preview: false,
            async () =>
            {
                try
                {
                    await Deployment.Instance.InvokeAsync(Token, InvokeArgs.Empty);
                }
                catch (InvalidOperationException exception)
                {
                    caught = exception.Message;
                }
            },
            mocks);

        Assert.Equal("not found", caught);
    }

    [Fact]
    public async Task A_method_gets_its_resource()
    {
        var mocks = new Recorder { Result = _ => new Dictionary<string, object> { ["name"] = "n" } };

        var result = await Run.InsideAsync(
            preview: false,
            () => Read.ValueAsync(Deployment.Instance.Call<Nested>("sample:index:Sample/get", new GetArgs { Key = "k" }, new Sample("sample"))),
            mocks);

        var call = Assert.Single(mocks.Calls);
        Assert.Equal("n", result.Name);
        Assert.Equal("k", call.Args["key"]);
        Assert.IsAssignableFrom<Resource>(call.Args["__self__"]);
    }

    [Fact]
    public async Task A_method_may_return_nothing()
    {
        var mocks = new Recorder { Result = _ => ImmutableDictionary<string, object>.Empty };

        await Run.InsideAsync(
            preview: false,
            () =>
            {
                Deployment.Instance.Call("sample:index:Sample/touch", CallArgs.Empty);
                return Task.CompletedTask;
            },
            mocks);

        Assert.Equal("sample:index:Sample/touch", Assert.Single(mocks.Calls).Token);
    }

    private sealed class FindArgs : InvokeArgs
    {
        [Input("text", required: true)]
        public Input<string>? Text { get; set; }

        [Input("count")]
        public int? Count { get; set; }
    }

    private sealed class GetArgs : CallArgs
    {
        [Input("key")]
        public Input<string>? Key { get; set; }
    }
}
