using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>The fields of an output type that travel when a value of it is passed on as an input.</summary>
internal static class OutputTypeFields
{
    private static readonly ConcurrentDictionary<Type, (string Name, FieldInfo Field)[]> s_fields = new();

    /// <summary>Its readonly fields; on the wire their names begin with a small letter.</summary>
    public static (string Name, FieldInfo Field)[] Of(Type type) => s_fields.GetOrAdd(type, static t =>
        [.. t.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(field => field.IsInitOnly)
            .Select(field => (char.ToLowerInvariant(field.Name[0]) + field.Name[1..], field))]);
}
