using System.Collections;

namespace Infra.Planning;

/// <summary>Recorded values as they may be shown: plain text, numbers, lists and maps, with every secret hidden.</summary>
public static class PlanValues
{
    /// <summary>The inputs of a resource.</summary>
    public static IReadOnlyDictionary<string, object?> Shown(PlannedResource resource)
    {
        var hideAll = resource.Type == "kubernetes:core/v1:Secret";
        return resource.Inputs.ToImmutableSortedDictionary(
            input => input.Key,
            input => hideAll && input.Key is "data" or "stringData" ? HiddenValues(input.Value) : Shown(input.Value),
            StringComparer.Ordinal);
    }

    /// <summary>A value.</summary>
    public static object? Shown(object? value) => value switch
    {
        string text => SecretMark.Hide(text),
        IReadOnlyDictionary<string, object?> map => map.ToImmutableSortedDictionary(entry => entry.Key, entry => Shown(entry.Value), StringComparer.Ordinal),
        IEnumerable items => items.Cast<object?>().Select(Shown).ToImmutableArray(),
        _ => value,
    };

    private static object? HiddenValues(object? value) => value is IReadOnlyDictionary<string, object?> map
        ? map.ToImmutableSortedDictionary(entry => entry.Key, _ => (object?)SecretMark.Shown, StringComparer.Ordinal)
        : SecretMark.Shown;
}
