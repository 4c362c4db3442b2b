using System.Collections.Immutable;
using Pulumi.Aws.Iam;
using Pulumi.Aws.Iam.Inputs;
using Pulumi.Aws.S3;
using Pulumi.Aws.S3.Inputs;
using EncryptionArgs = Pulumi.Aws.S3.BucketServerSideEncryptionConfigurationArgs;

namespace PulumiPackages.Tests.Providers;

/// <summary>AWS resources, written as a program writes them.</summary>
public sealed class AwsProgramTests
{
    [Fact]
    public async Task A_bucket_is_named_by_its_wire_name()
    {
        var inputs = await RecordingMocks.InputsOfAsync(() => new Bucket("documents", new BucketArgs
        {
            BucketName = "documents-prod",
            ForceDestroy = true,
            Tags = { { "system", "document-search" } },
        }));

        Assert.Equal("""{"bucket":"documents-prod","forceDestroy":true,"tags":{"system":"document-search"}}""", Wire.Show(inputs));
    }

    [Fact]
    public async Task Encryption_and_lifecycle_are_nested()
    {
        var mocks = new RecordingMocks();

        await mocks.RunAsync(() =>
        {
            var bucket = new Bucket("documents");
            new BucketServerSideEncryptionConfiguration("documents", new EncryptionArgs
            {
                Bucket = bucket.Id,
                Rules = new BucketServerSideEncryptionConfigurationRuleArgs
                {
                    ApplyServerSideEncryptionByDefault =
                        new BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs { SseAlgorithm = "AES256" },
                },
            });
            new BucketLifecycleConfiguration("documents", new BucketLifecycleConfigurationArgs
            {
                Bucket = bucket.Id,
                Rules =
                {
                    new BucketLifecycleConfigurationRuleArgs
                    {
                        Id = "expire",
                        Status = "Enabled",
                        Expiration = new BucketLifecycleConfigurationRuleExpirationArgs { Days = 30 },
                    },
                },
            });
        });

        string InputsOf(string type) =>
            Wire.Show(mocks.Resources.Single(resource => resource.Type!.EndsWith(":" + type, StringComparison.Ordinal)).Inputs);
        Assert.Equal(
            """{"bucket":"documents-id","rules":[{"applyServerSideEncryptionByDefault":{"sseAlgorithm":"AES256"}}]}""",
            InputsOf("BucketServerSideEncryptionConfiguration"));
        Assert.Equal(
            """{"bucket":"documents-id","rules":[{"expiration":{"days":30},"id":"expire","status":"Enabled"}]}""",
            InputsOf("BucketLifecycleConfiguration"));
    }

    [Fact]
    public async Task A_policy_document_becomes_the_policy_of_a_user()
    {
        var mocks = new RecordingMocks { Result = ImmutableDictionary<string, object?>.Empty.Add("json", "{}") };

        await mocks.RunAsync(() =>
        {
            var document = GetPolicyDocument.Invoke(new GetPolicyDocumentInvokeArgs
            {
                Statements =
                {
                    new GetPolicyDocumentStatementInputArgs { Effect = "Allow", Actions = { "s3:GetObject" }, Resources = { "arn:aws:s3:::documents/*" } },
                },
            });
            new UserPolicy("documents", new UserPolicyArgs { User = "documents", Policy = document.Apply(result => result.Json) });
        });

        Assert.Equal(
            """{"statements":[{"actions":["s3:GetObject"],"effect":"Allow","resources":["arn:aws:s3:::documents/*"]}]}""",
            Wire.Show(mocks.Calls.Single().Args));
        Assert.Equal("""{"policy":"{}","user":"documents"}""", Wire.Show(mocks.Resources.Single().Inputs));
    }
}
