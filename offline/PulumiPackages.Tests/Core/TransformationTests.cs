namespace PulumiPackages.Tests.Core;

/// <summary>Functions that change arguments and options while a resource is constructed.</summary>
public sealed class TransformationTests
{
    [Fact]
    public async Task Arguments_can_be_changed_and_replaced()
    {
        var mocks = new Recorder();

        await Deployment.TestAsync(mocks, Recorder.Update, () =>
        {
            _ = new Sample("changed", new SampleArgs { Text = "a" }, Transformed(args =>
            {
                ((SampleArgs)args.Args).Text = "b";
                return null;
            }));
            _ = new Sample("replaced", new SampleArgs { Text = "a" }, Transformed(
                args => new ResourceTransformationResult(new SampleArgs { Count = 1 }, args.Options)));
        });

        Assert.Equal("{text:'b'}", Wire.Show(mocks.InputsOf("changed")));
        Assert.Equal("{count:1d}", Wire.Show(mocks.InputsOf("replaced")));
    }

    [Fact]
    public async Task Options_can_be_replaced()
    {
        var mocks = new Recorder();

        await Deployment.TestAsync(mocks, Recorder.Update, () =>
        {
            var provider = new SampleProvider("provider");
            _ = new Sample("sample", null, Transformed(args => new ResourceTransformationResult(
                args.Args, CustomResourceOptions.Merge((CustomResourceOptions)args.Options, new() { Provider = provider, ImportId = "i" }))));
        });

        var sample = mocks.Resources.Single(resource => resource.Name == "sample");
        Assert.EndsWith("::provider::provider-id", sample.Provider, StringComparison.Ordinal);
        Assert.Equal("i", sample.Id);
    }

    [Fact]
    public async Task Own_ones_run_before_those_of_the_parents_and_of_the_stack()
    {
        OrderedStack.Seen.Clear();

        await Deployment.TestAsync<OrderedStack>(new Recorder(), Recorder.Update);

        // The stack's own transformation sees the stack itself, too.
        Assert.Equal(
            ["project-stack stack", "outer outer", "outer stack", "inner inner", "inner outer", "inner stack",
             "sample own1", "sample own2", "sample inner", "sample outer", "sample stack"],
            OrderedStack.Seen);
    }

    [Fact]
    public async Task They_run_in_the_constructor()
    {
        var log = new List<string>();

        await Deployment.TestAsync(new Recorder(), Recorder.Update, () =>
        {
            log.Add("before");
            _ = new Sample("a", null, Transformed(args =>
            {
                log.Add(args.Resource.GetResourceName());
                return null;
            }));
            log.Add("after");
        });

        Assert.Equal(["before", "a", "after"], log);
    }

    [Fact]
    public async Task They_do_not_apply_to_siblings()
    {
        var seen = new List<string>();

        await Deployment.TestAsync(new Recorder(), Recorder.Update, () =>
        {
            var group = new Group("group", new ComponentResourceOptions
            {
                ResourceTransformations =
                {
                    args =>
                    {
                        seen.Add(args.Resource.GetResourceName());
                        return null;
                    },
                },
            });
            _ = new Sample("child", null, new CustomResourceOptions { Parent = group });
            _ = new Sample("sibling");
        });

        Assert.Equal(["group", "child"], seen);
    }

    [Fact]
    public async Task The_parent_cannot_be_changed()
    {
        var failure = await Run.FailureAsync(() => Deployment.TestAsync(new Recorder(), Recorder.Update, () =>
        {
            var other = new Group("other");
            _ = new Sample("sample", null, Transformed(
                args => new ResourceTransformationResult(args.Args, new CustomResourceOptions { Parent = other })));
        }));

        Assert.Contains("Transformations cannot currently be used to change the 'parent' of a resource", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_one_fails_the_run()
    {
        var failure = await Run.FailureAsync(() => Deployment.TestAsync(
            new Recorder(), Recorder.Update, () => { _ = new Sample("sample", null, Transformed(_ => throw new InvalidOperationException("no way"))); }));

        Assert.Contains("no way", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transformation_sees_type_name_and_arguments()
    {
        var seen = "";

        await Deployment.TestAsync(new Recorder(), Recorder.Update, () =>
        {
            _ = new Sample("sample", new SampleArgs { Plain = "p" }, Transformed(args =>
            {
                seen = $"{args.Resource.GetResourceType()} {args.Resource.GetResourceName()} {((SampleArgs)args.Args).Plain} {args.Options.GetType().Name}";
                return null;
            }));
        });

        Assert.Equal("sample:index:Sample sample p CustomResourceOptions", seen);
    }

    private static CustomResourceOptions Transformed(ResourceTransformation transformation) => new() { ResourceTransformations = { transformation } };

    private sealed class OrderedStack : Stack
    {
        public static readonly List<string> Seen = [];

        public OrderedStack()
            : base(new StackOptions { ResourceTransformations = { Note("stack") } })
        {
            var outer = new Group("outer", new ComponentResourceOptions { ResourceTransformations = { Note("outer") } });
            var inner = new Group("inner", new ComponentResourceOptions { Parent = outer, ResourceTransformations = { Note("inner") } });
            _ = new Sample("sample", null, new CustomResourceOptions
            {
                Parent = inner,
                ResourceTransformations = { Note("own1"), Note("own2") },
            });
        }

        private static ResourceTransformation Note(string name) => args =>
        {
            Seen.Add($"{args.Resource.GetResourceName()} {name}");
            return null;
        };
    }
}
