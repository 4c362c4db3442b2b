namespace PulumiPackages.Tests.Providers;

/// <summary>Options every resource adds to those it is given: version, secret outputs, replacements.</summary>
public sealed class ResourceOptionTests
{
    public static TheoryData<string, string> Resources => ApiFacts.Rows(facts => facts.IsResource());

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_resource_adds_its_own_options_to_those_given(string package, string typeName)
    {
        var api = ApiFacts.Of(package);
        var facts = api.Facts(typeName);
        CustomResourceOptions? seen = null;

        await new RecordingMocks().RunAsync(() =>
        {
            var options = new CustomResourceOptions
            {
                Protect = true,
                AdditionalSecretOutputs = { "given" },
                ReplaceOnChanges = { "given" },
                ResourceTransformations =
                {
                    args =>
                    {
                        seen = (CustomResourceOptions)args.Options;
                        return null;
                    },
                },
            };
            Activator.CreateInstance(api.Type(typeName), "sample", new InputSamples(api).Arguments(facts.ArgsType()).Value, options);
        });

        Assert.NotNull(seen);
        Assert.Equal(api.Version, seen.Version);
        Assert.True(seen.Protect);
        Assert.Equal(facts.Texts("additionalSecretOutputs").Append("given").Order(), seen.AdditionalSecretOutputs.Distinct().Order());
        Assert.Equal(facts.Texts("replaceOnChanges").Append("given").Order(), seen.ReplaceOnChanges.Distinct().Order());
    }

    [Fact]
    public async Task A_version_that_is_given_wins()
    {
        string? seen = null;

        await new RecordingMocks().RunAsync(() => new Pulumi.Random.RandomPet("pet", null, new CustomResourceOptions
        {
            Version = "1.2.3",
            ResourceTransformations =
            {
                args =>
                {
                    seen = args.Options.Version;
                    return null;
                },
            },
        }));

        Assert.Equal("1.2.3", seen);
    }
}
