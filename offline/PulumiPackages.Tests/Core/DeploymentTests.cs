using System.Collections.Immutable;
using Pulumi.Testing;

namespace PulumiPackages.Tests.Core;

/// <summary>What surrounds a program, and how runs follow each other.</summary>
[Collection(nameof(ConfigCollection))]
public sealed class DeploymentTests
{
    [Fact]
    public async Task Defaults_are_those_of_a_preview()
    {
        var seen = "";

        await Deployment.TestAsync(new Recorder(), new TestOptions(), () => { seen = Surroundings(); });

        Assert.Equal("project stack organization True", seen);
    }

    [Fact]
    public async Task Options_say_what_a_program_sees()
    {
        var seen = "";
        var options = new TestOptions
        {
            ProjectName = "p",
            StackName = "s",
            OrganizationName = "o",
            RootDirectory = "/r",
            IsPreview = false,
        };

        await Deployment.TestAsync(new Recorder(), options, () => { seen = $"{Surroundings()} {Deployment.Instance.RootDirectory}"; });

        Assert.Equal("p s o False /r", seen);
    }

    [Fact]
    public void There_is_no_deployment_outside_a_run()
    {
        Assert.Throws<InvalidOperationException>(() => Deployment.Instance);
        Assert.Throws<InvalidOperationException>(() => new Sample("sample"));
        Assert.Throws<InvalidOperationException>(() => Log.Info("a"));
    }

    [Fact]
    public async Task There_is_no_deployment_after_a_run()
    {
        await Deployment.TestAsync(new Recorder(), Recorder.Update, () => { });

        Assert.Throws<InvalidOperationException>(() => Deployment.Instance);
    }

    [Fact]
    public async Task The_deployment_is_there_across_awaits_and_in_functions()
        => await Run.InsideAsync(preview: false, async () =>
        {
            var instance = Deployment.Instance;
            await Task.Yield();
            Assert.Same(instance, Deployment.Instance);
            Assert.Same(instance, await Task.Run(() => Deployment.Instance));
            Assert.Same(instance, await Read.ValueAsync(Output.Create(Task.Delay(1)
                .ContinueWith(_ => 1, TaskScheduler.Default)).Apply(_ => Deployment.Instance)));
        });

    [Fact]
    public async Task Runs_follow_each_other()
    {
        for (var i = 0; i < 50; i++)
        {
            var (resources, outputs) = await Deployment.TestAsync(new Recorder(), new TestOptions(), () => new Dictionary<string, object?>
            {
                ["id"] = new Sample($"sample{i}").Id,
            });

            Assert.Equal($"sample{i}", Assert.Single(resources).GetResourceName());
            Assert.Equal($"sample{i}-id", await Read.ValueAsync((Output<string>)outputs["id"]!));
        }
    }

