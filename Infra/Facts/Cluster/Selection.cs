using k8s.Models;

namespace Infra.Facts.Cluster;

/// <summary>What label selectors select.</summary>
internal static class Selection
{
    /// <summary>Whether a selector selects an object; null selects nothing, an empty one everything.</summary>
    /// <param name="selector">The selector.</param>
    /// <param name="labels">Labels of the object.</param>
    public static bool Selects(this V1LabelSelector? selector, IReadOnlyDictionary<string, string> labels) => selector is not null
        && Match(selector.MatchLabels, labels) && (selector.MatchExpressions ?? []).All(requirement => Holds(requirement, labels));

    /// <summary>Whether an object has all of some labels.</summary>
    /// <param name="wanted">The labels; null for none.</param>
    /// <param name="labels">Labels of the object.</param>
    public static bool Match(IDictionary<string, string>? wanted, IReadOnlyDictionary<string, string> labels) =>
        (wanted ?? ImmutableDictionary<string, string>.Empty).All(label => labels.TryGetValue(label.Key, out var value)
            && value == label.Value);

    private static bool Holds(V1LabelSelectorRequirement requirement, IReadOnlyDictionary<string, string> labels) =>
        labels.TryGetValue(requirement.Key, out var value) is var has && requirement.OperatorProperty switch
        {
            "In" => has && requirement.Values?.Contains(value!) == true,
            "NotIn" => !has || requirement.Values?.Contains(value!) != true,
            "Exists" => has,
            "DoesNotExist" => !has,
            _ => false,
        };
}
