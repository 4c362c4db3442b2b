using System.Text;
using Infra.Planning;
using Infra.ProviderFacts;

namespace Infra.Reports;

/// <summary>Properties whose change makes a provider replace a resource instead of updating it, by the provider's own facts.</summary>
/// <param name="providerSettings">Settings of the providers that are on.</param>
public sealed class ReplacingProperties(IReadOnlySet<string> providerSettings)
{
    private readonly Dictionary<string, ImmutableArray<string>> known = new(StringComparer.Ordinal);

    /// <summary>The properties under the settings of the providers of a plan.</summary>
    public static ReplacingProperties Under(IEnumerable<PlannedResource> resources) => new(resources
        .Where(resource => resource.Type.StartsWith("pulumi:providers:", StringComparison.Ordinal))
        .SelectMany(provider => provider.Inputs.Where(input => input.Value is true or "true").Select(input => input.Key))
        .ToHashSet(StringComparer.Ordinal));

    /// <summary>The properties of a type, as dotted names.</summary>
    public ImmutableArray<string> Of(string type)
    {
        if (!known.TryGetValue(type, out var properties))
            known[type] = properties = FactBook.ReplacingOf(type, providerSettings);
        return properties;
    }

    /// <summary>Whether a change at a path replaces a resource.</summary>
    /// <param name="type">Type of the resource.</param>
    /// <param name="path">Path of names; positions in lists stand in brackets.</param>
    public bool Force(string type, string path)
    {
        var plain = WithoutPositions(path);
        return Of(type).Any(property => plain.StartsWith(property, StringComparison.Ordinal)
            && (plain.Length == property.Length || plain[property.Length] is '.'));
    }

    // Facts are about all items of a list alike.
    private static string WithoutPositions(string path)
    {
        if (!path.Contains('[', StringComparison.Ordinal))
            return path;
        var plain = new StringBuilder(path.Length);
        var depth = 0;
        foreach (var c in path)
        {
            depth += c is '[' ? 1 : 0;
            if (depth == 0)
                plain.Append(c);
            depth -= c is ']' ? 1 : 0;
        }

        return plain.ToString();
    }
}
