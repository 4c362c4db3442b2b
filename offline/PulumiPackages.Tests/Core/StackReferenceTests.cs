using System.Collections.Immutable;

namespace PulumiPackages.Tests.Core;

/// <summary>Outputs of other stacks.</summary>
public sealed class StackReferenceTests
{
    private static readonly Recorder s_mocks = Answering();

    [Fact]
    public async Task A_reference_reads_the_stack_of_its_name()
    {
        var mocks = Answering();

        await Run.InsideAsync(preview: false, () => Task.FromResult(new StackReference("org/project/stack")), mocks);

        var resource = Assert.Single(mocks.Resources);
        Assert.Equal(
            ("pulumi:pulumi:StackReference", "org/project/stack", "org/project/stack", "{name:'org/project/stack'}"),
            (resource.Type, resource.Name, resource.Id, Wire.Show(resource.Inputs)));
    }

    [Fact]
    public async Task The_stack_can_be_named_apart()
    {
        var mocks = Answering();

        await Run.InsideAsync(
            preview: false, () => Task.FromResult(new StackReference("other", new StackReferenceArgs { Name = Output.Create("org/p/s") })), mocks);

        var resource = Assert.Single(mocks.Resources);
        Assert.Equal(("other", "org/p/s"), (resource.Name, resource.Id));
    }

    [Theory]
    [InlineData("url", "'https://x'")]
    [InlineData("password", "'p' secret")]
    [InlineData("count", "3d")]
    [InlineData("missing", "null")]
    public async Task An_output_is_a_secret_only_if_it_is_one_there(string name, string expected)
        => Assert.Equal(expected, await InsideAsync(reference => Read.ShowAsync(reference.GetOutput(name))));

    [Theory]
    [InlineData("url", "'https://x'")]
    [InlineData("password", "'p' secret")]
    public async Task A_required_output_is_read(string name, string expected)
        => Assert.Equal(expected, await InsideAsync(reference => Read.ShowAsync(reference.RequireOutput(name))));

    [Fact]
    public async Task A_missing_required_output_is_named()
    {
        var failure = await Run.FailureAsync(() => InsideAsync(reference => Read.ShowAsync(reference.RequireOutput("missing"))));

        Assert.Contains("Required output 'missing' does not exist on stack 'other'", failure, StringComparison.Ordinal);
        Assert.Contains(nameof(KeyNotFoundException), failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("url", "'https://x' null")]
    [InlineData("password", "null 'p'")]
    [InlineData("missing", "null null")]
    public async Task Details_tell_values_and_secrets_apart(string name, string expected)
        => Assert.Equal(expected, await InsideAsync(async reference =>
        {
            var details = await reference.GetOutputDetailsAsync(name);
            return $"{Wire.Show(details.Value)} {Wire.Show(details.SecretValue)}";
        }));

    [Fact]
    public async Task A_value_can_be_read_plainly()
    {
        Assert.Equal("'https://x'", await InsideAsync(async reference => Wire.Show(await reference.GetValueAsync("url"))));
        Assert.Equal("null", await InsideAsync(async reference => Wire.Show(await reference.GetValueAsync("missing"))));
        Assert.Equal("3d", await InsideAsync(async reference => Wire.Show(await reference.RequireValueAsync("count"))));
    }

    [Fact]
    public async Task A_secret_cannot_be_read_plainly()
        => await InsideAsync(async reference =>
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => reference.GetValueAsync("password"));
            await Assert.ThrowsAsync<InvalidOperationException>(() => reference.RequireValueAsync("password"));
            return "";
        });

    [Fact]
    public async Task All_outputs_and_the_name_are_there()
        => Assert.Equal("'other' {count:3d,password:'p',url:'https://x'} secret 'password'", await InsideAsync(async reference =>
            $"{await Read.ShowAsync(reference.Name)} {await Read.ShowAsync(reference.Outputs)} {await Read.ShowAsync(reference.SecretOutputNames.First())}"));

    private static Recorder Answering() => new()
    {
        State = args => new Dictionary<string, object>
        {
            ["name"] = args.Inputs["name"],
            ["outputs"] = new Dictionary<string, object>
            {
                ["url"] = "https://x",
                ["count"] = 3,
                ["password"] = Output.CreateSecret("p"),
            },
            ["secretOutputNames"] = ImmutableArray.Create("password"),
        },
    };

    private static Task<string> InsideAsync(Func<StackReference, Task<string>> code)
        => Run.InsideAsync(preview: false, () => code(new StackReference("other")), s_mocks);
}
