using System.Collections.Immutable;

namespace Pulumi.Serialization;

/// <summary>Properties by wire name, as they go over the wire.</summary>
/// <param name="values">Name and value of each; null values are left out.</param>
/// <param name="dependencies">Resources the values come from.</param>
internal sealed class SerializedProperties(
    List<KeyValuePair<string, PropertyValue>> values, HashSet<Resource>? dependencies)
{
    public static SerializedProperties Empty { get; } = new([], null);

    public List<KeyValuePair<string, PropertyValue>> Values { get; } = values;

    public HashSet<Resource>? Dependencies { get; } = dependencies;

    public bool AreKnown => Values.TrueForAll(property => property.Value.IsKnown);

    /// <summary>The values that are known.</summary>
    public ImmutableDictionary<string, object> ToDictionary()
    {
        var known = ImmutableDictionary.CreateBuilder<string, object>();
        foreach (var (name, property) in Values)
        {
            if (property is { IsKnown: true, Value: { } value })
                known.Add(name, value);
        }

        return known.ToImmutable();
    }
}
