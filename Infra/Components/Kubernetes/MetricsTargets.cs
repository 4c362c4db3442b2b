using Infra.Systems;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Components.Kubernetes;

/// <summary>What <see cref="MetricsTargets"/> are made of.</summary>
public sealed record MetricsTargetsArgs : InNamespaceArgs
{
    /// <summary>The services and exporters whose metrics are read.</summary>
    public required ImmutableArray<Service> Services { get; init; }

    /// <summary>What understands the targets.</summary>
    public required Monitoring Monitoring { get; init; }
}

/// <summary>Tells Prometheus where and how often to read metrics: a ServiceMonitor for each service that has any.</summary>
public sealed class MetricsTargets : ComponentResource
{
    /// <summary>Makes the targets.</summary>
    public MetricsTargets(string name, MetricsTargetsArgs args, ComponentResourceOptions? options = null)
        : base("infra:kubernetes:MetricsTargets", name, options)
    {
        foreach (var service in args.Services.Where(service => !service.Metrics.IsEmpty))
        {
            new CustomObject($"{name}-{service.Name}", new CustomObjectArgs("monitoring.coreos.com/v1", "ServiceMonitor")
            {
                Metadata = new ObjectMetaArgs { Name = service.Name, Namespace = args.Namespace.Name, Labels = args.Labels.Of(service.Name) },
                Spec = Spec(service, args),
            }, new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = [args.Monitoring.Stack, .. args.Namespace.Ready] });
        }

        RegisterOutputs();
    }

    private static Dictionary<string, object> Spec(Service service, MetricsTargetsArgs args) => ChartValues.Map(
        ("jobLabel", "app.kubernetes.io/component"),
        ("selector", ChartValues.Map(("matchLabels", ChartValues.Map(
            ("app.kubernetes.io/instance", args.Labels.Instance),
            ("app.kubernetes.io/component", service.Name),
            ("app.kubernetes.io/part-of", args.Labels.System))))),
        ("endpoints", service.Metrics.Select(metrics => (object)ChartValues.Map(
            ("port", service.Port(metrics.Port).Name),
            ("path", metrics.Path),
            ("interval", $"{Quantities.Seconds(metrics.Interval)}s"))).ToArray()));
}
