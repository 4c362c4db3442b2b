using System.Collections;
using Infra.Planning;

namespace Infra.Reports;

/// <summary>Compares values property by property.</summary>
internal static class PropertyChanges
{
    /// <summary>The properties of a resource that differ.</summary>
    /// <param name="before">The resource before.</param>
    /// <param name="after">The resource after.</param>
    /// <param name="replacing">Which properties replace a resource.</param>
    /// <param name="becomes">Whether the one becomes the other; those of two stacks are only compared.</param>
    public static IEnumerable<PropertyChange> Between(PlannedResource before, PlannedResource after, ReplacingProperties replacing, bool becomes)
    {
        var changes = Between("", before.Inputs, after.Inputs)
            .Select(change => change with { OneWay = becomes ? OneWayProperties.Reason(after.Type, change.Path, change.Before, change.After) : "" })
            .Where(change => change.OneWay.Length > 0 || !after.IgnoredChanges.Any(ignored => IsWithin(ignored, change.Path)))
            .Select(change => change with { Replaces = change.OneWay.Length == 0 && replacing.Force(after.Type, change.Path) });
        foreach (var change in changes)
        {
            yield return change;
        }

        if (before.Parent != after.Parent)
        {
            yield return new("(parent)", before.Parent, after.Parent, Replaces: true); // The parent is part of what the engine knows a resource by.
        }

        if (before.Protected != after.Protected)
        {
            yield return new("(protect)", before.Protected ? "true" : "false", after.Protected ? "true" : "false");
        }
    }

    /// <summary>The values that differ.</summary>
    public static IEnumerable<PropertyChange> Between(
        IReadOnlyDictionary<string, object?>? before,
        IReadOnlyDictionary<string, object?>? after) =>
        Between("", before ?? ImmutableDictionary<string, object?>.Empty, after ?? ImmutableDictionary<string, object?>.Empty);

    /// <summary>Whether a path is that of a property or of something inside it.</summary>
    private static bool IsWithin(string property, string path) =>
        path.StartsWith(property, StringComparison.Ordinal) && (path.Length == property.Length || path[property.Length] is '.' or '[');

    private static IEnumerable<PropertyChange> Between(string path, object? before, object? after)
    {
        if (before is IReadOnlyDictionary<string, object?> left && after is IReadOnlyDictionary<string, object?> right)
        {
            return left.Keys.Union(right.Keys).Order(StringComparer.Ordinal).SelectMany(name =>
                Between(path.Length == 0 ? name : $"{path}.{name}", left.GetValueOrDefault(name), right.GetValueOrDefault(name)));
        }

        if (IsList(before, out var olds) && IsList(after, out var news) && (olds.Length + news.Length > 0))
        {
            var (oldItems, newItems) = (Items(olds), Items(news));
            return oldItems.Keys.Union(newItems.Keys).SelectMany(name => Between($"{path}[{name}]", oldItems.GetValueOrDefault(name), newItems.GetValueOrDefault(name)));
        }

        return Same(before, after) ? [] : [new(path, Text(before), Text(after))];
    }

    /// <summary>Items by their name, as containers and ports have one; else by position. An item that moves is then no change.</summary>
    private static Dictionary<string, object?> Items(object?[] list)
    {
        var names = list.Select(item => item is IReadOnlyDictionary<string, object?> map && map.GetValueOrDefault("name") is string name ? name : "").ToArray();
        var named = names.All(name => name.Length > 0) && names.Distinct(StringComparer.Ordinal).Count() == names.Length;
        return list.Select((item, index) => (Name: named ? names[index] : $"{index}", Item: item)).ToDictionary(entry => entry.Name, entry => entry.Item, StringComparer.Ordinal);
    }

    private static bool IsList(object? value, out object?[] items)
    {
        items = value is IEnumerable list and not string and not IReadOnlyDictionary<string, object?> ? [.. list.Cast<object?>()] : [];
        return value is IEnumerable and not string and not IReadOnlyDictionary<string, object?>;
    }

    private static bool Same(object? before, object? after) => Equals(before, after) || (before is not null && after is not null && Text(before) == Text(after));

    /// <summary>A value as it is shown; empty where there is none.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => $"{number:0.####}",
        IReadOnlyDictionary<string, object?> map => $"{{{string.Join(", ", map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}: {Text(entry.Value)}"))}}}",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Text))}]",
        _ => value.ToString() ?? "",
    };
}
