using System.Text.Json;

namespace Offline.Generator.Facts;

/// <summary>The public types of one published package.</summary>
/// <param name="Assembly">Assembly name, which is also the package's root namespace.</param>
/// <param name="Version">Assembly version, four parts.</param>
/// <param name="Types">Facts by full type name.</param>
public sealed record Package(string Assembly, string Version, IReadOnlyDictionary<string, TypeFacts> Types)
{
    /// <summary>The version as it is published: three parts.</summary>
    public string PublishedVersion => System.Version.Parse(Version).ToString(3);

    /// <summary>Reads a package's facts, strictly.</summary>
    /// <param name="facts">The list extracted from the published package.</param>
    /// <param name="supplement">Facts the list cannot carry, laid over it; none if null.</param>
    /// <exception cref="FactsException">A key or shape is not known.</exception>
    public static Package Read(JsonElement facts, JsonElement? supplement = null)
    {
        var root = new FactsObject("(package)", facts);
        root.Allow("assembly", "version", "types");
        var additions = Supplement.Read(supplement);
        var types = new Dictionary<string, TypeFacts>(StringComparer.Ordinal);
        foreach (var type in root.Object("types").EnumerateObject())
            types.Add(type.Name, additions.Apply(TypeFacts.Read(type.Name, type.Value)));
        additions.RefuseUnused(types);
        return new Package(root.String("assembly"), root.String("version"), types);
    }
}
