using System.Text.Json;

namespace Offline.Generator.Facts;

/// <summary>Names of the core package's public types, which provider facts write without their namespace.</summary>
public sealed class CoreNames
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Whether the core package has a public type of this name in its root namespace.</summary>
    public bool Contains(string name) => _names.Contains(name);

    /// <summary>Reads the names from the core package's facts.</summary>
    public static CoreNames Read(JsonElement facts)
    {
        const string root = "Pulumi.";
        var names = new CoreNames();
        foreach (var type in facts.GetProperty("types").EnumerateObject())
            names._names.Add(type.Name[root.Length..].Split('<')[0]);
        return names;
    }
}
