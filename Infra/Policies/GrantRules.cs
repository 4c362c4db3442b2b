using Infra.Facts.Grants;
using Infra.Planning;
using Infra.Systems;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>What logins of AWS may do, and what is deleted with them (DS-06, PL-14).</summary>
internal static class GrantRules
{
    private const string BucketType = "aws:s3/bucket:Bucket";

    // What a program needs that reads and writes files; the rest changes the bucket itself.
    private static readonly ImmutableHashSet<string> OfPrograms = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads", "s3:GetObject", "s3:GetObjectTagging", "s3:PutObject",
        "s3:PutObjectTagging", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts");

    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "IAM-01",
            Title = "A login does nothing but read and write the files of its own bucket",
            Why = "A stolen key opens whatever its login may do (AWS Well-Architected, SEC03-BP02, least privilege; CIS AWS Foundations "
                + "1.16)",
            Remedy = "Name actions on files and the bucket's ARN in every statement that allows, without wildcards but /* at its end",
            Judge = plan => plan.OfType("aws:iam/userPolicy:UserPolicy")
                .Select(policy => new Subject(policy.Name, Excess(plan, policy))),
        },
        new()
        {
            Id = "IAM-02",
            Title = "Every bucket has a login of its own, with a policy",
            Why = "Programs that share a login share what it may do (AWS Well-Architected, SEC02-BP04)",
            Remedy = "Make a User, a UserPolicy and an AccessKey beside each Bucket",
            Judge = plan => plan.OfType(BucketType).Select(bucket => new Subject(bucket.Name,
                plan.OfType("aws:iam/userPolicy:UserPolicy").Any(policy => policy.Parent == bucket.Parent
                    && plan.OfType("aws:iam/user:User").Any(user => user.Parent == bucket.Parent
                        && Names(user).Contains(Text(policy.Inputs, "user")))
                    && plan.OfType("aws:iam/accessKey:AccessKey").Any(key => key.Parent == bucket.Parent
                        && Text(key.Inputs, "user") == Text(policy.Inputs, "user")))
                    ? "" : "has no login that may use it and nothing else")),
        },
        new()
        {
            Id = "S3-05",
            Title = "Files belong to the owner of their bucket",
            Why = "With lists of rights of their own, files are opened one by one, past the bucket's policy (CIS AWS Foundations 2.1.4; "
                + "AWS, S3 Object Ownership)",
            Remedy = "Make BucketOwnershipControls with BucketOwnerEnforced",
            Judge = plan => plan.OfType(BucketType).Select(bucket => new Subject(bucket.Name,
                plan.OfType("aws:s3/bucketOwnershipControls:BucketOwnershipControls").Any(controls =>
                    controls.Parent == bucket.Parent && Text(controls.Inputs, "rule", "objectOwnership") == "BucketOwnerEnforced")
                    ? "" : "has files with rights of their own")),
        },
        new()
        {
            Id = "S3-06",
            Title = "A bucket's policy gives nobody anything",
            Why = "What a bucket's policy allows, it allows to accounts of strangers as well (CIS AWS Foundations 2.1.4)",
            Remedy = "Leave only statements with the effect Deny in the bucket's policy",
            Judge = Rule.Each(resource => resource.Type == "aws:s3/bucketPolicy:BucketPolicy", resource =>
                PolicyDocument.Read(Text(resource.Inputs, "policy")) is not { } policy ? "has no policy that AWS would take"
                : policy.Statements.Any(statement => statement.Allows) ? "lets others into the bucket" : ""),
        },
        new()
        {
            Id = "S3-07",
            Title = "Files are kept as long as declared, and halves of files are not",
            Why = "What expires sooner is lost without a fault that anybody sees; parts of uploads that broke off are paid for (PL-14, "
                + "DS-06; AWS, S3 lifecycle)",
            Remedy = "Take expiration.days from the definition, keep old versions for 7 days or more, and end uploads that broke off "
                + "within 7 days in every folder",
            Judge = plan => from lifecycle in plan.OfType("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")
                            let rules = Items(lifecycle.Inputs, "rules").Where(rule => Text(rule, "status") == "Enabled").ToArray()
                            let declared = plan.Settings.System.Needs<Bucket>().FirstOrDefault(need =>
                                lifecycle.Name.StartsWith($"bucket-{need.Purpose}-", StringComparison.Ordinal))?.ExpireAfterDays ?? 0
                            let problem = rules.Any(rule => At(rule, "expiration", "days") is double days && days < declared)
                                ? "forgets files sooner than declared"
                                : rules.Any(rule => At(rule, "noncurrentVersionExpiration", "noncurrentDays") is double days && days < 7)
                                    ? "forgets old versions within days"
                                : !rules.Any(rule => Number(rule, "abortIncompleteMultipartUpload", "daysAfterInitiation") is >= 1 and <= 7
                                    && Text(rule, "filter", "prefix").Length == 0
                                    && At(rule, "filter", "tag") is null) ? "keeps parts of uploads that broke off" : ""
                            select new Subject(lifecycle.Name, problem),
        },
        new()
        {
            Id = "DAT-08",
            Title = "In production nothing deletes data along with what holds it",
            Scope = Scope.Production,
            Why = "A bucket, a cluster or a set of pods that is replaced by mistake must leave what users entrusted to it (PL-14)",
            Remedy = "Set forceDestroy and destroyAllAssociatedResources to false, and keep the volumes of StatefulSets",
            Judge = plan => plan.Settings.IsProduction
                ? plan.Deployed.Where(MayDeleteData).Select(resource => new Subject(resource.Name,
                    IsTrue(resource.Inputs, "forceDestroy") || IsTrue(resource.Inputs, "destroyAllAssociatedResources")
                        || Text(resource.Inputs, "spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted") == "Delete"
                        || Text(resource.Inputs, "spec", "persistentVolumeClaimRetentionPolicy", "whenScaled") == "Delete"
                        ? "takes what it holds with it when it is deleted" : ""))
                : [],
        },
        new()
        {
            Id = "DAT-09",
            Title = "Databases have the servers that are set, bounded sessions and hours of upkeep",
            Scope = Scope.ManagedData,
            Why = "One server is gone with its machine, and an upgrade at noon is an outage (PL-11; DigitalOcean, standby nodes)",
            Remedy = "Take nodeCount from the settings, set a maintenance window, backupHour and idleInTransactionSessionTimeout, and a "
                + "pool by transactions; put replicas into the private network",
            Judge = plan => plan.OfType("digitalocean:index/databaseCluster:DatabaseCluster").Select(cluster => new Subject(cluster.Name,
                    Text(cluster.Inputs, "engine") == "pg" && Number(cluster.Inputs, "nodeCount") < plan.Settings.Database.Nodes
                        ? "has fewer servers than its settings say"
                        : Text(cluster.Inputs, "engine") == "pg"
                            && !plan.OfType("digitalocean:index/databasePostgresqlConfig:DatabasePostgresqlConfig").Any(parameters =>
                            Text(parameters.Inputs, "clusterId") == SimulatedCloud.IdOf(cluster.Type, cluster.Name)
                                && Number(parameters.Inputs, "idleInTransactionSessionTimeout") is > 0 and <= 600_000
                            && At(parameters.Inputs, "backupHour") is not null)
                                ? "lets a forgotten transaction hold its locks, or is backed up at any hour"
                        : !Items(cluster.Inputs, "maintenanceWindows").Any(window => Text(window, "day").Length > 0
                            && Text(window, "hour").Length > 0)
                            ? "is upgraded when the provider likes" : ""))
                .Concat(plan.OfType("digitalocean:index/databaseConnectionPool:DatabaseConnectionPool").Select(pool =>
                    new Subject(pool.Name, Text(pool.Inputs, "mode") == "transaction" ? "" : "keeps a connection for each client")))
                .Concat(plan.OfType("digitalocean:index/databaseReplica:DatabaseReplica").Select(replica =>
                    new Subject(replica.Name, Text(replica.Inputs, "privateNetworkUuid").Length == 0 ? "is in no private network" : ""))),
        },
    ];

    // What can be told to take its data with it.
    private static bool MayDeleteData(PlannedResource resource) => resource.Kind == "StatefulSet"
        || At(resource.Inputs, "forceDestroy") is not null || At(resource.Inputs, "destroyAllAssociatedResources") is not null;

    private static IEnumerable<string> Names(PlannedResource user) =>
        [Text(user.Inputs, "name"), user.Name, SimulatedCloud.IdOf(user.Type, user.Name)];

    private static string Excess(Plan plan, PlannedResource policy)
    {
        if (PolicyDocument.Read(Text(policy.Inputs, "policy")) is not { } document)
        {
            return "has no policy that AWS would take, or one of exceptions (NotAction, NotResource)";
        }

        // The bucket itself, by its whole name: one that begins alike, or a wildcard in the name, is somebody else's.
        var own = plan.OfType(BucketType).Where(bucket => bucket.Parent == policy.Parent)
            .SelectMany(bucket => SimulatedCloud.Invented(bucket.Type, bucket.Name, bucket.Inputs))
            .Where(value => value.Property == "arn").Select(value => value.Text).ToHashSet(StringComparer.Ordinal);
        bool IsOwn(string resource) => own.Contains(resource.Split('/')[0]);
        var allowed = document.Statements.Where(statement => statement.Allows).ToArray();
        return allowed.SelectMany(statement => statement.Actions).FirstOrDefault(action => !OfPrograms.Contains(action)) is { } action
            ? $"allows {action}"
            : allowed.SelectMany(statement => statement.Resources).FirstOrDefault(resource => !IsOwn(resource)) is { } resource
                ? $"is good for {resource}, too" : "";
    }
}
