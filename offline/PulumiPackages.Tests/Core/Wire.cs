using System.Collections.Immutable;
using System.Globalization;

namespace PulumiPackages.Tests.Core;

/// <summary>Shows wire values as text in which types and order can be seen: 1d is a double, lists and maps have brackets.</summary>
internal static class Wire
{
    public static string Show(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        bool flag => flag ? "true" : "false",
        double number => number.ToString(CultureInfo.InvariantCulture) + "d",
        int number => number.ToString(CultureInfo.InvariantCulture) + "i",
        ImmutableArray<object> list => $"[{string.Join(",", list.Select(Show))}]",
        ImmutableDictionary<string, object> map =>
            $"{{{string.Join(",", map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}:{Show(entry.Value)}"))}}}",
        Resource resource => $"resource {resource.GetResourceName()}",
        _ => value.GetType().Name,
    };
}
