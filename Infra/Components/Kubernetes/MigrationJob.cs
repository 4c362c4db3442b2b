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

/// <summary>When a step before the services runs.</summary>
public enum StepRuns
{
    /// <summary>Once for each version: its Job carries the version in its name.</summary>
    EachVersion,

    /// <summary>Once, and again when what it does changes.</summary>
    WhenChanged,
}

/// <summary>What a <see cref="MigrationJob"/> is made of.</summary>
public sealed record MigrationJobArgs : InNamespaceArgs
{
    /// <summary>The migration.</summary>
    public required Migration Migration { get; init; }

    /// <summary>Full name of its image.</summary>
    public required Output<string> Image { get; init; }

    /// <summary>Its environment.</summary>
    public required ImmutableArray<ResolvedVariable> Environment { get; init; }

    /// <summary>Whether secrets are files or variables.</summary>
    public required bool SecretsAsFiles { get; init; }

    /// <summary>What has to be done before: a backup, and the migrations in front of it.</summary>
    public required ImmutableArray<Resource> After { get; init; }

    /// <summary>When it runs.</summary>
    public required StepRuns Runs { get; init; }

    /// <summary>How often it is tried again where it fails, after 10 seconds, then 20, 40 and so on. What cannot be right the next time
    /// should fail soon; what only waits for somebody else should not.</summary>
    public required int Retries { get; init; }

    /// <summary>Connections that it needs.</summary>
    public required NetworkFlows Flows { get; init; }
}

/// <summary>Runs a step before the services; the deployment goes on when it has succeeded, and stops when it has failed.</summary>
public sealed class MigrationJob : ComponentResource
{
    private const int LongestName = 52; // A Job's pods append eleven characters to its name, and a label may have 63.

    /// <summary>Makes the job.</summary>
    public MigrationJob(string name, MigrationJobArgs args, ComponentResourceOptions? options = null)
        : base("infra:kubernetes:MigrationJob", name, options)
    {
        var migration = args.Migration;
        var perVersion = args.Runs == StepRuns.EachVersion;
        var child = new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = args.Namespace.Ready };
        ObjectMetaArgs Metadata(string objectName) => new() { Name = objectName, Namespace = args.Namespace.Name, Labels = args.Labels.Of(name) };

        var account = new ServiceAccount(name, new ServiceAccountArgs { Metadata = Metadata(name), AutomountServiceAccountToken = false }, child);
        var configuration = new WorkloadConfiguration(name, args.Environment, args.SecretsAsFiles, Metadata, child);
        var policy = new NetworkPolicy(name, new NetworkPolicyArgs { Metadata = Metadata(name), Spec = args.Flows.Of(args.Labels.Selecting(name)) }, child);

        var spec = Pods.Spec(migration.UserId, name, new ContainerArgs
        {
            Name = name,
            Image = args.Image,
            ImagePullPolicy = "IfNotPresent",
            Args = migration.Arguments,
            Resources = Quantities.Requirements(migration.Resources),
            SecurityContext = PodSecurity.Container(),
        }, configuration, [new("/tmp", Memory.MiB(64))]);
        spec.RestartPolicy = "Never";

        Job = new Job(name, new JobArgs
        {
            Metadata = Jobs.Metadata(Metadata(perVersion ? JobName(name, args.Labels.Version) : name)),
            Spec = new JobSpecArgs
            {
                BackoffLimit = args.Retries,
                ActiveDeadlineSeconds = Jobs.DeadlineSeconds(migration.Timeout),
                Template = new PodTemplateSpecArgs
                {
                    Metadata = new ObjectMetaArgs { Labels = perVersion ? args.Labels.OfRelease(name) : args.Labels.Of(name) },
                    Spec = spec,
                },
            },
        }, Jobs.Options(migration.Timeout, this, args.Provider, [account, policy, .. configuration.Objects, .. args.After]));
        RegisterOutputs(new Dictionary<string, object?> { ["name"] = name });
    }

    /// <summary>The Job.</summary>
    public Job Job { get; }

    /// <summary>A Job cannot be changed, so each version has one of its own name.</summary>
    internal static string JobName(string name, string version)
    {
        var label = new string([.. $"{name}-{version}".ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);
        return label[..Math.Min(LongestName, label.Length)].Trim('-');
    }
}
