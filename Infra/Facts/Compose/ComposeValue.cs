using System.Collections;
using System.Globalization;

namespace Infra.Facts.Compose;

/// <summary>Reads values of a Compose project in each of the forms that it may be written in.</summary>
internal static class ComposeValue
{
    /// <summary>A map; an empty one for what is none.</summary>
    public static IReadOnlyDictionary<string, object?> Map(object? value) =>
        value as IReadOnlyDictionary<string, object?> ?? ImmutableDictionary<string, object?>.Empty;

    /// <summary>The items of a list; none for what is no list.</summary>
    public static IEnumerable<object?> Items(object? value) =>
        value is IEnumerable items and not string and not IReadOnlyDictionary<string, object?> ? items.Cast<object?>() : [];

    /// <summary>A number, a boolean or a text as it is written; empty for nothing.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    /// <summary>The texts of a list; a single one where there is no list around it.</summary>
    public static ImmutableArray<string> Texts(object? value) =>
        value is string text ? [text] : [.. Items(value).Select(Text)];

    /// <summary>Names with values, of a map or of a list of <c>name=value</c>; of one name the last one counts.</summary>
    public static IReadOnlyDictionary<string, object?> Pairs(object? value)
    {
        if (value is IReadOnlyDictionary<string, object?> map)
        {
            return map;
        }

        var pairs = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var parts in Items(value).Select(item => Text(item).Split('=', 2)))
        {
            pairs[parts[0]] = parts.ElementAtOrDefault(1);
        }

        return pairs;
    }

    /// <summary>Whether a boolean is true, the texts of YAML 1.1 among them.</summary>
    public static bool IsTrue(object? value) => Text(value).ToLowerInvariant() is "true" or "yes" or "on" or "y";

    /// <summary>Whether something is said at all: of an empty list or map nothing is.</summary>
    public static bool IsSaid(object? value) => value switch
    {
        null or false => false,
        string text => text.Length > 0,
        IEnumerable items => items.Cast<object?>().Any(),
        _ => true,
    };
}
