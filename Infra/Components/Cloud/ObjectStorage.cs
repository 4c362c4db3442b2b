using System.Text.Json;
using Infra.Systems;
using Pulumi;
using Pulumi.Aws.Iam;
using Pulumi.Aws.S3.Inputs;
using Aws = Pulumi.Aws;
using S3 = Pulumi.Aws.S3;

namespace Infra.Components.Cloud;

/// <summary>What an <see cref="ObjectStorage"/> is made of.</summary>
public sealed record ObjectStorageArgs : StackPartArgs
{
    /// <summary>What the system needs of it.</summary>
    public required Bucket Need { get; init; }

    /// <summary>Tags by name.</summary>
    public ImmutableDictionary<string, string> TagsByName => ImmutableDictionary<string, string>.Empty.Add("system", Settings.System.Name).Add("environment", Settings.StackName);
}

/// <summary>A private S3 bucket: no public access, encrypted, TLS only, objects expire; with a user who may do nothing but use it.</summary>
public sealed class ObjectStorage : ComponentResource
{
    /// <summary>Tag of objects that newer ones have superseded, where a bucket is <see cref="Bucket.AppendOnly"/>.</summary>
    public const string Superseded = "superseded";

    /// <summary>Makes the bucket and its user.</summary>
    public ObjectStorage(string name, ObjectStorageArgs args, ComponentResourceOptions? options = null)
        : base("infra:cloud:ObjectStorage", name, options)
    {
        var provider = new Aws.Provider($"{name}-aws", new Aws.ProviderArgs { Region = args.Settings.BucketRegion }, new CustomResourceOptions { Parent = this });
        var child = new CustomResourceOptions { Parent = this, Provider = provider };

        // The name is left to the engine, which appends random characters: bucket names are shared by all of AWS.
        var bucket = new S3.Bucket(name, new S3.BucketArgs
        {
            BucketPrefix = $"{args.Prefix}-{args.Need.Purpose}-"[..Math.Min(37, args.Prefix.Length + args.Need.Purpose.Length + 2)],
            ForceDestroy = !args.Protect,
            Tags = args.TagsByName,
        }, new CustomResourceOptions { Parent = this, Provider = provider, Protect = args.Protect });

        var closed = new S3.BucketPublicAccessBlock($"{name}-private", new S3.BucketPublicAccessBlockArgs
        {
            Bucket = bucket.BucketName,
            BlockPublicAcls = true,
            BlockPublicPolicy = true,
            IgnorePublicAcls = true,
            RestrictPublicBuckets = true,
        }, child);

        new S3.BucketOwnershipControls($"{name}-ownership", new S3.BucketOwnershipControlsArgs
        {
            Bucket = bucket.BucketName,
            Rule = new BucketOwnershipControlsRuleArgs { ObjectOwnership = "BucketOwnerEnforced" },
        }, child);

        new S3.BucketServerSideEncryptionConfiguration($"{name}-encryption", new S3.BucketServerSideEncryptionConfigurationArgs
        {
            Bucket = bucket.BucketName,
            Rules = new BucketServerSideEncryptionConfigurationRuleArgs
            {
                ApplyServerSideEncryptionByDefault = new BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs { SseAlgorithm = "AES256" },
                BucketKeyEnabled = true,
            },
        }, child);

        new S3.BucketLifecycleConfiguration($"{name}-lifecycle", new S3.BucketLifecycleConfigurationArgs
        {
            Bucket = bucket.BucketName,
            Rules = Retention(args.Need).ToArray(),
        }, child);

        if (IsVersioned(args.Need))
        {
            new S3.BucketVersioning($"{name}-versioning", new S3.BucketVersioningArgs
            {
                Bucket = bucket.BucketName,
                VersioningConfiguration = new BucketVersioningVersioningConfigurationArgs { Status = "Enabled" },
            }, child);
        }

        // A policy that is set while the access block is being set is refused by S3 now and then.
        new S3.BucketPolicy($"{name}-tls-only", new S3.BucketPolicyArgs
        {
            Bucket = bucket.BucketName,
            Policy = bucket.Arn.Apply(TlsOnly),
        }, new CustomResourceOptions { Parent = this, Provider = provider, DependsOn = closed });

        var user = new User($"{name}-user", new UserArgs { Name = $"{args.Prefix}-{args.Need.Purpose}", Tags = args.TagsByName }, child);
        new UserPolicy($"{name}-user-policy", new UserPolicyArgs { User = user.Name, Policy = bucket.Arn.Apply(arn => OnlyThisBucket(arn, args.Need)) }, child);
        var key = new AccessKey($"{name}-user-key", new AccessKeyArgs { User = user.Name }, child);

        Name = bucket.BucketName;
        Region = args.Settings.BucketRegion;
        AccessKeyId = Output.CreateSecret(key.Id);
        SecretAccessKey = Output.CreateSecret(key.Secret);
        RegisterOutputs(new Dictionary<string, object?> { ["bucket"] = Name });
    }

