using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>The properties of a component type that are its outputs; the program assigns them, so they may be anything.</summary>
internal sealed class MarkedProperties
{
    private static readonly ConcurrentDictionary<Type, MarkedProperties> s_properties = new();

    private readonly List<(string Name, PropertyInfo Property)> _properties = [];

    private MarkedProperties(Type type)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.Name != nameof(Resource.Urn) && property.GetCustomAttribute<OutputAttribute>() is { } output)
                _properties.Add((string.IsNullOrWhiteSpace(output.Name) ? property.Name : output.Name, property));
        }
    }

    public static MarkedProperties Of(Type type) => s_properties.GetOrAdd(type, static t => new MarkedProperties(t));

    /// <summary>Names and present values.</summary>
    public Dictionary<string, object?> Read(Resource resource)
    {
        var values = new Dictionary<string, object?>(_properties.Count);
        foreach (var (name, property) in _properties)
            values.Add(name, property.GetValue(resource));

        return values;
    }
}
