using Infra.Components.Cloud;
using Infra.Facts;
using Infra.Facts.Grants;
using Infra.Facts.Schedules;
using Infra.Facts.Pods;
using Infra.Planning;
using Infra.Systems;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>Whether data can be had back (PL-13, CA-08).</summary>
internal static class BackupRules
{
    private const string Standard = "NIST SP 800-53, CP-9 and CP-4";

    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "BAK-01",
            Title = "Data is backed up every day",
            Why = $"What was not copied away is gone with its disk (PL-13; {Standard})",
            Remedy = "Schedule the backup: a CronJob that is not suspended, or a timer on the server",
            Judge = plan => Needs(plan)
                ? [new("backups", IsScheduled(plan, "backup", mostDays: 1) ? "" : "are not made by the clock")] : [],
        },
        new()
        {
            Id = "BAK-02",
            Title = "Backups are kept for seven days or longer",
            Why = $"A mistake is noticed days later (PL-13, CA-08; {Standard})",
            Remedy = "Set infra:backupRetentionDays to 7 or more, and let the bucket's lifecycle say the same",
            Judge = plan => Needs(plan)
                ? [new("bucket-backups", plan.OfType("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").Any(lifecycle =>
                    lifecycle.Name.StartsWith("bucket-backups", StringComparison.Ordinal)
                        && Items(lifecycle.Inputs, "rules").Where(Expires).Select(rule => Number(rule, "expiration", "days"))
                            .DefaultIfEmpty().Min() >= 7)
                    ? "" : "keeps backups for less than seven days, or does not exist")]
                : [],
        },
        new()
        {
            Id = "BAK-03",
            Title = "Restoring is tried every week",
            Scope = Scope.Database,
            Why = $"A backup that was never restored is a hope (PL-13; {Standard})",
            Remedy = "Schedule the drill: a CronJob that is not suspended, or a timer on the server",
            Judge = plan => plan.Settings.System.Needs<Postgres>().Any()
                ? [new("restore-drill", IsScheduled(plan, "restore-drill", mostDays: 7) ? "" : "is not made by the clock")] : [],
        },
        new()
        {
            Id = "BAK-07",
            Title = "What is uploaded as a backup was dumped before",
            Scope = Scope.Kubernetes.And(Scope.Database),
            Why = $"An upload of nothing succeeds, and is found empty on the day it is needed (PL-13; {Standard})",
            Remedy = "Let an init container with the image of the database dump it into the volume that is uploaded",
            Judge = plan => plan.Settings.Topology == Topology.Kubernetes && plan.Settings.System.Needs<Postgres>().Any()
                ? from pod in PlanFacts.Of(plan).Pods
                  where pod.Owner.Name is "backup" or "backup-before-release"
                  select new Subject(pod.Owner.Name, pod.Containers.Any(container => container.Role == ContainerRole.Init
                      && container.Definition.Image?.Split(':')[0].Contains("pg", StringComparison.Ordinal) == true
                      && (container.Definition.VolumeMounts ?? []).Select(mount => mount.Name).Intersect(pod.Containers
                          .Where(other => other.Role == ContainerRole.Main)
                          .SelectMany(other => other.Definition.VolumeMounts ?? []).Select(mount => mount.Name)).Any())
                      ? "" : "uploads what nobody dumped")
                : [],
        },
        new()
        {
            Id = "BAK-04",
            Title = "Migrations come after a backup",
            Scope = Scope.Kubernetes.And(Scope.With("migrations", system => !system.Migrations.IsEmpty)),
            Why = "A migration that destroys data cannot be undone by the version before (CA-05)",
            Remedy = "Let the migration's Job wait for the backup's",
            Judge = plan => plan.Settings.Topology == Topology.Kubernetes && Needs(plan) && !plan.Settings.System.Migrations.IsEmpty
                ? [new(plan.Settings.System.Migrations[0].Service, plan.Deployed.Any(job => job.Kind == "Job"
                    && job.Name == plan.Settings.System.Migrations[0].Service
                    && job.DependsOn.Any(before => before.EndsWith("::backup-before-release", StringComparison.Ordinal)))
                    ? "" : "runs without a backup before it")]
                : [],
        },
        new()
        {
            Id = "BAK-05",
            Title = "The newest backup never expires",
            Why = $"Backups that fail for as long as they are kept would leave none ({Standard})",
            Remedy = "Let the bucket expire only what is tagged as superseded",
            Judge = plan => plan.OfType("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")
                .Where(lifecycle => lifecycle.Name.StartsWith("bucket-backups", StringComparison.Ordinal))
                .Select(lifecycle => new Subject(lifecycle.Name, Items(lifecycle.Inputs, "rules").Any(rule => Expires(rule)
                    && Text(rule, "filter", "tag", "key") != ObjectStorage.Superseded)
                    ? "expires backups whether or not there are newer ones" : "")),
        },
        new()
        {
            Id = "BAK-06",
            Title = "Who writes backups cannot delete them",
            Why = "Whoever takes a server or a cluster also has its key to the backups (CISA, ransomware guide; NIST SP 800-209)",
            Remedy = "Leave s3:DeleteObject out of the user's policy, and keep versions of what is overwritten",
            Judge = plan => plan.OfType("aws:iam/userPolicy:UserPolicy")
                .Where(policy => policy.Name.StartsWith("bucket-backups", StringComparison.Ordinal))
                .Select(policy => new Subject(policy.Name,
                    MayDelete(Text(policy.Inputs, "policy")) ? "lets the login delete backups" : ""))
                .Concat(plan.OfType("aws:s3/bucket:Bucket").Where(bucket => bucket.Name == "bucket-backups")
                    .Select(bucket => new Subject(bucket.Name,
                        plan.OfType("aws:s3/bucketVersioning:BucketVersioning").Any(versioning => versioning.Parent == bucket.Parent
                            && Text(versioning.Inputs, "versioningConfiguration", "status") == "Enabled")
                            ? "" : "forgets what is overwritten"))),
        },
    ];

    // What takes a backup away: the file, a version of it, or what keeps both.
    private static readonly string[] Destroying =
        ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:DeleteBucket", "s3:PutLifecycleConfiguration", "s3:PutBucketVersioning",
            "s3:PutBucketPolicy", "s3:BypassGovernanceRetention"];

    /// <summary>Whether a policy leaves it to another one to allow that backups are deleted: it has to deny that itself.</summary>
    private static bool MayDelete(string policy) => PolicyDocument.Read(policy) is not { } document
        || document.Statements.Where(statement => statement.Allows).SelectMany(statement =>
            statement.Resources).FirstOrDefault()?.Split('/')[0] is not { } bucket
        || Destroying.Any(action => document.Allows(action, bucket) || document.Allows(action, $"{bucket}/any")
            || !document.Denies(action, action.EndsWith("Bucket", StringComparison.Ordinal) ? bucket : $"{bucket}/any"));

    private static bool Expires(object? rule) => At(rule, "expiration", "days") is not null;

    private static bool Needs(Plan plan) => plan.Settings.NeedsBackup;

    // A timer counts where the server starts it at boot and what it starts is there; a CronJob where it is let run.
    private static bool IsScheduled(Plan plan, string name, int mostDays) => plan.Settings.Topology == Topology.Kubernetes
        ? PlanFacts.Of(plan).Cluster.CronJobs.Any(job => job.Resource.Name == name && job.Content.Spec is { Suspend: not true } spec
            && spec.StartingDeadlineSeconds is null or >= 600 && spec.ConcurrencyPolicy == "Forbid"
            && Recurrence.OfCron(spec.Schedule ?? "")?.LongestPause <= mostDays)
        : plan.Files.Any(file => file.Path == $"bin/{name}") && PlanFacts.Of(plan).Units.Started.Any(started =>
            started.Timer is { IsStartedAtBoot: true, IsPersistent: true } timer && timer.LongestGap <= TimeSpan.FromDays(mostDays)
            && started.Service.Commands.Any(command => command.FileBelow($"/opt/{plan.Settings.System.Name}") == $"bin/{name}"));
}