    /// <summary>Name of the bucket.</summary>
    public Output<string> Name { get; }

    /// <summary>AWS region of the bucket.</summary>
    public string Region { get; }

    /// <summary>Access key of the user, a secret.</summary>
    public Output<string> AccessKeyId { get; }

    /// <summary>Secret part of the access key, a secret.</summary>
    public Output<string> SecretAccessKey { get; }

    private static bool Stays(Bucket need) => need.ExpireAfterDays == 0;

    private static bool IsVersioned(Bucket need) => Stays(need) || need.AppendOnly;

    /// <summary>Temporary files are deleted; of files that stay, what was overwritten or deleted can be had back for 30 days; of backups, those that
    /// newer ones have superseded.</summary>
    private static IEnumerable<BucketLifecycleConfigurationRuleArgs> Retention(Bucket need)
    {
        if (need.AppendOnly)
        {
            yield return new()
            {
                Id = "superseded",
                Status = "Enabled",
                Filter = new BucketLifecycleConfigurationRuleFilterArgs { Tag = new BucketLifecycleConfigurationRuleFilterTagArgs { Key = Superseded, Value = "true" } },
                Expiration = new BucketLifecycleConfigurationRuleExpirationArgs { Days = need.ExpireAfterDays },
            };
        }

        var rule = new BucketLifecycleConfigurationRuleArgs
        {
            Id = "expire",
            Status = "Enabled",
            Filter = new BucketLifecycleConfigurationRuleFilterArgs { Prefix = "" },
            AbortIncompleteMultipartUpload = new BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs { DaysAfterInitiation = 1 },
        };
        if (IsVersioned(need))
        {
            rule.NoncurrentVersionExpiration = new BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs
            {
                NoncurrentDays = need.AppendOnly ? need.ExpireAfterDays : 30,
            };
        }
        else
        {
            rule.Expiration = new BucketLifecycleConfigurationRuleExpirationArgs { Days = need.ExpireAfterDays };
        }

        if (need.AppendOnly)
        {
            // An object that expires leaves a mark behind, which is all that is left of it once its versions are gone.
            rule.Expiration = new BucketLifecycleConfigurationRuleExpirationArgs { ExpiredObjectDeleteMarker = true };
        }

        yield return rule;
    }

    private static string TlsOnly(string arn) => JsonSerializer.Serialize(new
    {
        Version = "2012-10-17",
        Statement = new[]
        {
            new
            {
                Sid = "TlsOnly",
                Effect = "Deny",
                Principal = "*",
                Action = "s3:*",
                Resource = new[] { arn, $"{arn}/*" },
                Condition = new { Bool = new Dictionary<string, string> { ["aws:SecureTransport"] = "false" } },
            },
        },
    });

    private static string OnlyThisBucket(string arn, Bucket need) => JsonSerializer.Serialize(new
    {
        Version = "2012-10-17",
        Statement = new object[]
        {
            new { Effect = "Allow", Action = new[] { "s3:ListBucket" }, Resource = new[] { arn } },
            new { Effect = "Allow", Action = new[] { "s3:GetObject", "s3:PutObject", need.AppendOnly ? "s3:PutObjectTagging" : "s3:DeleteObject" }, Resource = new[] { $"{arn}/*" } },
        }.Concat(need.AppendOnly ? NothingGoes(arn) : []),
    });

    /// <summary>Whoever has taken the server cannot take the backups: whatever else the user were allowed, what is in the bucket stays, its versions too.</summary>
    private static object[] NothingGoes(string arn) =>
    [
        new
        {
            Effect = "Deny",
            Action = new[] { "s3:DeleteObject*", "s3:DeleteBucket*", "s3:PutLifecycleConfiguration", "s3:PutBucketVersioning", "s3:PutBucketPolicy", "s3:BypassGovernanceRetention" },
            Resource = new[] { arn, $"{arn}/*" },
        },
    ];
}
