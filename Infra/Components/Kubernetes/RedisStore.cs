using Infra.Components.Cloud;
using Infra.Files.Valkey;
using Infra.Systems;
using Pulumi;
using Pulumi.Kubernetes.Apps.V1;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;
using KubernetesService = Pulumi.Kubernetes.Core.V1.Service;

namespace Infra.Components.Kubernetes;

/// <summary>What a <see cref="RedisStore"/> is made of.</summary>
public sealed record RedisStoreArgs : InNamespaceArgs
{
    /// <summary>What the system needs of it.</summary>
    public required Redis Need { get; init; }

    /// <summary>Password, a secret.</summary>
    public required Output<string> Password { get; init; }

    /// <summary>Services that connect to it.</summary>
    public required ImmutableArray<string> Clients { get; init; }

    /// <summary>Priority class.</summary>
    public required Output<string> Priority { get; init; }

    /// <summary>Whether its volume outlives it.</summary>
    public required bool Protect { get; init; }
}

/// <summary>A Redis-compatible store (Valkey) whose data survives the loss of its pod: append-only file and snapshots on a volume.
/// <para>Kubernetes lets nobody change the volume of a StatefulSet, and Pulumi would replace the StatefulSet, or fail where it is protected. So the
/// program ignores another <see cref="Redis.Volume"/> where the store exists already: new stores get it. An existing volume is grown in place, while
/// the store runs, by <c>kubectl patch pvc data-redis-0 --namespace SYSTEM --patch '{"spec":{"resources":{"requests":{"storage":"10Gi"}}}}'</c>;
/// it cannot be made smaller (docs/operations.md, "Enlarge the store's volume").</para></summary>
public sealed class RedisStore : ComponentResource
{
    private const string Host = StoreConnection.OwnHost;
    private const int Port = StoreConnection.OwnPort;
    private const int User = 999; // the user of the image

    /// <summary>Makes the store.</summary>
    public RedisStore(string name, RedisStoreArgs args, ComponentResourceOptions? options = null)
        : base("infra:kubernetes:RedisStore", name, options)
    {
        var child = new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = args.Namespace.Ready };
        var selecting = args.Labels.Selecting(name);
        ObjectMetaArgs Metadata(string objectName) => new() { Name = objectName, Namespace = args.Namespace.Name, Labels = args.Labels.Of(name) };

        var configuration = ValkeyConfiguration.Render(args.Need);
        var config = new ConfigMap($"{name}-config", new ConfigMapArgs
        {
            Metadata = Metadata($"{name}-config"),
            Data = { [ValkeyConfiguration.FileName] = configuration },
        }, child);
        var password = new Secret($"{name}-password", new SecretArgs
        {
            Metadata = Metadata($"{name}-password"),
            Type = "Opaque",
            StringData = { [ValkeyConfiguration.PasswordFileName] = args.Password.Apply(ValkeyConfiguration.RenderPassword) },
        }, child);
        var account = new ServiceAccount(name, new ServiceAccountArgs { Metadata = Metadata(name), AutomountServiceAccountToken = false }, child);

        var flows = new NetworkFlows();
        foreach (var client in args.Clients)
        {
            flows.FromPods(args.Labels.Selecting(client), Port);
        }

        var policy = new NetworkPolicy(name, new NetworkPolicyArgs { Metadata = Metadata(name), Spec = flows.Of(selecting) }, child);
        var service = new KubernetesService(name, new ServiceArgs
        {
            Metadata = Metadata(Host),
            Spec = new ServiceSpecArgs
            {
                ClusterIP = "None",
                Selector = selecting,
                Ports = new ServicePortArgs { Name = "redis", Port = Port, TargetPort = "redis", Protocol = "TCP" },
            },
        }, child);

