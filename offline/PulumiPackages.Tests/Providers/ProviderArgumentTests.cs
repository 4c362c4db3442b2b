namespace PulumiPackages.Tests.Providers;

/// <summary>Settings of a provider travel as text: strings as they are, everything else as JSON.</summary>
public sealed class ProviderArgumentTests
{
    public static TheoryData<string, string> Providers => ApiFacts.Rows(facts => facts.IsProvider());

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_mock_sees_text_and_json(string package, string typeName)
    {
        var api = ApiFacts.Of(package);
        var facts = api.Facts(typeName);
        Dictionary<string, object?> expected = [];

        var mocks = new RecordingMocks();
        await mocks.RunAsync(() =>
        {
            (var args, expected) = new InputSamples(api).Arguments(facts.ArgsType());
            Activator.CreateInstance(api.Type(typeName), "provider", args, null);
        });

        var seen = Assert.Single(mocks.Resources);
        Assert.Equal(facts.Text("token"), seen.Type);
        foreach (var member in api.Facts(facts.ArgsType()).Members().Where(member => member["input"] is not null))
        {
            var wireName = member.Text("input")!;
            var text = Assert.IsType<string>(seen.Inputs[wireName]);
            Assert.Equal(Wire.Show(expected[wireName]), member.Flag("json") ? Wire.ShowJson(text) : Wire.Show(text));
        }
    }

    [Fact]
    public async Task Booleans_and_numbers_are_json_literals()
    {
        var inputs = await RecordingMocks.InputsOfAsync(() => new Pulumi.Kubernetes.Provider("cluster", new Pulumi.Kubernetes.ProviderArgs
        {
            KubeConfig = "apiVersion: v1",
            EnableServerSideApply = true,
            KubeClientSettings = new Pulumi.Kubernetes.Types.Inputs.Provider.KubeClientSettingsArgs { Burst = 120, Qps = 50.5 },
        }));

        Assert.Equal("apiVersion: v1", inputs["kubeconfig"]);
        Assert.Equal("true", inputs["enableServerSideApply"]);
        Assert.Equal("""{"burst":120,"qps":50.5}""", Wire.ShowJson((string)inputs["kubeClientSettings"]));
    }

    [Fact]
    public async Task A_resource_knows_the_provider_it_is_given()
    {
        var mocks = new RecordingMocks();

        await mocks.RunAsync(() =>
        {
            var provider = new Pulumi.DigitalOcean.Provider("digitalocean", new Pulumi.DigitalOcean.ProviderArgs { Token = "t" });
            new Pulumi.DigitalOcean.Tag("tag", new Pulumi.DigitalOcean.TagArgs(), new CustomResourceOptions { Provider = provider });
        });

        var tag = Assert.Single(mocks.Resources, resource => resource.Type == "digitalocean:index/tag:Tag");
        Assert.Contains("pulumi:providers:digitalocean::digitalocean", tag.Provider, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Pulumi.Docker")]
    [InlineData("Pulumi.DigitalOcean")]
    [InlineData("Pulumi.Random")]
    public async Task A_provider_tells_its_terraform_configuration(string package)
    {
        var api = ApiFacts.Of(package);
        var samples = new OutputSamples(api);
        var returned = samples.Result(package + ".ProviderTerraformConfigResult");
        var mocks = new RecordingMocks { Result = returned };
        Func<object?> read = () => null;

        await mocks.RunAsync(() =>
        {
            var provider = Activator.CreateInstance(api.Type(package + ".Provider"), "provider", null, null)!;
            read = Read.Later(provider.GetType().GetMethod("TerraformConfig")!.Invoke(provider, null)!);
        });

        var shortName = package.Split('.')[1].ToLowerInvariant();
        Assert.Equal($"pulumi:providers:{shortName}/terraformConfig", Assert.Single(mocks.Calls).Token);
        Assert.Equal(Wire.Show(returned), Wire.Show(samples.Back(read())));
    }
}
