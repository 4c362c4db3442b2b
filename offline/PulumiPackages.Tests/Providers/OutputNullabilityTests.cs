using System.Reflection;

namespace PulumiPackages.Tests.Providers;

/// <summary>
/// Which outputs of resources may be null. The published generator's rule: what the package's schema does not list among the required
/// outputs may be.
/// </summary>
public sealed class OutputNullabilityTests
{
    public static TheoryData<string, string> Resources => ApiFacts.Rows(facts => facts.IsResource());

    /// <summary>Outputs of which a program is likely to get the question mark wrong, and whether they have one.</summary>
    [Theory]
    [InlineData("Pulumi.DigitalOcean", "Pulumi.DigitalOcean.DatabaseCluster", "StorageAutoscale", true)]
    [InlineData("Pulumi.DigitalOcean", "Pulumi.DigitalOcean.DatabaseCluster", "Uri", false)]
    [InlineData("Pulumi.DigitalOcean", "Pulumi.DigitalOcean.DatabaseReplica", "Size", true)]
    [InlineData("Pulumi.DigitalOcean", "Pulumi.DigitalOcean.LoadBalancer", "Network", true)]
    [InlineData("Pulumi.DigitalOcean", "Pulumi.DigitalOcean.LoadBalancer", "NetworkStack", true)]
    [InlineData("Pulumi.DigitalOcean", "Pulumi.DigitalOcean.LoadBalancer", "Size", true)]
    [InlineData("Pulumi.DigitalOcean", "Pulumi.DigitalOcean.LoadBalancer", "TlsCipherPolicy", true)]
    [InlineData("Pulumi.DigitalOcean", "Pulumi.DigitalOcean.LoadBalancer", "Type", false)]
    [InlineData("Pulumi.Docker", "Pulumi.Docker.Image", "RepoDigest", false)]
    [InlineData("Pulumi.Docker", "Pulumi.Docker.Image", "Platform", true)]
    [InlineData("Pulumi.Docker", "Pulumi.Docker.Container", "Platform", false)]
    [InlineData("Pulumi.Aws", "Pulumi.Aws.S3.BucketLifecycleConfiguration", "ExpectedBucketOwner", false)]
    [InlineData("Pulumi.Aws", "Pulumi.Aws.S3.BucketObjectLockConfiguration", "Token", true)]
    public void An_output_may_be_null_or_not(string package, string typeName, string output, bool expected) =>
        Assert.Equal(expected, MayBeNull(ApiFacts.Of(package).Type(typeName).GetProperty(output)!));

    [Theory]
    [MemberData(nameof(Resources))]
    public void Exactly_the_listed_outputs_may_be_null(string package, string typeName)
    {
        var api = ApiFacts.Of(package);
        var outputs = api.Facts(typeName).Members()
            .Where(member => member["output"] is not null)
            .Select(member => api.Type(typeName).GetProperty(member.Text("name")!)!)
            .Where(property => !property.PropertyType.GetGenericArguments()[0].IsValueType);

        Assert.Equal(api.NullableOutputs(typeName).Order(), outputs.Where(MayBeNull).Select(property => property.Name).Order());
    }

    private static bool MayBeNull(PropertyInfo output) =>
        new NullabilityInfoContext().Create(output).GenericTypeArguments[0].ReadState is NullabilityState.Nullable;
}
