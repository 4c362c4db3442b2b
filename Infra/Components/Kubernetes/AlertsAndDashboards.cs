using Infra.Files.Observability.Grafana;
using Infra.Files.Observability.Prometheus;
using Infra.Settings;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Components.Kubernetes;

/// <summary>What <see cref="AlertsAndDashboards"/> are made of.</summary>
public sealed record AlertsAndDashboardsArgs : InNamespaceArgs
{
    /// <summary>The stack, with its system.</summary>
    public required StackSettings Settings { get; init; }

    /// <summary>What evaluates the rules and shows the dashboards.</summary>
    public required Monitoring Monitoring { get; init; }
}

/// <summary>The rules and dashboards of a system, the same as on a server: a PrometheusRule, and a ConfigMap for each dashboard.</summary>
public sealed class AlertsAndDashboards : ComponentResource
{
    /// <summary>Makes the objects.</summary>
    public AlertsAndDashboards(string name, AlertsAndDashboardsArgs args, ComponentResourceOptions? options = null)
        : base("infra:kubernetes:AlertsAndDashboards", name, options)
    {
        var child = new CustomResourceOptions { Parent = this, Provider = args.Provider, DependsOn = [args.Monitoring.Stack, .. args.Namespace.Ready] };
        new CustomObject("rules", new CustomObjectArgs("monitoring.coreos.com/v1", "PrometheusRule")
        {
            Metadata = new ObjectMetaArgs { Name = args.Settings.System.Name, Namespace = args.Namespace.Name, Labels = args.Labels.Of("rules") },
            Spec = ChartValues.Map(("groups", RuleFiles.Of(args.Settings).Groups.Select(group => (object)Group(group)).ToArray())),
        }, child);
        foreach (var dashboard in Dashboards.Of(args.Settings))
        {
            var objectName = $"dashboard-{Path.GetFileNameWithoutExtension(dashboard.Path)}";
            var labels = args.Labels.Of(objectName);
            labels.Add(Monitoring.DashboardLabel, "1");
            new ConfigMap(objectName, new ConfigMapArgs
            {
                Metadata = new ObjectMetaArgs { Name = objectName, Namespace = args.Namespace.Name, Labels = labels },
                Data = { [$"{args.Settings.System.Name}-{dashboard.Path}"] = dashboard.Content },
            }, child);
        }

        RegisterOutputs();
    }

    private static Dictionary<string, object> Group(RuleGroup group) => ChartValues.Map(
        ("name", group.Name),
        ("interval", group.Interval),
        ("rules", group.Rules.Select(rule => (object)Rule(rule)).ToArray()));

    private static Dictionary<string, object> Rule(RuleNode rule)
    {
        var map = ChartValues.Map(("expr", rule.Expr));
        foreach (var (key, value) in new (string, string?)[] { ("record", rule.Record), ("alert", rule.Alert), ("for", rule.For) })
        {
            if (value is not null)
            {
                map[key] = value;
            }
        }

        foreach (var (key, values) in new[] { ("labels", rule.Labels), ("annotations", rule.Annotations) })
        {
            if (values is not null)
            {
                map[key] = values.ToDictionary(value => value.Key, value => (object)value.Value);
            }
        }

        return map;
    }
}