    [Fact]
    public async Task A_failed_run_leaves_the_next_one_alone()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => Deployment.TestAsync(
            new Recorder(), new TestOptions(), (Action)(() => throw new InvalidOperationException("first"))));

        Assert.Single(await Deployment.TestAsync(new Recorder(), new TestOptions(), () => { _ = new Sample("sample"); }));
    }

    [Fact]
    public async Task A_function_may_return_outputs()
    {
        var (resources, outputs) = await Deployment.TestAsync(new Recorder(), Recorder.Update, () => new Dictionary<string, object?>
        {
            ["a"] = 1,
            ["b"] = new Sample("sample").Id,
        });

        Assert.Equal("sample", Assert.Single(resources).GetResourceName());
        Assert.Equal(1, outputs["a"]);
        Assert.Equal("sample-id", await Read.ValueAsync((Output<string>)outputs["b"]!));
    }

    [Fact]
    public async Task An_asynchronous_function_may_return_outputs()
    {
        var (resources, outputs) = await Deployment.TestAsync(
            new Recorder(),
            Recorder.Update,
            async Task<IDictionary<string, object?>> () =>
            {
                await Task.Yield();
                return new Dictionary<string, object?> { ["b"] = new Sample("sample").Id };
            });

        Assert.Single(resources);
        Assert.Single(outputs);
    }

    [Fact]
    public async Task An_asynchronous_action_is_waited_for()
    {
        var resources = await Deployment.TestAsync(new Recorder(), Recorder.Update, async Task () =>
        {
            await Task.Delay(5);
            _ = new Sample("sample");
        });

        Assert.Single(resources);
    }

    [Fact]
    public async Task Slow_mocks_are_waited_for()
    {
        var mocks = new Recorder { IsSlow = true };

        var resources = await Deployment.TestAsync(mocks, Recorder.Update, () =>
        {
            var first = new Sample("first", new SampleArgs { Text = "a" });
            var second = new Sample("second", new SampleArgs { Text = first.Text });
            _ = new Sample("third", new SampleArgs { Text = second.Text }, new CustomResourceOptions { Parent = new Group("group") });
        });

        Assert.Equal(["first", "group", "second", "third"], resources.Select(resource => resource.GetResourceName()).Order(StringComparer.Ordinal));
        Assert.Equal("{text:'a'}", Wire.Show(mocks.InputsOf("third")));
    }

    [Fact]
    public async Task A_resource_is_registered_after_those_it_depends_on()
    {
        var mocks = new Recorder { IsSlow = true };

        await Deployment.TestAsync(mocks, Recorder.Update, () =>
        {
            var group = new Group("group");
            _ = new Sample("child", null, new CustomResourceOptions { Parent = group });
            var plain = new Sample("plain");
            _ = new Sample("last", null, new CustomResourceOptions { DependsOn = { group, plain } });
        });

        Assert.Equal("last", mocks.Resources.Last().Name);
    }

    [Fact]
    public async Task A_run_within_a_run_is_refused()
        => await Run.InsideAsync(preview: false, async () =>
        {
            await Assert.ThrowsAsync<InvalidOperationException>(
                () => Deployment.TestAsync(new Recorder(), new TestOptions(), () => { }));
        });

    [Fact]
    public async Task Without_an_engine_there_is_only_testing()
    {
        foreach (var run in new Func<Task>[]
        {
            () => Deployment.RunAsync(() => { }),
            () => Deployment.RunAsync(() => new Dictionary<string, object?>()),
            () => Deployment.RunAsync(() => Task.CompletedTask),
            () => Deployment.RunAsync(() => Task.FromResult<IDictionary<string, object?>>(new Dictionary<string, object?>()), new StackOptions()),
            () => Deployment.RunAsync<EmptyStack>(),
        })
        {
            var exception = await Assert.ThrowsAsync<InvalidOperationException>(run);
            Assert.Contains(
                "Program run without the Pulumi engine available; re-run using the `pulumi` CLI", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_existing_resource_is_read_by_its_id()
    {
        var mocks = new Recorder { Id = _ => "something else" };

        var id = await Run.InsideAsync(
            preview: true, () => Read.ValueAsync(new Sample("sample", null, new CustomResourceOptions { Id = "existing" }).Id), mocks);

        Assert.Equal("existing", id);
        Assert.Equal("existing", Assert.Single(mocks.Resources).Id);
    }

    [Fact]
    public async Task A_component_cannot_be_read_by_an_id()
    {
        var failure = await Run.FailureAsync(() => Deployment.TestAsync(
            new Recorder(), Recorder.Update, () => { _ = new Group("group", new ComponentResourceOptions { Id = "existing" }); }));

        Assert.Contains("is only valid for a CustomResource", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resource_can_be_imported()
    {
        var mocks = new Recorder { Id = _ => null };

        var id = await Run.InsideAsync(
            preview: true, () => Read.ValueAsync(new Sample("sample", null, new CustomResourceOptions { ImportId = "existing" }).Id), mocks);

        Assert.Equal("existing", id);
        Assert.Equal("existing", Assert.Single(mocks.Resources).Id);
    }

    [Fact]
    public async Task A_registered_resource_can_be_read_again_by_its_urn()
    {
        var shown = await Run.InsideAsync(preview: false, async () =>
        {
            var urn = await Recorder.UrnOf(new Sample("sample", new SampleArgs { Text = "a" }));
            var again = new Sample("again", null, new CustomResourceOptions { Urn = urn });
            return await Read.ValueAsync(Output.Format($"{again.Text} {again.Id} {again.Urn}"));
        });

        Assert.Equal("a sample-id urn:pulumi:stack::project::pulumi:pulumi:Stack$sample:index:Sample::sample", shown);
    }

    [Fact]
    public async Task Many_resources_are_registered_in_order()
    {
        var resources = await Deployment.TestAsync(new Recorder(), Recorder.Update, () =>
        {
            var group = new Group("group");
            var previous = new Sample("first");
            for (var i = 0; i < 1000; i++)
            {
                previous = new Sample(
                    $"sample{i}", new SampleArgs { Text = previous.Id }, new CustomResourceOptions { Parent = group, DependsOn = { previous } });
            }
        });

        Assert.Equal(1002, resources.Length);
        Assert.Equal("sample999", resources[^1].GetResourceName());
    }

    [Fact]
    public async Task Empty_mocks_answer_with_the_inputs()
    {
        var shown = await Run.InsideAsync(
            preview: true, async () => await Read.ShowAsync(new Sample("sample", new SampleArgs { Text = "a" }).Text), new EmptyMocks());

        Assert.Equal("'a'", shown);
    }

    [Fact]
    public async Task A_value_can_be_stashed()
    {
        var mocks = new Recorder();

        await Deployment.TestAsync(mocks, Recorder.Update, () => { _ = new Stash("stash", new StashArgs { Input = Output.Create((object)"a") }); });

        var stash = Assert.Single(mocks.Resources);
        Assert.Equal(("pulumi:index:Stash", "stash"), (stash.Type, stash.Name));
    }

    [Fact]
    public void Results_of_transforms_keep_what_they_are_given()
    {
        var inputs = ImmutableDictionary<string, object?>.Empty.Add("a", 1);
        var options = new CustomResourceOptions();

        var args = new ResourceTransformArgs("name", "type", true, inputs, options);
        var result = new InvokeTransformResult(inputs, new InvokeOptions { Version = "1" });

        Assert.Equal(("name", "type", true), (args.Name, args.Type, args.Custom));
        Assert.Same(inputs, args.Args);
        Assert.Same(options, args.Options);
        Assert.Equal("1", result.Options.Version);
    }

    private static string Surroundings()
    {
        var instance = Deployment.Instance;
        return $"{instance.ProjectName} {instance.StackName} {instance.OrganizationName} {instance.IsDryRun}";
    }

    private sealed class EmptyStack : Stack;
}
