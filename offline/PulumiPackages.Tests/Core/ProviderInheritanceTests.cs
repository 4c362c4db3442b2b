namespace PulumiPackages.Tests.Core;

/// <summary>Which provider manages a resource.</summary>
public sealed class ProviderInheritanceTests
{
    private const string Prefix = "urn:pulumi:stack::project::pulumi:pulumi:Stack$pulumi:providers:";

    [Fact]
    public async Task The_default_provider_is_not_named()
        => Assert.Equal("", await ProviderOfSampleAsync(() => { _ = new Sample("sample"); }));

    [Fact]
    public async Task A_provider_is_named_by_urn_and_id()
        => Assert.Equal(Prefix + "sample::p::p-id", await ProviderOfSampleAsync(
            () => { _ = new Sample("sample", null, new CustomResourceOptions { Provider = new SampleProvider("p") }); }));

    [Fact]
    public async Task A_child_inherits_the_provider_of_its_component()
        => Assert.Equal(Prefix + "sample::p::p-id", await ProviderOfSampleAsync(
            () => Child(new ComponentResourceOptions { Provider = new SampleProvider("p") })));

    [Fact]
    public async Task A_child_inherits_one_of_the_providers_of_its_component()
        => Assert.Equal(Prefix + "sample::p::p-id", await ProviderOfSampleAsync(
            () => Child(new ComponentResourceOptions { Providers = { new SampleProvider("o", "other"), new SampleProvider("p") } })));

    [Fact]
    public async Task A_child_does_not_inherit_the_provider_of_another_package()
        => Assert.Equal("", await ProviderOfSampleAsync(
            () => Child(new ComponentResourceOptions { Provider = new SampleProvider("o", "other") })));

    [Fact]
    public async Task A_grandchild_inherits_too()
        => Assert.Equal(Prefix + "sample::p::p-id", await ProviderOfSampleAsync(() =>
        {
            var outer = new Group("outer", new ComponentResourceOptions { Provider = new SampleProvider("p") });
            Child(new ComponentResourceOptions { Parent = outer });
        }));

    [Fact]
    public async Task A_child_of_a_custom_resource_inherits_its_provider()
        => Assert.Equal(Prefix + "sample::p::p-id", await ProviderOfSampleAsync(() =>
        {
            var parent = new Sample("parent", null, new CustomResourceOptions { Provider = new SampleProvider("p") });
            _ = new Sample("sample", null, new CustomResourceOptions { Parent = parent });
        }));

    [Fact]
    public async Task An_own_provider_wins()
        => Assert.Equal(Prefix + "sample::q::q-id", await ProviderOfSampleAsync(() =>
        {
            var group = new Group("group", new ComponentResourceOptions { Provider = new SampleProvider("p") });
            _ = new Sample("sample", null, new CustomResourceOptions { Parent = group, Provider = new SampleProvider("q") });
        }));

    [Fact]
    public async Task A_provider_and_providers_at_once_are_refused()
    {
        var failure = await Run.FailureAsync(() => ProviderOfSampleAsync(() => Child(new ComponentResourceOptions
        {
            Provider = new SampleProvider("p"),
            Providers = { new SampleProvider("q") },
        })));

        Assert.Contains("Do not supply both 'provider' and 'providers' options", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_is_a_resource_of_its_package()
    {
        var mocks = new Recorder();

        await Deployment.TestAsync(mocks, Recorder.Update, () => { _ = new SampleProvider("p"); });

        Assert.Equal("pulumi:providers:sample", Assert.Single(mocks.Resources).Type);
    }

    [Fact]
    public async Task A_function_uses_the_provider_of_its_parent()
    {
        var mocks = new Recorder();

        await Deployment.TestAsync(mocks, Recorder.Update, async Task () =>
        {
            var group = new Group("group", new ComponentResourceOptions { Provider = new SampleProvider("p") });
            await Deployment.Instance.InvokeAsync("sample:index:find", InvokeArgs.Empty, new InvokeOptions { Parent = group });
        });

        Assert.Equal(Prefix + "sample::p::p-id", Assert.Single(mocks.Calls).Provider);
    }

    private static void Child(ComponentResourceOptions options)
        => _ = new Sample("sample", null, new CustomResourceOptions { Parent = new Group("group", options) });

    private static async Task<string?> ProviderOfSampleAsync(Action program)
    {
        var mocks = new Recorder();
        await Deployment.TestAsync(mocks, Recorder.Update, program);
        return mocks.Resources.Single(resource => resource.Name == "sample").Provider;
    }
}
