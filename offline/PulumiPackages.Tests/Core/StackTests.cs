using Pulumi.Utilities;

namespace PulumiPackages.Tests.Core;

/// <summary>Stacks, their outputs, and those of components.</summary>
public sealed class StackTests
{
    [Fact]
    public async Task The_outputs_of_a_stack_are_its_marked_properties()
    {
        var mocks = new Recorder();

        var resources = await Deployment.TestAsync<GoodStack>(mocks, Recorder.Preview);

        var stack = Assert.IsType<GoodStack>(resources[0]);
        Assert.Equal("hello", await Read.ValueAsync(stack.Greeting));
        var outputs = Assert.Single(mocks.Outputs).Outputs;
        Assert.Equal(["Count", "Later", "greeting"], outputs.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("'hello' secret", await Read.ShowAsync(outputs["greeting"]));
        Assert.Equal("3d", await Read.ShowAsync(outputs["Count"]));
        Assert.False(await Read.IsKnownAsync(outputs["Later"]));
        Assert.Equal("urn:pulumi:stack::project::pulumi:pulumi:Stack::project-stack", Assert.Single(mocks.Outputs).Urn);
    }

    [Fact]
    public async Task An_output_that_is_not_assigned_is_named()
    {
        var failure = await Run.FailureAsync(() => Deployment.TestAsync<ForgetfulStack>(new Recorder()));

        Assert.Contains("Output(s) 'forgotten' have no value assigned", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_output_of_another_type_is_named()
    {
        var failure = await Run.FailureAsync(() => Deployment.TestAsync<MistypedStack>(new Recorder()));

        Assert.Contains("Output(s) 'plain' have incorrect type", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stack_comes_first_and_then_everything_in_the_order_it_was_created()
    {
        var resources = await Deployment.TestAsync<GoodStack>(new Recorder());

        Assert.Equal(["project-stack", "first", "second"], resources.Select(resource => resource.GetResourceName()));
    }

    [Fact]
    public async Task A_stack_can_come_from_a_service_provider()
    {
        var resources = await Deployment.TestWithServiceProviderAsync<ServedStack>(new Recorder(), new Services());

        Assert.Equal("served", await Read.ValueAsync(Assert.IsType<ServedStack>(Assert.Single(resources)).Name));
    }

    [Fact]
    public async Task A_stack_that_is_not_served_is_named()
    {
        var failure = await Run.FailureAsync(() => Deployment.TestWithServiceProviderAsync<GoodStack>(new Recorder(), new Services()));

        Assert.Contains("Failed to resolve instance of type", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_component_registers_its_marked_properties()
    {
        var mocks = new Recorder();

        await Deployment.TestAsync(mocks, Recorder.Update, () => new Group("group").Finish(Output.CreateSecret("hi"), Output.Create(2)));

        var request = mocks.Outputs.Single(outputs => outputs.Urn.EndsWith("::group", StringComparison.Ordinal));
        Assert.Equal(["Total", "greeting"], request.Outputs.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("'hi' secret", await Read.ShowAsync(request.Outputs["greeting"]));
        Assert.Equal("2d", await Read.ShowAsync(request.Outputs["Total"]));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("task")]
    [InlineData("output")]
    public async Task A_component_registers_what_it_names(string kind)
    {
        var mocks = new Recorder();
        IDictionary<string, object?> outputs = new Dictionary<string, object?>
        {
            ["a"] = 1,
            ["b"] = Output.Create("x"),
            ["c"] = null,
            ["d"] = new[] { Output.CreateSecret("y") },
        };

        await Deployment.TestAsync(mocks, Recorder.Update, () =>
        {
            var group = new Group("group");
            switch (kind)
            {
                case "plain":
                    group.Finish(outputs);
                    break;
                case "task":
                    group.Finish(Task.FromResult(outputs));
                    break;
                default:
                    group.Finish(Output.Create(outputs));
                    break;
            }
        });

        var registered = mocks.Outputs.Single(request => request.Urn.EndsWith("::group", StringComparison.Ordinal)).Outputs;
        Assert.Equal(["a", "b", "d"], registered.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("1d", await Read.ShowAsync(registered["a"]));
        Assert.Equal("['y'] secret", await Read.ShowAsync(registered["d"]));
    }

    [Fact]
    public async Task The_outputs_of_a_component_are_what_the_program_assigns()
    {
        var greeting = await Run.InsideAsync(preview: true, () =>
        {
            var group = new Group("group");
            group.Finish(Output.Create("hi"), Output.Create(2));
            return Read.ValueAsync(group.Greeting);
        });

        Assert.Equal("hi", greeting);
    }

    [Fact]
    public async Task Outputs_assigned_where_they_are_declared_stay()
    {
        var mocks = new Recorder();

        var resources = await Deployment.TestAsync<DerivedStack>(mocks, Recorder.Preview);

        var stack = Assert.IsType<DerivedStack>(Assert.Single(resources));
        Assert.Equal("initial", await Read.ValueAsync(stack.Initial));
        Assert.Equal(["Initial", "Own", "ReadOnly"], Assert.Single(mocks.Outputs).Outputs.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_state_for_a_component_does_not_become_its_outputs()
    {
        var mocks = new Recorder { State = _ => new Dictionary<string, object> { ["greeting"] = "from the mock" } };
        Output<string>? greeting = Output.Create("");

        await Deployment.TestAsync(mocks, Recorder.Update, () => { greeting = new Group("group").Greeting; });

        Assert.Null(greeting);
    }

    [Fact]
    public async Task A_run_that_only_waits_lets_the_next_one_begin()
    {
        var later = new TaskCompletionSource<int>();
        var seen = 0;
        var first = Deployment.TestAsync(new Recorder(), Recorder.Update, void () => Output.Create(later.Task).Apply(v => seen = v));

        await Deployment.TestAsync(new Recorder(), Recorder.Update, () => { });
        later.SetResult(5);
        await first;

        Assert.Equal(5, seen);
    }

    [Fact]
    public async Task Mocks_are_asked_about_components_too()
    {
        var mocks = new Recorder();

        await Deployment.TestAsync(mocks, Recorder.Update, () => { _ = new Group("group"); });

        Assert.Equal(("sample:index:Group", "group", "", ""), Values(Assert.Single(mocks.Resources)));

        static (string?, string?, string?, string?) Values(Pulumi.Testing.MockResourceArgs args)
            => (args.Type, args.Name, args.Provider, args.Id);
    }

    [Fact]
    public async Task Mocks_need_not_care_for_outputs()
    {
        var resources = await Deployment.TestAsync<GoodStack>(new Answering());

        Assert.Equal(3, resources.Length);
    }

    private sealed class GoodStack : Stack
    {
        public GoodStack()
        {
            var first = new Sample("first");
            _ = new Sample("second", new SampleArgs { Text = first.Id });
            Greeting = Output.CreateSecret("hello");
            Count = Output.Create(3);
            Later = OutputUtilities.CreateUnknown("x");
        }

        [Output("greeting")]
        public Output<string> Greeting { get; private set; }

        [Output]
        public Output<int> Count { get; private set; }

        [Output]
        public Output<string> Later { get; private set; }

        public Output<string> NotMarked { get; } = Output.Create("x");
    }

    private class BaseStack : Stack
    {
        [Output]
        public Output<string> Initial { get; private set; } = Output.Create("initial");

        [Output]
        public Output<string> ReadOnly { get; } = Output.Create("read only");
    }

    private sealed class DerivedStack : BaseStack
    {
        public DerivedStack()
            => Own = Output.Create("own");

        [Output]
        public Output<string> Own { get; private set; }
    }

    private sealed class ForgetfulStack : Stack
    {
        [Output("forgotten")]
        public Output<string>? Forgotten { get; private set; }
    }

    private sealed class MistypedStack : Stack
    {
        [Output("plain")]
        public string Plain { get; private set; } = "x";
    }

    private sealed class ServedStack : Stack
    {
        public ServedStack(string name)
            => Name = Output.Create(name);

        [Output]
        public Output<string> Name { get; private set; }
    }

    private sealed class Services : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(ServedStack) ? new ServedStack("served") : null;
    }

    private sealed class Answering : Pulumi.Testing.IMocks
    {
        public Task<(string? id, object state)> NewResourceAsync(Pulumi.Testing.MockResourceArgs args)
            => Task.FromResult<(string?, object)>(("id", args.Inputs));

        public Task<object> CallAsync(Pulumi.Testing.MockCallArgs args) => Task.FromResult<object>(args.Args);
    }
}
