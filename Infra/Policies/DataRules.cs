using Infra.Facts;
using Infra.Facts.Grants;
using Infra.Planning;
using Infra.Systems;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>How data is kept (PL-05, PL-08, PL-14, DS-06).</summary>
internal static class DataRules
{
    private const string DatabaseCluster = "digitalocean:index/databaseCluster:DatabaseCluster";
    private const string Bucket = "aws:s3/bucket:Bucket";

    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "DAT-01",
            Title = "Databases let in trusted sources only",
            Scope = Scope.ManagedData,
            Why = "A new managed database accepts connections from everywhere until it has rules (PL-08)",
            Remedy = "Make a DatabaseFirewall with the droplet or the cluster as its only source, for the server and for each of its "
                + "read replicas",
            Judge = plan => from database in PlanFacts.Of(plan).Reach.Cloud.Databases
                            select new Subject(database.Name, database.Others.Select(source =>
                                    source.Named.Length > 0 ? $"lets in {source.Named}, which is none of the system's machines"
                                    : source.Addresses.Covers(AddressSpace.Internet.OnlyV4) ? "lets in everybody"
                                    : $"lets in addresses: {source.Addresses}")
                                .Append(database.Machines.IsEmpty ? "lets in none of the system's machines" : "")),
        },
        new()
        {
            Id = "DAT-02",
            Title = "Databases are in the private network",
            Scope = Scope.ManagedData,
            Why = "Traffic to the database must not leave the platform's own network (PL-08)",
            Remedy = "Set privateNetworkUuid",
            Judge = Rule.Each(resource => resource.Type == DatabaseCluster, resource => Text(resource.Inputs, "privateNetworkUuid").Length > 0 ? "" : "is in no private network"),
        },
        new()
        {
            Id = "DAT-03",
            Title = "Data is protected from deletion in production",
            Scope = Scope.Production,
            Why = "A mistake in a program must not delete what users entrusted to it (PL-14)",
            Remedy = "Set the resource option Protect",
            Judge = plan => plan.Settings.IsProduction
                ? plan.Deployed.Where(resource => resource.Type is DatabaseCluster or Bucket
                        || resource.Kind is "StatefulSet" or "DatabaseDb" or "DatabaseUser" or "ReservedIp" or "SpacesBucket"
                            or "Droplet" or "KubernetesCluster" or "ContainerRegistry"
                            || (resource.Kind == "Namespace" && resource.IsKubernetesObject))
                    .Select(resource => new Subject(resource.Name, resource.Protected ? "" : "can be deleted by accident"))
                : [],
        },
        new()
        {
            Id = "DAT-10",
            Title = "Databases have a version that is known",
            Scope = Scope.ManagedData,
            Why = "Another major version is another server, which the data is not moved to by itself (PL-06; PostgreSQL, upgrading)",
            Remedy = "Set version to a whole major version: 18, or 8 of Valkey",
            Judge = Rule.Each(resource => resource.Type == DatabaseCluster, cluster =>
                Text(cluster.Inputs, "version") is { Length: > 0 } version
                    && version.All(letter => char.IsAsciiDigit(letter) || letter == '.')
                    ? "" : $"is of version '{Text(cluster.Inputs, "version")}', which may be any"),
        },
        new()
        {
            Id = "DAT-04",
            Title = "pgvector is created where the system searches by vectors",
            Scope = Scope.With("vectors", system => system.Needs<Postgres>().Any(need => need.Extensions.Contains("vector"))),
            Why = "Without the extension the first migration fails, and the system with it",
            Remedy = "Let a migration run CREATE EXTENSION vector before the services start",
            Judge = plan => plan.Settings.System.Needs<Postgres>().Any(need => need.Extensions.Contains("vector"))
                ? [new("database", plan.Deployed.Any(RunsMigration) ? ""
                    : "is given no extension: no migration runs before the services")]
                : [],
        },
        new()
        {
            Id = "DAT-07",
            Title = "A volume of another size replaces no data",
            Scope = Scope.Kubernetes.And(Scope.OwnStore),
            Why = "Kubernetes refuses to change the volumes of a StatefulSet, so that Pulumi replaces it, or fails where it is protected (PL-14)",
            Remedy = "Add spec.volumeClaimTemplates to the resource option IgnoreChanges, and grow an existing volume as docs/operations.md says",
            Judge = Rule.Each(resource => resource.Kind == "StatefulSet" && Items(resource.Inputs, "spec", "volumeClaimTemplates").Any(),
                resource => resource.IgnoredChanges.Contains("spec.volumeClaimTemplates") ? "" : "is replaced, or cannot be updated, when the size of its volume changes"),
        },
        ForBuckets("S3-01", "Buckets block public access", "A bucket is opened by one wrong line; the block makes the line count for nothing (CIS AWS Foundations 2.1.4; DS-06)",
            "Make a BucketPublicAccessBlock with all four settings true", "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
            block => new[] { "blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets" }.All(name => IsTrue(block.Inputs, name)), "may be made public"),
        ForBuckets("S3-02", "Buckets are encrypted", "Files at rest are not for whoever gets the disk (DS-06)",
            "Make a BucketServerSideEncryptionConfiguration", "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            encryption => Items(encryption.Inputs, "rules").Any(rule => Text(rule, "applyServerSideEncryptionByDefault", "sseAlgorithm").Length > 0), "is not encrypted"),
        ForBuckets("S3-03", "Buckets are used by TLS only", "Files in transit are not for whoever listens (CIS AWS Foundations 2.1.1; DS-06)",
            "Make a BucketPolicy that denies requests where aws:SecureTransport is false", "aws:s3/bucketPolicy:BucketPolicy",
            policy => DeniesPlainText(Text(policy.Inputs, "policy")), "answers without TLS"),
        ForBuckets("S3-04", "Files expire", "What is forgotten costs and leaks: temporary files, and old versions of those that stay (DS-06)",
            "Make a BucketLifecycleConfiguration with an expiration, or for files that stay one of their old versions", "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
            lifecycle => Items(lifecycle.Inputs, "rules").Any(rule => Text(rule, "status") == "Enabled"
                && (Number(rule, "expiration", "days") > 0 || Number(rule, "noncurrentVersionExpiration", "noncurrentDays") > 0)), "keeps files for ever"),
        new()
        {
            Id = "SEC-01",
            Title = "Generated secrets are long enough",
            Why = "A signing key of less than 64 characters can be guessed (PL-05)",
            Remedy = "Set the length to 32 or more, and to 64 or more for signing keys",
            Judge = Rule.Each(resource => resource.Kind == "RandomPassword", resource =>
                Number(resource.Inputs, "length") >= (resource.Name.Contains("jwt", StringComparison.Ordinal) || resource.Name.Contains("secret-key", StringComparison.Ordinal) ? 64 : 32)
                    ? "" : $"has {Number(resource.Inputs, "length")} characters only"),
        },
        new()
        {
            Id = "SEC-02",
            Title = "No secret is in a ConfigMap, an environment or a command",
            Why = "All of them are shown by tools that show no Secret (PL-05; CIS Kubernetes 5.4.1)",
            Remedy = "Put the value into a Secret and refer to it, or mount it as a file",
            Judge = Rule.Each(resource => resource.Kind is "ConfigMap" or "Command" or "Droplet" || PodSpec(resource) is not null,
                resource => Texts(resource.Inputs.Remove("connection").Remove("stdin")).Any(SecretMark.IsIn) ? "shows a secret" : ""),
        },
    ];

    private static bool RunsMigration(PlannedResource resource) =>
        (resource.Kind == "Job" && Containers(PodSpec(resource)).Any(container => Items(container, "args").Contains("migrate")))
        || (resource.Type == "command:remote:Command" && Text(resource.Inputs, "create").Contains("/bin/release ", StringComparison.Ordinal));

    private static Rule ForBuckets(string id, string title, string why, string remedy, string companion, Func<PlannedResource, bool> good, string problem) => new()
    {
        Id = id,
        Title = title,
        Why = why,
        Remedy = remedy,
        Judge = plan => plan.OfType(Bucket).Select(bucket => new Subject(bucket.Name,
            plan.OfType(companion).Any(other => other.Parent == bucket.Parent && good(other)) ? "" : problem)),
    };

    // Whoever asks, whatever for, and for the bucket as for the files in it.
    private static bool DeniesPlainText(string policy) => PolicyDocument.Read(policy) is { } document
        && document.Statements.SelectMany(statement => statement.Resources).FirstOrDefault() is { } named
        && named.Split('/')[0] is var bucket
        && document.DeniesPlainText("s3:ListBucket", bucket) && document.DeniesPlainText("s3:GetObject", $"{bucket}/any/file")
            && document.DeniesPlainText("s3:PutObject", $"{bucket}/any/file")
        && bucket.StartsWith("arn:aws:s3:::", StringComparison.Ordinal);
}
