using System.Buffers;
using System.Collections;
using System.Runtime.CompilerServices;

namespace Infra.Planning;

/// <summary>An input that holds what only the cloud will know.</summary>
/// <param name="Path">Path of names; positions in lists in brackets: <c>spec.rules[0].host</c>.</param>
/// <param name="Derived">Whether the value was made of what the cloud will know and of other text; false where it is that value
/// itself.</param>
public sealed record UnknownInput(string Path, bool Derived);

/// <summary>Values of a plan that stand in for what only the cloud will know: ids, addresses, generated names. Rules and renderers work
/// with them as with real ones; whatever is shown of a plan says instead which property of which resource will be there.</summary>
public sealed class SimulatedValues
{
    private const string Opening = "[known after deployment: ";

    private static readonly ConditionalWeakTable<Plan, SimulatedValues> Known = [];

    // Longest first: an ARN holds the name of its bucket.
    private readonly ImmutableArray<(string Text, string Shown)> values;
    private readonly SearchValues<string> texts;

    private SimulatedValues(IEnumerable<PlannedResource> resources)
    {
        values =
        [
            .. resources.SelectMany(resource => SimulatedCloud.Invented(resource.Type, resource.Name, resource.Inputs)
                    .Select(value => (value.Text, Shown: Mark($"{resource.Kind} {resource.Name}", value.Property))))
                .Concat(SimulatedCloud.InventedAnswers.Select(value => (value.Text, Shown: Mark(value.Function, value.Property))))
                .DistinctBy(value => value.Text),
        ];
        values = [.. values.OrderByDescending(value => value.Text.Length)];
        texts = SearchValues.Create([.. values.Select(value => value.Text)], StringComparison.Ordinal);
    }

    /// <summary>The values of a plan.</summary>
    public static SimulatedValues Of(Plan plan) => Known.GetValue(plan, static plan => new(plan.Deployed));

    /// <summary>Resources of a saved plan whose program showed such values as if they were known.</summary>
    public static ImmutableArray<PlannedResource> ShowOlder(ImmutableArray<PlannedResource> resources)
    {
        // Ids were the name and "-id", which may stand in any other text as well: only whole values are taken for one.
        var ids = resources.Where(resource => !resource.IsComponent).DistinctBy(resource => resource.Name)
            .ToImmutableDictionary(resource => $"{resource.Name}-id", ShownId, StringComparer.Ordinal);
        var values = new SimulatedValues(resources.Where(resource => !resource.IsComponent));
        return
        [
            .. resources.Select(resource =>
            {
                var inputs = (ImmutableSortedDictionary<string, object?>)values.Show(resource.Inputs, text => ids.GetValueOrDefault(text))!;
                return resource with { Inputs = inputs, UnknownInputs = Unknown(inputs) };
            }),
        ];
    }

    /// <summary>What is shown instead of the id of a resource.</summary>
    public static string ShownId(PlannedResource resource) => Mark($"{resource.Kind} {resource.Name}", "id");

    /// <summary>Whether a shown text says that a part of it is known after the deployment.</summary>
    public static bool IsMarked(string shown) => shown.Contains(Opening, StringComparison.Ordinal);

    /// <summary>Whether a text is such a value, or holds one.</summary>
    public bool IsIn(string text) => text.AsSpan().ContainsAny(texts);

    /// <summary>The text with every such value replaced by what will be there: <c>[known after deployment: Vpc network id]</c>.</summary>
    public string Show(string text)
    {
        for (var start = text.AsSpan().IndexOfAny(texts); start >= 0;)
        {
            var (found, shown) = values.First(value => text.AsSpan(start).StartsWith(value.Text, StringComparison.Ordinal));
            text = string.Concat(text.AsSpan(0, start), shown, text.AsSpan(start + found.Length));
            var rest = start + shown.Length;
            start = text.AsSpan(rest).IndexOfAny(texts);
            start = start < 0 ? start : start + rest;
        }

        return text;
    }

    /// <summary>A value of any kind, with its texts and numbers as <see cref="Show(string)"/> has them.</summary>
    public object? Show(object? value) => Show(value, static _ => null);

    private object? Show(object? value, Func<string, string?> whole) => value switch
    {
        string text => whole(text) ?? Show(text),
        double number when IsIn($"{number}") => Show($"{number}"),
        IReadOnlyDictionary<string, object?> map =>
            map.ToImmutableSortedDictionary(entry => entry.Key, entry => Show(entry.Value, whole), StringComparer.Ordinal),
        IEnumerable items => items.Cast<object?>().Select(item => Show(item, whole)).ToImmutableArray(),
        _ => value,
    };

    /// <summary>The inputs that hold such values.</summary>
    /// <param name="shown">Inputs as <see cref="Show(object?)"/> made them.</param>
    public static ImmutableArray<UnknownInput> Unknown(object? shown) => [.. Unknown("", shown)];

    private static IEnumerable<UnknownInput> Unknown(string path, object? shown) => shown switch
    {
        string text when IsMarked(text) => [new(path, Derived: !IsOneMark(text))],
        string => [],
        IReadOnlyDictionary<string, object?> map =>
            map.SelectMany(entry => Unknown(path.Length == 0 ? entry.Key : $"{path}.{entry.Key}", entry.Value)),
        IEnumerable items => items.Cast<object?>().SelectMany((item, index) => Unknown($"{path}[{index}]", item)),
        _ => [],
    };

    private static bool IsOneMark(string text) =>
        text.StartsWith(Opening, StringComparison.Ordinal) && text.IndexOf(']', StringComparison.Ordinal) == text.Length - 1;

    private static string Mark(string owner, string property) => $"{Opening}{owner} {property}]";
}
