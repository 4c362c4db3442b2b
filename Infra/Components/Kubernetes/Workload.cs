using Infra.Systems;
using Pulumi;
using Pulumi.Kubernetes.Autoscaling.V2;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Policy.V1;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Autoscaling.V2;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Policy.V1;
using KubernetesDeployment = Pulumi.Kubernetes.Apps.V1.Deployment;
using KubernetesService = Pulumi.Kubernetes.Core.V1.Service;
using Service = Infra.Systems.Service;

namespace Infra.Components.Kubernetes;

/// <summary>What a <see cref="Workload"/> is made of.</summary>
public sealed record WorkloadArgs : InNamespaceArgs
{
    /// <summary>The service.</summary>
    public required Service Service { get; init; }

    /// <summary>Full name of its image.</summary>
    public required Output<string> Image { get; init; }

    /// <summary>Its environment.</summary>
    public required ImmutableArray<ResolvedVariable> Environment { get; init; }

    /// <summary>Whether secrets are files or variables.</summary>
    public required bool SecretsAsFiles { get; init; }

    /// <summary>Whether its image is the system's own, of the version that is released.</summary>
    public required bool Released { get; init; }

    /// <summary>Connections that it needs, as network policies.</summary>
    public required NetworkFlows Flows { get; init; }

    /// <summary>Priority class; none for the cluster's default.</summary>
    public ImmutableArray<Output<string>> Priority { get; init; } = [];

    /// <summary>What has to be there, or done, before the first new pod starts: the store, migrations.</summary>
    public ImmutableArray<Resource> After { get; init; } = [];
}

/// <summary>A service on Kubernetes: Deployment, configuration, account, and where they apply Service, autoscaler, disruption budget and network policies.</summary>
public sealed class Workload : ComponentResource
{
    private readonly WorkloadArgs args;

    /// <summary>Makes the workload.</summary>
    public Workload(string name, WorkloadArgs args, ComponentResourceOptions? options = null)
        : base("infra:kubernetes:Workload", name, options)
    {
        this.args = args;
        var service = args.Service;
        var child = new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = args.Namespace.Ready };

        var account = new ServiceAccount(name, new ServiceAccountArgs { Metadata = Metadata(name), AutomountServiceAccountToken = false }, child);
        var configuration = new WorkloadConfiguration(name, args.Environment, args.SecretsAsFiles, Metadata, child);
        var policy = new NetworkPolicy(name, new NetworkPolicyArgs { Metadata = Metadata(name), Spec = args.Flows.Of(args.Labels.Selecting(name)) }, child);

        var labels = args.Released ? args.Labels.OfRelease(name) : args.Labels.Of(name);
        var deployment = new KubernetesDeployment(name, new DeploymentArgs
        {
            Metadata = new ObjectMetaArgs { Name = name, Namespace = args.Namespace.Name, Labels = labels },
            Spec = new DeploymentSpecArgs
            {
                Replicas = service.OnKubernetes.Replicas,
                RevisionHistoryLimit = 5,
                ProgressDeadlineSeconds = 600,
                Selector = new LabelSelectorArgs { MatchLabels = args.Labels.Selecting(name) },
                Strategy = new DeploymentStrategyArgs
                {
                    Type = "RollingUpdate",
                    RollingUpdate = new RollingUpdateDeploymentArgs { MaxSurge = 1, MaxUnavailable = 0 },
                },
                Template = new PodTemplateSpecArgs
                {
                    Metadata = new ObjectMetaArgs
                    {
                        Labels = labels,
                        Annotations = { ["checksum/configuration"] = configuration.Checksum },
                    },
                    Spec = PodSpec(service, configuration),
                },
            },
        }, new CustomResourceOptions
        {
            Parent = this,
            Provider = args.Provider,
            DependsOn = [account, policy, .. configuration.Objects, .. args.After],
            // The number is for the first creation, which would begin with one otherwise. Then it is the autoscaler's, and setting it again
            // would undo its work at every deployment.
            IgnoreChanges = service.OnKubernetes.Autoscaling.Enabled ? ["spec.replicas"] : [],
        });

