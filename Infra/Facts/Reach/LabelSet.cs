using k8s.Models;

namespace Infra.Facts.Reach;

/// <summary>Whether something is so, where not everything is known.</summary>
public enum Certainty
{
    /// <summary>It is not so.</summary>
    No,

    /// <summary>It may be so.</summary>
    Maybe,

    /// <summary>It is so.</summary>
    Yes,
}

/// <summary>The labels of a pod or a namespace.</summary>
/// <param name="Known">Those that are known.</param>
/// <param name="AreAll">Whether it has no others. What a chart makes may have any.</param>
public sealed record LabelSet(ImmutableDictionary<string, string> Known, bool AreAll)
{
    /// <summary>No label at all.</summary>
    public static LabelSet Empty { get; } = new(ImmutableDictionary<string, string>.Empty, AreAll: true);

    /// <summary>Whatever labels.</summary>
    public static LabelSet Unknown { get; } = Empty with { AreAll = false };

    /// <summary>Whether a selector selects what has these labels: all its labels and all its expressions have to hold, and an empty one
    /// selects everything. Source: Kubernetes, "Labels and selectors".</summary>
    /// <param name="selector">The selector.</param>
    public Certainty IsSelectedBy(V1LabelSelector selector)
    {
        var certainty = IsSelectedBy(selector.MatchLabels);
        return certainty == Certainty.No || selector.MatchExpressions is not { Count: > 0 } expressions ? certainty
            : expressions.Select(IsSelectedBy).Append(certainty).Min();
    }

    /// <summary>Whether all of some labels are among these.</summary>
    /// <param name="labels">The labels; null for none.</param>
    public Certainty IsSelectedBy(IDictionary<string, string>? labels)
    {
        // Asked for every selector and every pod: no closures, and no label after one that is missing.
        var certainty = Certainty.Yes;
        foreach (var (key, value) in labels ?? ImmutableDictionary<string, string>.Empty)
        {
            if (Known.TryGetValue(key, out var own) ? own != value : AreAll)
            {
                return Certainty.No;
            }

            certainty = own is null ? Certainty.Maybe : certainty;
        }

        return certainty;
    }

    private Certainty IsSelectedBy(V1LabelSelectorRequirement expression) => expression.OperatorProperty switch
    {
        "In" => Has(expression.Key, value => expression.Values?.Contains(value) == true),
        "NotIn" => Not(Has(expression.Key, value => expression.Values?.Contains(value) == true)), // Also where there is no such label.
        "Exists" => Has(expression.Key, _ => true),
        "DoesNotExist" => Not(Has(expression.Key, _ => true)),
        _ => Certainty.Maybe, // An API server would refuse it.
    };

    private Certainty Has(string key, Func<string, bool> accepts) =>
        Known.TryGetValue(key, out var value) ? accepts(value) ? Certainty.Yes : Certainty.No
        : AreAll ? Certainty.No : Certainty.Maybe;

    private static Certainty Not(Certainty certainty) => (Certainty)(Certainty.Yes - certainty);
}
