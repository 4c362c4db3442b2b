using Pulumi.Utilities;

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
        Assert.Equal(facts.Texts("aliases").Order(), (await Task.WhenAll(seen.Aliases.Select(FormerTypeAsync))).Order());
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

    /// <summary>Outputs that are secret whatever the provider says, as the packages' pages list them.</summary>
    [Theory]
    [InlineData("Pulumi.Aws", "Pulumi.Aws.Iam.AccessKey", "secret", "sesSmtpPasswordV4")]
    [InlineData("Pulumi.Aws", "Pulumi.Aws.Provider", "accessKey", "secretKey", "token")]
    [InlineData("Pulumi.Aws", "Pulumi.Aws.S3.BucketObjectLockConfiguration", "token")]
    [InlineData("Pulumi.Aws", "Pulumi.Aws.S3.BucketReplicationConfig", "token")]
    [InlineData("Pulumi.DigitalOcean", "Pulumi.DigitalOcean.Provider")]
    public void Secret_outputs_are_listed(string package, string typeName, params string[] outputs) =>
        Assert.Equal(outputs, ApiFacts.Of(package).Facts(typeName).Texts("additionalSecretOutputs").Order());

    private static async Task<string?> FormerTypeAsync(Input<Alias> alias)
    {
        var former = await OutputUtilities.GetValueAsync(alias.ToOutput());
        return await OutputUtilities.GetValueAsync(former.Type.ToOutput());
    }
}
