using System.Collections;
using Infra.Facts;
using Infra.Planning;

namespace Infra.Tests.Policies.Mutants;

/// <summary>Selectors by fewer labels that select the same objects: no fact has changed.</summary>
internal static class SelectedAlike
{
    // What network policies select is a matter of reach.
    private static readonly ImmutableHashSet<string> Kinds =
        ["Deployment", "StatefulSet", "PodDisruptionBudget", "Service", "ServiceMonitor"];

    /// <summary>Whether a change takes labels from selectors that select what they did.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="path">Path of the change.</param>
    /// <param name="before">The object.</param>
    /// <param name="after">The changed object.</param>
    public static bool Is(Plan plan, string path, PlannedResource before, PlannedResource after) =>
        Kinds.Contains(before.Kind) && (path.Contains("matchLabels[", StringComparison.Ordinal)
            || path.StartsWith("spec.selector[", StringComparison.Ordinal))
        && Selected(plan, before).SequenceEqual(Selected(plan, after));

    private static string[] Selected(Plan plan, PlannedResource resource)
    {
        var space = resource.Inputs.GetValueOrDefault("metadata") is IReadOnlyDictionary<string, object?> metadata
            ? metadata.GetValueOrDefault("namespace") as string : null;
        var facts = PlanFacts.Of(plan);
        var candidates = resource.Kind == "ServiceMonitor"
            ? facts.Cluster.Services.Where(service => service.Namespace == space).Select(service =>
                (service.Name, Labels: (service.Content.Metadata?.Labels ?? ImmutableDictionary<string,
                    string>.Empty).ToImmutableDictionary()))
            : facts.Pods.Where(pod => pod.Owner.Namespace == space).Select(pod => (pod.Owner.Name, pod.Labels));
        return
        [
            .. Selectors("", resource.Inputs).Select(selector => string.Join(' ', candidates.Where(candidate =>
                selector.All(label => candidate.Labels.GetValueOrDefault(label.Key) == label.Value as string))
                .Select(candidate => candidate.Name).Order(StringComparer.Ordinal))),
        ];
    }

    private static IEnumerable<IReadOnlyDictionary<string, object?>> Selectors(string name, object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> map when name == "matchLabels" || (name == "selector" && !map.ContainsKey("matchLabels")) =>
            [map],
        IReadOnlyDictionary<string, object?> map => map.SelectMany(entry => Selectors(entry.Key, entry.Value)),
        IEnumerable items and not string => items.Cast<object?>().SelectMany(item => Selectors(name, item)),
        _ => [],
    };
}
