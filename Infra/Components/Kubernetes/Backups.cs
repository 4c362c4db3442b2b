using Infra.Components.Cloud;
using Infra.Files.Backups;
using Infra.Files.Observability.Prometheus;
using Infra.Files.Valkey;
using Infra.Settings;
using Infra.Systems;
using Pulumi;
using Pulumi.Kubernetes.Batch.V1;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Batch.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace Infra.Components.Kubernetes;

/// <summary>What <see cref="Backups"/> are made of.</summary>
public sealed record BackupsArgs : InNamespaceArgs
{
    /// <summary>The stack, with its system.</summary>
    public required StackSettings Settings { get; init; }

    /// <summary>Where backups go.</summary>
    public required ObjectStorage Bucket { get; init; }

    /// <summary>The system's databases.</summary>
    public required ImmutableArray<PostgresDatabase> Databases { get; init; }

    /// <summary>Redis-compatible stores beside the services.</summary>
    public required ImmutableArray<StoreConnection> Stores { get; init; }

    /// <summary>What has to exist before the stores can be connected to.</summary>
    public required ImmutableArray<Resource> StoresReady { get; init; }

    /// <summary>Connections that the pods need.</summary>
    public required NetworkFlows Flows { get; init; }
}

/// <summary>Backups on Kubernetes (PL-13): every night, and before the migrations of each version; a restore that waits to be called by
/// <c>kubectl create job --from=cronjob/restore NAME</c>; and a weekly drill that restores the newest backup into a scratch server.</summary>
public sealed class Backups : ComponentResource
{
    /// <summary>Name of the pods' objects, by which the store lets them in.</summary>
    public const string Name = "backup";

