using System.Collections;

namespace Infra.Tests.Policies.Mutants;

/// <summary>A value somewhere in a resource or a file: a leaf, an object or a list.</summary>
/// <param name="Path">Names and positions that lead to it.</param>
/// <param name="Value">The value.</param>
internal sealed record PlanNode(ImmutableArray<object> Path, object? Value)
{
    /// <summary>The value of what is taken away.</summary>
    public static readonly object Absent = new();

    /// <summary>Its path without positions: <c>spec.containers[].image</c>.</summary>
    public string Shape { get; } = ShapeOf(Path);

    /// <summary>The last name of its path; that of the list for an item.</summary>
    public string Name => Path.LastOrDefault(part => part is string) as string ?? "";

    /// <summary>The name before the last one.</summary>
    public string ParentName => Path.Where(part => part is string).Reverse().Skip(1).FirstOrDefault() as string ?? "";

    /// <summary>Whether it is an item of a list.</summary>
    public bool IsItem => Path.LastOrDefault() is int;

    /// <summary>Every value inside another one, outer ones first, the root left out.</summary>
    /// <param name="root">The outermost value.</param>
    public static IEnumerable<PlanNode> Below(object? root) => Below(root, []);

    /// <summary>A value with one inside it replaced.</summary>
    /// <param name="value">The outer value.</param>
    /// <param name="path">Path of the inner one; its last name may be new.</param>
    /// <param name="replacement">What stands there then; <see cref="Absent"/> for nothing.</param>
    public static object? Replaced(object? value, ReadOnlySpan<object> path, object? replacement)
    {
        if (path.IsEmpty)
        {
            return replacement;
        }

        if (path[0] is int position)
        {
            var items = ImmutableArray.CreateRange(((IEnumerable)value!).Cast<object?>());
            var item = Replaced(items[position], path[1..], replacement);
            return ReferenceEquals(item, Absent) ? items.RemoveAt(position) : items.SetItem(position, item);
        }

        var name = (string)path[0];
        var map = (value as IReadOnlyDictionary<string, object?>)?.ToImmutableSortedDictionary(StringComparer.Ordinal)
            ?? ImmutableSortedDictionary<string, object?>.Empty;
        var inner = Replaced(map.GetValueOrDefault(name), path[1..], replacement);
        return ReferenceEquals(inner, Absent) ? map.Remove(name) : map.SetItem(name, inner);
    }

    private static IEnumerable<PlanNode> Below(object? value, ImmutableArray<object> path)
    {
        switch (value)
        {
            case IReadOnlyDictionary<string, object?> map:
                return map.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                    .SelectMany(entry => Self(entry.Value, path.Add(entry.Key)));
            case IEnumerable items and not string:
                return items.Cast<object?>().SelectMany((item, position) => Self(item, path.Add(position)));
            default:
                return [];
        }
    }

    private static IEnumerable<PlanNode> Self(object? value, ImmutableArray<object> path) =>
        Below(value, path).Prepend(new(path, value is int number ? (double)number : value));

    private static string ShapeOf(ImmutableArray<object> path)
    {
        var shape = new System.Text.StringBuilder();
        foreach (var part in path)
        {
            _ = part is not string name ? shape.Append("[]")
                : name.AsSpan().IndexOfAny("./") >= 0 ? shape.Append('[').Append(name).Append(']')
                : shape.Append(shape.Length > 0 ? "." : "").Append(name);
        }

        return shape.ToString();
    }
}
