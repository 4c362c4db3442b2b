using Infra.Components.Cloud;
using Pulumi;
using Pulumi.DigitalOcean;
using Pulumi.DigitalOcean.Inputs;
using K8s = Pulumi.Kubernetes;

namespace Infra.Components.Kubernetes;

/// <summary>What a <see cref="Cluster"/> is made of.</summary>
public sealed record ClusterArgs : StackPartArgs
{
    /// <summary>Private network.</summary>
    public required Network Network { get; init; }
}

/// <summary>A DigitalOcean Kubernetes cluster with a small pool for what every cluster needs and an autoscaled one for the system.</summary>
public sealed class Cluster : ComponentResource, IMachines
{
    /// <summary>Makes the cluster.</summary>
    public Cluster(string name, ClusterArgs args, ComponentResourceOptions? options = null)
        : base("infra:kubernetes:Cluster", name, options)
    {
        var minor = args.Settings.Kubernetes.Version;
        var version = LookUp.Of(Output.Create($"{minor}."), prefix => GetKubernetesVersions.InvokeAsync(new GetKubernetesVersionsArgs { VersionPrefix = prefix }, new InvokeOptions { Parent = this }),
                $"the versions of Kubernetes {minor} cannot be looked up: deploy again when the provider answers, or set infra:kubernetesVersion to one that it offers")
            .Apply(versions => versions?.LatestVersion is { Length: > 0 } latest ? latest : minor);

        var cluster = new KubernetesCluster(name, new KubernetesClusterArgs
        {
            Name = $"{args.Prefix}-k8s",
            Region = args.Region,
            Version = version,
            VpcUuid = args.Network.Id,
            Ha = args.Settings.IsProduction, // Said always: the default depends on the version, and it costs.
            AutoUpgrade = true,
            SurgeUpgrade = true,
            MaintenancePolicy = new KubernetesClusterMaintenancePolicyArgs { Day = "sunday", StartTime = "04:00" },
            ControlPlaneFirewall = new KubernetesClusterControlPlaneFirewallArgs { Enabled = true, AllowedAddresses = args.Settings.AdminCidrs },
            NodePool = new KubernetesClusterNodePoolArgs
            {
                // The size of this pool cannot change without replacing the cluster; the system's nodes are a pool of their own.
                Name = "system",
                Size = "s-1vcpu-2gb",
                NodeCount = args.Settings.IsProduction ? 2 : 1,
                Tags = args.Tags,
            },
            DestroyAllAssociatedResources = !args.Settings.IsProduction,
            Tags = args.Tags,
        }, new CustomResourceOptions
        {
            Parent = this,
            Protect = args.Settings.IsProduction,
            IgnoreChanges = { "version" }, // Patches and minors come in the maintenance window.
        });

        var nodes = new KubernetesNodePool($"{name}-nodes", new KubernetesNodePoolArgs
        {
            ClusterId = cluster.Id,
            Name = $"nodes-{args.Settings.Kubernetes.NodeSize}", // A pool of another size is made before the old one goes.
            Size = args.Settings.Kubernetes.NodeSize,
            AutoScale = true,
            MinNodes = args.Settings.Kubernetes.NodesMin,
            MaxNodes = args.Settings.Kubernetes.NodesMax,
            Tags = args.Tags,
        }, new CustomResourceOptions { Parent = this });

        KubeConfig = Output.CreateSecret(cluster.KubeConfigs.Apply(configs => configs.IsDefaultOrEmpty ? "" : configs[0].RawConfig ?? ""));
        Provider = new K8s.Provider($"{name}-provider", new K8s.ProviderArgs
        {
            KubeConfig = KubeConfig,
            EnableServerSideApply = true,

            // Changed in place. Otherwise they would be deleted and made again, and where that fails the running system would have none.
            EnableConfigMapMutable = true,
            EnableSecretMutable = true,
        }, new CustomResourceOptions
        {
            Parent = this,
            DependsOn = nodes, // Pods, Jobs and charts have deadlines: there is somewhere to run before these begin.
        });
        Urns = [cluster.ClusterUrn];
        TrustedSource = new("k8s", cluster.Id);
        RegisterOutputs(new Dictionary<string, object?> { ["endpoint"] = cluster.Endpoint });
    }

    /// <summary>How to connect, a secret.</summary>
    public Output<string> KubeConfig { get; }

    /// <summary>Provider of the objects in the cluster.</summary>
    public K8s.Provider Provider { get; }

    /// <summary>The provider's name of the cluster, for projects.</summary>
    public ImmutableArray<Output<string>> Urns { get; }

    /// <summary>None: nodes are found by their tag.</summary>
    public ImmutableArray<Output<string>> Servers => [];

    /// <summary>The cluster's nodes, for managed databases.</summary>
    public TrustedSource TrustedSource { get; }
}
