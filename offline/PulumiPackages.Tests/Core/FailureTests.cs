using Pulumi.Testing;

namespace PulumiPackages.Tests.Core;

/// <summary>Whatever goes wrong ends the run, and is told.</summary>
public sealed class FailureTests
{
    private static readonly Dictionary<string, Action> s_programs = new()
    {
        ["in the program"] = () => throw new InvalidOperationException("this one"),
        ["in a function"] = () => Output.Create(1).Apply(int (_) => throw new InvalidOperationException("this one")),
        ["in a function that returns a task"] = () => Output.Create(1).Apply(async _ =>
        {
            await Task.Delay(1);
            return Fail();
        }),
        ["in a function that returns an output"] = () => Output.Create(1).Apply(_ => Output.Create(1).Apply(_ => Fail())),
        ["in an action"] = () => Output.Create(1).Apply((int _) => Task.FromException(new InvalidOperationException("this one"))),
        ["in a task"] = () => Output.Create(Task.FromException<int>(new InvalidOperationException("this one"))),
        ["in a task later"] = () => Output.Create(FailLater()),
        ["in a secret task"] = () => Output.CreateSecret(FailLater()),
        ["in an input"] = () => new Sample("sample", new SampleArgs { Count = Output.Create(FailLater()) }),
        ["in an element of a list"] = () => new Sample("sample", new SampleArgs { List = { Output.Create(FailLater()).Apply(v => $"{v}") } }),
        ["in a value of a map"] = () => new Sample("sample", new SampleArgs { Map = { { "k", Output.Create(FailLater()).Apply(v => $"{v}") } } }),
        ["in a dependency"] = () => new Sample(
            "sample", null, new CustomResourceOptions { DependsOn = Output.Create(FailLater()).Apply(_ => (Resource)new Group("group")) }),
        ["in an id"] = () => new Sample("sample", null, new CustomResourceOptions { Id = Output.Create(FailLater()).Apply(v => $"{v}") }),
        ["in an alias"] = () => new Sample(
            "sample", null, new CustomResourceOptions { Aliases = { Output.Create(FailLater()).Apply(_ => new Alias()) } }),
        ["in the outputs of a component"] = () => new Group("group").Finish(Output.Create("a"), Output.Create(FailLater())),
        ["in something that depends on something that fails"] = () =>
        {
            var first = new Sample("first", new SampleArgs { Count = Output.Create(FailLater()) });
            var second = new Sample("second", new SampleArgs { Text = first.Text });
            _ = second.Text.Apply(v => v + "!");
        },
        ["in JSON"] = () => Output.JsonSerialize(Output.Create(new[] { Output.Create(FailLater()) })),
        ["in a format"] = () => Output.Format($"{Output.Create(FailLater())}"),
        ["in several combined"] = () => Output.All(Output.Create(1), Output.Create(FailLater())),
        ["in a logged error"] = () => Log.Error("this one"),
        ["in a logged exception"] = () => Log.Exception(new InvalidOperationException("this one")),
        ["with a message for the user"] = () => throw new RunException("this one"),
        ["with a resource"] = () => throw new ResourceException("this one", null),
        ["with a resource and no stack trace"] = () => throw new ResourceException("this one", null, hideStack: true),
    };

    public static TheoryData<string> Programs => [.. s_programs.Keys];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_failure_is_told(string name)
    {
        var failure = await Run.FailureAsync(() => Deployment.TestAsync(new Recorder(), Recorder.Update, s_programs[name]));

        Assert.Contains("this one", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failing_mock_is_told(bool slow)
    {
        var mocks = new Recorder { IsSlow = slow, State = _ => throw new InvalidOperationException("this one") };

        var failure = await Run.FailureAsync(() => Deployment.TestAsync(mocks, Recorder.Update, () =>
        {
            var first = new Sample("first");
            _ = new Sample("second", new SampleArgs { Text = first.Text });
        }));

        Assert.Contains("this one", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mock_has_to_return_something_with_properties()
    {
        var failure = await Run.FailureAsync(() => Deployment.TestAsync(
            new Recorder { State = _ => "text" }, Recorder.Update, () => { _ = new Sample("sample"); }));

        Assert.Contains("System.String is not a supported argument type", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_is_told_with_type_and_message()
    {
        var exception = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(
            new Recorder(), new TestOptions(), (Action)(() => throw new InvalidOperationException("this one"))));

        Assert.StartsWith("Running program '", exception.Message, StringComparison.Ordinal);
        Assert.Contains("' failed with an unhandled exception:", exception.Message, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException: this one", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_for_the_user_is_told_as_it_is()
    {
        var exception = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(
            new Recorder(), new TestOptions(), (Action)(() => throw new RunException("set the key"))));

        Assert.Equal("set the key", exception.Message);
    }

    [Fact]
    public async Task Several_errors_are_told_together()
    {
        var exception = await Assert.ThrowsAsync<AggregateException>(() => Deployment.TestAsync(new Recorder(), new TestOptions(), () =>
        {
            Log.Error("one");
            Log.Error("two");
        }));

        Assert.Equal(["one", "two"], exception.InnerExceptions.Select(inner => inner.Message).Order());
        Assert.All(exception.InnerExceptions, inner => Assert.IsType<RunException>(inner));
    }

    [Fact]
    public async Task Other_messages_are_no_errors()
    {
        var resources = await Deployment.TestAsync(new Recorder(), new TestOptions(), () =>
        {
            Log.Debug("a");
            Log.Info("b", new Sample("sample"), streamId: 1, ephemeral: true);
            Log.Warn("c");
        });

        Assert.Single(resources);
    }

    [Fact]
    public async Task An_exception_in_the_constructor_of_a_stack_is_not_wrapped()
    {
        var exception = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync<FailingStack>(new Recorder()));

        Assert.Equal("in the constructor", exception.Message);
    }

    [Fact]
    public async Task Resources_created_before_a_failure_are_registered()
    {
        var mocks = new Recorder();

        await Assert.ThrowsAnyAsync<Exception>(() => Deployment.TestAsync(mocks, Recorder.Update, void () =>
        {
            _ = new Sample("sample");
            throw new InvalidOperationException("afterwards");
        }));

        Assert.Equal("sample", Assert.Single(mocks.Resources).Name);
    }

    private static int Fail() => throw new InvalidOperationException("this one");

    private static async Task<int> FailLater()
    {
        await Task.Delay(1);
        return Fail();
    }

    private sealed class FailingStack : Stack
    {
        public FailingStack()
            => throw new RunException("in the constructor");
    }
}