        var store = new StatefulSet(name, new StatefulSetArgs
        {
            Metadata = Metadata(name),
            Spec = new StatefulSetSpecArgs
            {
                ServiceName = Host,
                Replicas = 1,
                Selector = new LabelSelectorArgs { MatchLabels = selecting },
                Template = new PodTemplateSpecArgs
                {
                    Metadata = new ObjectMetaArgs
                    {
                        Labels = args.Labels.Of(name),

                        // The server reads both files when it starts, and never again.
                        Annotations =
                        {
                            ["checksum/configuration"] = ServiceEnvironment.Fingerprint(
                            [
                                (ValkeyConfiguration.FileName, Output.Create(configuration)),
                                (ValkeyConfiguration.PasswordFileName, args.Password),
                            ]),
                        },
                    },
                    Spec = PodSpec(name, args),
                },
                VolumeClaimTemplates = new PersistentVolumeClaimArgs
                {
                    Metadata = new ObjectMetaArgs { Name = "data", Labels = args.Labels.Selecting(name) },
                    Spec = new PersistentVolumeClaimSpecArgs
                    {
                        AccessModes = { "ReadWriteOnce" },
                        StorageClassName = args.Protect ? "do-block-storage-retain" : "do-block-storage",
                        Resources = new VolumeResourceRequirementsArgs { Requests = { ["storage"] = $"{args.Need.Volume}" } },
                    },
                },
            },
        }, new CustomResourceOptions
        {
            Parent = this,
            Provider = args.Provider,
            DependsOn = [account, policy, config, password],
            Protect = args.Protect,
            IgnoreChanges = { "spec.volumeClaimTemplates" }, // Immutable: see above.
        });
        Ready = [store, service, policy];
        RegisterOutputs(new Dictionary<string, object?> { ["host"] = Host });
    }

    /// <summary>What has to exist before a client can connect.</summary>
    public ImmutableArray<Resource> Ready { get; }

    /// <summary>What the store asks for and may take: its memory is its own, for it holds data.</summary>
    internal static Resources ResourcesOf(Redis need) => new(need.Memory, need.Memory, Cpu.Cores(0.1), Cpu.Cores(0.5));

    private static PodSpecArgs PodSpec(string name, RedisStoreArgs args) => new()
    {
        PriorityClassName = args.Priority,
        ServiceAccountName = name,
        AutomountServiceAccountToken = false,
        EnableServiceLinks = false,
        SecurityContext = PodSecurity.Pod(User),
        TerminationGracePeriodSeconds = 60,
        Containers = new ContainerArgs
        {
            Name = name,
            Image = ValkeyConfiguration.Image,
            ImagePullPolicy = "IfNotPresent",
            Command = { "valkey-server", $"{ValkeyConfiguration.Directory}/{ValkeyConfiguration.FileName}" },
            Ports = new ContainerPortArgs { Name = "redis", ContainerPortValue = Port, Protocol = "TCP" },
            Resources = Quantities.Requirements(ResourcesOf(args.Need)),
            SecurityContext = PodSecurity.Container(),
            StartupProbe = Ping(failures: 30, period: 2),
            LivenessProbe = Ping(failures: 3, period: 10),
            ReadinessProbe = Ping(failures: 2, period: 5),
            VolumeMounts =
            {
                new VolumeMountArgs { Name = "data", MountPath = ValkeyConfiguration.DataDirectory },
                new VolumeMountArgs { Name = "config", MountPath = ValkeyConfiguration.Directory, ReadOnly = true },
                new VolumeMountArgs { Name = "password", MountPath = ValkeyConfiguration.PasswordDirectory, ReadOnly = true },
                new VolumeMountArgs { Name = "tmp", MountPath = "/tmp" },
            },
        },
        Volumes =
        {
            new VolumeArgs { Name = "config", ConfigMap = new ConfigMapVolumeSourceArgs { Name = $"{name}-config" } },
            new VolumeArgs { Name = "password", Secret = new SecretVolumeSourceArgs { SecretName = $"{name}-password", DefaultMode = 0b100_100_000 } },
            new VolumeArgs { Name = "tmp", EmptyDir = new EmptyDirVolumeSourceArgs { SizeLimit = "16Mi" } },
        },
    };

    /// <summary>The server answers even before it is logged in to: with PONG or with a demand for the password. A hung one answers nothing.</summary>
    private static ProbeArgs Ping(int failures, int period) => new()
    {
        Exec = new ExecActionArgs { Command = { "valkey-cli", "-p", $"{Port}", "ping" } },
        PeriodSeconds = period,
        TimeoutSeconds = 3,
        FailureThreshold = failures,
    };
}
