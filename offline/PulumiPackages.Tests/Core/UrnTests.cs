namespace PulumiPackages.Tests.Core;

/// <summary>Names of resources.</summary>
public sealed class UrnTests
{
    [Fact]
    public async Task Every_resource_has_a_urn_below_the_stack()
    {
        var urns = new List<string>();

        await Deployment.TestAsync(new Recorder(), new() { StackName = "s", ProjectName = "p" }, async Task () =>
        {
            var outer = new Group("outer");
            var inner = new Group("inner", new ComponentResourceOptions { Parent = outer });
            foreach (var resource in new Resource[]
            {
                new Sample("alone"), outer, inner, new Sample("deep", null, new CustomResourceOptions { Parent = inner }),
            })
            {
                urns.Add(await Recorder.UrnOf(resource));
            }
        });

        Assert.Equal(
            [
                "urn:pulumi:s::p::pulumi:pulumi:Stack$sample:index:Sample::alone",
                "urn:pulumi:s::p::pulumi:pulumi:Stack$sample:index:Group::outer",
                "urn:pulumi:s::p::pulumi:pulumi:Stack$sample:index:Group::inner",
                "urn:pulumi:s::p::pulumi:pulumi:Stack$sample:index:Sample::deep",
            ],
            urns);
    }

    [Fact]
    public async Task The_stack_is_named_after_project_and_stack()
    {
        var resources = await Deployment.TestAsync<EmptyStack>(new Recorder(), new() { StackName = "s", ProjectName = "p" });

        var stack = Assert.Single(resources);
        Assert.Equal(("pulumi:pulumi:Stack", "p-s"), (stack.GetResourceType(), stack.GetResourceName()));
        Assert.Equal("urn:pulumi:s::p::pulumi:pulumi:Stack::p-s", await Recorder.UrnOf(stack));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_urn_is_known_in_previews_too(bool preview)
        => Assert.True(await Run.InsideAsync(preview, () => Read.IsKnownAsync(new Sample("sample").Urn)));

    [Fact]
    public async Task A_urn_can_be_put_together()
        => Assert.Equal(
            "urn:pulumi:stack::project::type::name",
            await Run.InsideAsync(preview: false, () => Read.ValueAsync(Urn.Create("name", "type"))));

    [Fact]
    public async Task A_urn_can_be_of_another_stack()
        => Assert.Equal(
            "urn:pulumi:s::p::type::name",
            await Run.InsideAsync(preview: false, () => Read.ValueAsync(Urn.Create("name", "type", project: "p", stack: Output.Create("s")))));

    [Fact]
    public async Task A_urn_can_have_a_parent()
        => Assert.Equal(
            "urn:pulumi:s::p::outer$type::name",
            await Run.InsideAsync(preview: false, () => Read.ValueAsync(Urn.Create("name", "type", parentUrn: "urn:pulumi:s::p::outer::parent"))));

    [Fact]
    public async Task A_urn_can_have_a_resource_as_its_parent()
        => Assert.Equal(
            "urn:pulumi:stack::project::pulumi:pulumi:Stack$sample:index:Group$type::name",
            await Run.InsideAsync(preview: false, () => Read.ValueAsync(Urn.Create("name", "type", parent: new Group("group")))));

    [Fact]
    public async Task A_urn_has_one_parent()
        => await Run.InsideAsync(preview: false, () =>
        {
            Assert.Throws<ArgumentException>(() => Urn.Create("name", "type", parent: new Group("group"), parentUrn: "urn"));
            return Task.CompletedTask;
        });

    [Fact]
    public void A_urn_is_text()
    {
        var urn = new Urn("urn:pulumi:s::p::t::n");

        Assert.Equal("urn:pulumi:s::p::t::n", (string)urn);
        Assert.True(urn == new Urn("urn:pulumi:s::p::t::n"));
        Assert.True(urn != new Urn("urn:pulumi:s::p::t::m"));
    }

    [Fact]
    public async Task A_resource_knows_its_name_and_type()
        => await Run.InsideAsync(preview: false, () =>
        {
            var sample = new Sample("sample");
            Assert.Equal(("sample", Sample.Token), (sample.GetResourceName(), sample.GetResourceType()));
            return Task.CompletedTask;
        });

    [Theory]
    [InlineData("", "name")]
    [InlineData("type", "")]
    public async Task A_resource_needs_name_and_type(string type, string name)
        => await Run.InsideAsync(preview: false, () =>
        {
            Assert.Throws<ArgumentException>(() => new CustomResource(type, name, null, null));
            return Task.CompletedTask;
        });

    private sealed class EmptyStack : Stack;
}