    private const int DatabaseUser = 999; // the user "postgres" of the image
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1); // The recovery time that is promised.
    private static readonly Resources Small = new(Memory.MiB(128), Memory.MiB(512), Cpu.Cores(0.1), Cpu.Cores(1));

    private readonly BackupsArgs args;
    private readonly WorkloadConfiguration configuration;

    /// <summary>Makes the jobs.</summary>
    public Backups(string name, BackupsArgs args, ComponentResourceOptions? options = null)
        : base("infra:kubernetes:Backups", name, options)
    {
        this.args = args;
        var child = new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = args.Namespace.Ready };
        configuration = new WorkloadConfiguration(Name, Variables(), asFiles: false, Metadata, child);
        var scripts = new ConfigMap($"{name}-scripts", new ConfigMapArgs { Metadata = Metadata($"{Name}-scripts"), Data = BackupScripts.All.ToDictionary() }, child);
        var account = new ServiceAccount(name, new ServiceAccountArgs { Metadata = Metadata(Name), AutomountServiceAccountToken = false }, child);
        var policy = new NetworkPolicy(name, new NetworkPolicyArgs { Metadata = Metadata(Name), Spec = args.Flows.Of(args.Labels.Selecting(Name)) }, child);
        var ready = new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = [scripts, account, policy, .. configuration.Objects] };

        var backup = args.Settings.System.Backup.At;
        Nightly = Schedule(KubernetesMetrics.Backup, args.Settings.System.Backup.Schedule, suspended: false, BackupPod, ready);
        Schedule("restore", "0 0 29 2 *", suspended: true, RestorePod, ready); // Never by itself: it only waits to be copied.
        Schedule(KubernetesMetrics.RestoreDrill, $"{backup.Minute} {(backup.Hour + 2) % 24} * * 1", suspended: args.Databases.IsEmpty, DrillPod, ready);

        BeforeRelease = args.Settings.System.Migrations.IsEmpty ? [] :
        [
            new Job("backup-before-release", new JobArgs
            {
                Metadata = Jobs.Metadata(Metadata(MigrationJob.JobName("backup-before", args.Labels.Version))),
                Spec = JobOf(BackupPod()),
            }, Jobs.Options(Longest, this, args.Provider, [scripts, account, policy, .. configuration.Objects, .. args.StoresReady])),
        ];
        RegisterOutputs(new Dictionary<string, object?> { ["schedule"] = Nightly.Id });
    }

    /// <summary>The nightly backup.</summary>
    public CronJob Nightly { get; }

    /// <summary>The backup that has to succeed before migrations run (CA-05); none where there are no migrations.</summary>
    public ImmutableArray<Resource> BeforeRelease { get; }

    private ImmutableArray<ResolvedVariable> Variables()
    {
        ResolvedVariable Plain(string name, Output<string> value) => new(EnvironmentVariable.Variable(name, "Backup", name, new EnvironmentValue.Literal("")), value);
        ResolvedVariable Secret(string name, Output<string> value) => new(EnvironmentVariable.Variable(name, "Backup", name, new EnvironmentValue.Known(Fact.DatabasePassword)), value);
        return
        [
            .. args.Databases.Select(database => database.Direct).SelectMany(database => new[]
            {
                Plain("PGHOST", database.Host), Plain("PGPORT", database.Port), Plain("PGDATABASE", database.Database), Plain("PGUSER", database.User),
                Plain("PGSSLMODE", Output.Create("require")), Secret("PGPASSWORD", database.Password),
            }),
            .. args.Stores.SelectMany(store => new[] { Plain("STORE_HOST", store.Host), Plain("STORE_PORT", store.Port), Secret("REDISCLI_AUTH", store.Password) }),
            Plain("BACKUP_BUCKET", args.Bucket.Name), Plain("BACKUP_PREFIX", Output.Create($"{args.Labels.System}/{args.Labels.Instance}")), Plain("BACKUP", Output.Create("newest")),
            Plain("AWS_DEFAULT_REGION", Output.Create(args.Bucket.Region)), Plain("HOME", Output.Create("/tmp")),
            Secret("AWS_ACCESS_KEY_ID", args.Bucket.AccessKeyId), Secret("AWS_SECRET_ACCESS_KEY", args.Bucket.SecretAccessKey),
        ];
    }

    private CronJob Schedule(string name, string schedule, bool suspended, Func<PodSpecArgs> pod, CustomResourceOptions options) => new(name, new CronJobArgs
    {
        Metadata = Metadata(name),
        Spec = new CronJobSpecArgs
        {
            Schedule = schedule,
            TimeZone = "Etc/UTC",
            Suspend = suspended,
            ConcurrencyPolicy = "Forbid",
            StartingDeadlineSeconds = Quantities.Seconds(2 * Longest),
            SuccessfulJobsHistoryLimit = 3,
            FailedJobsHistoryLimit = 3,
            JobTemplate = new JobTemplateSpecArgs { Metadata = new ObjectMetaArgs { Labels = args.Labels.Of(Name) }, Spec = JobOf(pod()) },
        },
    }, options);

    private JobSpecArgs JobOf(PodSpecArgs pod) => new()
    {
        BackoffLimit = 6, // The last attempt begins after ten minutes: a server that fails over or is upgraded is back by then.
        ActiveDeadlineSeconds = Jobs.DeadlineSeconds(Longest),
        Template = new PodTemplateSpecArgs { Metadata = new ObjectMetaArgs { Labels = args.Labels.Of(Name) }, Spec = pod },
    };

    private PodSpecArgs BackupPod() => Pod(
    [
        .. args.Databases.Select(_ => Container("dump-database", BackupScripts.DatabaseImage)),
        .. args.Stores.Select(_ => Container("dump-store", ValkeyConfiguration.Image)),
        Container("upload", BackupScripts.StorageImage),
    ]);

    private PodSpecArgs RestorePod() => Pod([Container("download", BackupScripts.StorageImage), .. args.Databases.Select(_ => Container("restore", BackupScripts.DatabaseImage))]);

    private PodSpecArgs DrillPod() => Pod([Container("download", BackupScripts.StorageImage), .. args.Databases.Select(_ => Container("drill", BackupScripts.DatabaseImage))]);

    /// <summary>A pod whose steps run one after the other: the last one is its container, those before it prepare.</summary>
    private static PodSpecArgs Pod(ImmutableArray<ContainerArgs> steps)
    {
        var spec = new PodSpecArgs
        {
            ServiceAccountName = Name,
            AutomountServiceAccountToken = false,
            EnableServiceLinks = false,
            RestartPolicy = "Never",
            SecurityContext = PodSecurity.Pod(DatabaseUser),
            InitContainers = steps[..^1].ToArray(),
            Containers = steps[^1],
            Volumes =
            {
                new VolumeArgs { Name = "scripts", ConfigMap = new ConfigMapVolumeSourceArgs { Name = $"{Name}-scripts", DefaultMode = 0b100_100_100 } },
                new VolumeArgs { Name = "configuration", ConfigMap = new ConfigMapVolumeSourceArgs { Name = $"{Name}-config", DefaultMode = 0b100_100_100 } },
                new VolumeArgs { Name = "backup", EmptyDir = new EmptyDirVolumeSourceArgs { SizeLimit = "20Gi" } },
                new VolumeArgs { Name = "scratch", EmptyDir = new EmptyDirVolumeSourceArgs { SizeLimit = "20Gi" } },
                new VolumeArgs { Name = "tmp", EmptyDir = new EmptyDirVolumeSourceArgs { SizeLimit = "256Mi" } },
            },
        };
        return spec;
    }

    private ContainerArgs Container(string step, string image) => new()
    {
        Name = step,
        Image = image,
        ImagePullPolicy = "IfNotPresent",
        Command = { "/bin/sh", $"{BackupScripts.Directory}/{step}.sh" },
        EnvFrom = configuration.EnvFrom(),
        Env = configuration.Env(),
        Resources = Quantities.Requirements(Small),
        SecurityContext = PodSecurity.Container(),
        VolumeMounts =
        {
            new VolumeMountArgs { Name = "scripts", MountPath = BackupScripts.Directory, ReadOnly = true },
            new VolumeMountArgs { Name = "configuration", MountPath = "/configuration", ReadOnly = true },
            new VolumeMountArgs { Name = "backup", MountPath = "/backup" },
            new VolumeMountArgs { Name = "scratch", MountPath = "/scratch" },
            new VolumeMountArgs { Name = "tmp", MountPath = "/tmp" },
        },
    };

    private ObjectMetaArgs Metadata(string name) => new() { Name = name, Namespace = args.Namespace.Name, Labels = args.Labels.Of(Name) };
}
