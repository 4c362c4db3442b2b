using System.Collections;
using Infra.Planning;

namespace Infra.Tests;

/// <summary>Reads recorded inputs by a path of names and positions.</summary>
public static class Read
{
    /// <summary>The value at a path; null where there is none.</summary>
    public static object? At(PlannedResource resource, params object[] path) => At(resource.Inputs, path);

    /// <summary>The value at a path; null where there is none.</summary>
    public static object? At(object? value, params object[] path)
    {
        foreach (var step in path)
        {
            value = (value, step) switch
            {
                (IReadOnlyDictionary<string, object?> map, string name) => map.GetValueOrDefault(name),
                (IEnumerable items and not string, int index) => items.Cast<object?>().ElementAtOrDefault(index),
                _ => null,
            };
        }

        return value;
    }
}
