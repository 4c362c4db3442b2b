using Infra.Planning;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.EventEmitters;

namespace Infra.Files;

/// <summary>The Kubernetes objects of a plan as YAML files, numbered in the order in which they have to be applied.</summary>
public static class Manifests
{
    // Namespaces before what is in them, accounts and configuration before the pods that use them.
    private static readonly string[] Order =
    [
        "Namespace", "ResourceQuota", "LimitRange", "PriorityClass", "ServiceAccount", "Role", "RoleBinding", "ConfigMap", "Secret", "NetworkPolicy",
        "PersistentVolumeClaim", "Service", "StatefulSet", "Job", "Deployment", "CronJob", "PodDisruptionBudget", "HorizontalPodAutoscaler", "ClusterIssuer", "Ingress",
    ];

    // Kubernetes first, then the rest by name: the way people write manifests.
    private static readonly string[] FirstKeys = ["apiVersion", "kind", "metadata", "type", "spec"];

    /// <summary>Renders the objects. Charts are not among them: they are the package manager's to render.</summary>
    public static ImmutableArray<HostFile> Render(Plan plan)
    {
        // A serialiser of one's own keeps numbers whole: the plan holds all of them as double.
        var scaled = plan.Deployed.Where(resource => resource.Kind == "HorizontalPodAutoscaler").Select(Target).ToHashSet();
        var serializer = new SerializerBuilder().WithEventEmitter(next => new ReadableScalars(next)).WithQuotingNecessaryStrings().DisableAliases().WithIndentedSequences().Build();
        return
        [
            .. plan.Deployed
                .Where(resource => resource.IsKubernetesObject && resource.Inputs.ContainsKey("kind") && resource.Inputs.ContainsKey("metadata"))
                .OrderBy(resource => Array.IndexOf(Order, resource.Kind) is var index && index >= 0 ? index : Order.Length)
                .Select((resource, index) => new HostFile(
                    $"{index + 1:000}-{resource.Kind.ToLowerInvariant()}-{resource.Name.ToLowerInvariant()}.yaml",
                    serializer.Serialize(Sorted(Applied(resource, scaled.Contains(Name(resource))))))),
        ];
    }

    // Whoever applies the files again would set the number back that the autoscaler has chosen.
    private static ImmutableSortedDictionary<string, object?> Applied(PlannedResource resource, bool scaled)
    {
        var inputs = PlanValues.Shown(resource);
        return scaled ? inputs.SetItem("spec", ((ImmutableSortedDictionary<string, object?>)inputs["spec"]!).Remove("replicas")) : inputs;
    }

    private static (string Kind, string Namespace, string Name) Name(PlannedResource resource) =>
        (resource.Kind, Text(resource.Inputs, "metadata", "namespace"), Text(resource.Inputs, "metadata", "name"));

    private static (string Kind, string Namespace, string Name) Target(PlannedResource autoscaler) => (
        Text(autoscaler.Inputs, "spec", "scaleTargetRef", "kind"),
        Text(autoscaler.Inputs, "metadata", "namespace"),
        Text(autoscaler.Inputs, "spec", "scaleTargetRef", "name"));

    private static string Text(object? value, params string[] path) =>
        path.Aggregate(value, (inner, name) => (inner as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault(name)) as string ?? "";

    private static Dictionary<string, object?> Sorted(IReadOnlyDictionary<string, object?> map) => map
        .OrderBy(entry => Array.IndexOf(FirstKeys, entry.Key) is var index && index >= 0 ? index : FirstKeys.Length)
        .ThenBy(entry => entry.Key, StringComparer.Ordinal)
        .ToDictionary(entry => entry.Key, entry => entry.Value);

    /// <summary>Writes whole numbers without a fraction, and text of several lines as a block.</summary>
    private sealed class ReadableScalars(IEventEmitter next) : ChainedEventEmitter(next)
    {
        public override void Emit(ScalarEventInfo eventInfo, IEmitter emitter)
        {
            if (eventInfo.Source.Value is double number)
            {
                eventInfo = new ScalarEventInfo(new ObjectDescriptor(number % 1 == 0 && Math.Abs(number) < 1e15 ? (long)number : number));
            }
            else if (eventInfo.Source.Value is string text && text.Contains('\n'))
            {
                eventInfo.Style = ScalarStyle.Literal;
            }

            base.Emit(eventInfo, emitter);
        }

        private sealed class ObjectDescriptor(object value) : IObjectDescriptor
        {
            public object? Value => value;

            public Type Type => value.GetType();

            public Type StaticType => value.GetType();

            public ScalarStyle ScalarStyle => ScalarStyle.Plain;
        }
    }
}