        if (!service.Ports.IsEmpty)
        {
            new KubernetesService(name, new ServiceArgs
            {
                Metadata = Metadata(name),
                Spec = new ServiceSpecArgs
                {
                    Type = "ClusterIP",
                    Selector = args.Labels.Selecting(name),
                    Ports = service.Ports.Select(port => new ServicePortArgs { Name = port.Name, Port = port.Published, TargetPort = port.Name, Protocol = "TCP" }).ToArray(),
                },
            }, child);
        }

        if (service.OnKubernetes.Autoscaling.Enabled)
        {
            Autoscale(name, service.OnKubernetes.Autoscaling, child);
        }

        if (service.OnKubernetes.Replicas > 1)
        {
            new PodDisruptionBudget(name, new PodDisruptionBudgetArgs
            {
                Metadata = Metadata(name),
                Spec = new PodDisruptionBudgetSpecArgs
                {
                    MaxUnavailable = 1,
                    Selector = new LabelSelectorArgs { MatchLabels = args.Labels.Selecting(name) },
                },
            }, child);
        }

        Deployment = deployment;
        RegisterOutputs(new Dictionary<string, object?> { ["name"] = name });
    }

    /// <summary>The Deployment.</summary>
    public KubernetesDeployment Deployment { get; }

    private PodSpecArgs PodSpec(Service service, WorkloadConfiguration configuration)
    {
        var spec = Pods.Spec(service.UserId, service.Name, Pods.Container(service, args.Image), configuration, service.WritablePaths);
        spec.TerminationGracePeriodSeconds = Pods.TerminationSeconds(service);
        foreach (var priority in args.Priority)
        {
            spec.PriorityClassName = priority;
        }

        spec.TopologySpreadConstraints = Pods.Spread(args.Labels.Selecting(service.Name));
        return spec;
    }

    private void Autoscale(string name, Autoscaling autoscaling, CustomResourceOptions child) =>
        new HorizontalPodAutoscaler(name, new HorizontalPodAutoscalerArgs
        {
            Metadata = Metadata(name),
            Spec = new HorizontalPodAutoscalerSpecArgs
            {
                ScaleTargetRef = new CrossVersionObjectReferenceArgs { ApiVersion = "apps/v1", Kind = "Deployment", Name = name },
                MinReplicas = autoscaling.Minimum,
                MaxReplicas = autoscaling.Maximum,
                Metrics = autoscaling.ByMemory
                    ? [Utilization("cpu", autoscaling.CpuPercent), Utilization("memory", autoscaling.MemoryPercent)]
                    : [Utilization("cpu", autoscaling.CpuPercent)],
                Behavior = new HorizontalPodAutoscalerBehaviorArgs
                {
                    ScaleUp = new HPAScalingRulesArgs
                    {
                        StabilizationWindowSeconds = 0,
                        Policies = new HPAScalingPolicyArgs { Type = "Percent", Value = 100, PeriodSeconds = 60 },
                    },
                    ScaleDown = new HPAScalingRulesArgs
                    {
                        StabilizationWindowSeconds = 300, // Load comes back: five quiet minutes before anything is taken away.
                        Policies = new HPAScalingPolicyArgs { Type = "Percent", Value = 25, PeriodSeconds = 60 },
                    },
                },
            },
        }, child);

    private static MetricSpecArgs Utilization(string resource, int percent) => new()
    {
        Type = "Resource",
        Resource = new ResourceMetricSourceArgs
        {
            Name = resource,
            Target = new MetricTargetArgs { Type = "Utilization", AverageUtilization = percent },
        },
    };

    private ObjectMetaArgs Metadata(string name) => new()
    {
        Name = name,
        Namespace = args.Namespace.Name,
        Labels = args.Labels.Of(args.Service.Name),
    };
}
