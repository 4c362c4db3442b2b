using System.Collections;
using Pulumi;

namespace Infra.Planning;

/// <summary>Recorded values as they may be shown: plain text, numbers, lists and maps, with every secret hidden.</summary>
public static class PlanValues
{
    /// <summary>What is shown instead of the text of a file.</summary>
    public const string File = "[file]";

    /// <summary>The inputs of a resource.</summary>
    public static ImmutableSortedDictionary<string, object?> Shown(PlannedResource resource)
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
        AssetOrArchive => File, // Its text is not public; a document carries the rendered files beside the resources.
        int number => (double)number,
        _ => value,
    };

    // An API server refuses credentials of a registry that are no JSON, even where nobody will use them.
    private static object? HiddenValues(object? value) => value is IReadOnlyDictionary<string, object?> map
        ? map.ToImmutableSortedDictionary(
            entry => entry.Key,
            entry => (object?)(entry.Key == ".dockerconfigjson" ? $$"""{"auths":"{{SecretMark.Shown}}"}""" : SecretMark.Shown),
            StringComparer.Ordinal)
        : SecretMark.Shown;
}
