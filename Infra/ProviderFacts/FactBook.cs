using System.Collections.Concurrent;

namespace Infra.ProviderFacts;

/// <summary>
/// What the providers accept, for the pinned versions of their packages: types, lists, ranges, exclusions, deprecations, and which changes
/// replace a resource. The data beside this file names the source, version and line of each fact.
/// </summary>
public static class FactBook
{
    private static readonly ConcurrentDictionary<string, ProviderPackage?> Packages = new(StringComparer.Ordinal);

    // Every object of Kubernetes is known by these. Source: pulumi-kubernetes, provider/pkg/provider/diff.go:209.
    private static readonly ImmutableArray<string> OfObjects = ["apiVersion", "kind", "metadata.name", "metadata.namespace"];

    // What a setting of the provider lets it update in place, as long as the object is not immutable.
    // Source: pulumi-kubernetes, provider/pkg/provider/diff.go:28.
    private static readonly ImmutableArray<string> Contents = ["data", "binaryData", "stringData"];

    /// <summary>The packages that have facts.</summary>
    public static ImmutableArray<string> Known { get; } = ["aws", "command", "digitalocean", "docker", "kubernetes", "random"];

    /// <summary>The facts of a type of resource; null where there are none.</summary>
    /// <param name="token">Type token: <c>digitalocean:index/droplet:Droplet</c>.</param>
    public static ResourceFacts? Of(string token) => Package(token)?.Resource(token);

    /// <summary>Every type of resource of a package.</summary>
    public static IEnumerable<string> TokensOf(string package) => Package(package + ":")?.Tokens ?? [];

    /// <summary>What the facts of a package were taken from, with versions.</summary>
    public static IEnumerable<string> SourcesOf(string package) => Package(package + ":")?.Sources ?? [];

    /// <summary>Properties, as dotted names, whose change replaces a resource.</summary>
    /// <param name="token">Type token.</param>
    /// <param name="providerSettings">Settings of the provider that are on: some let objects be updated in place.</param>
    public static ImmutableArray<string> ReplacingOf(string token, IReadOnlySet<string> providerSettings)
    {
        var facts = Of(token);
        var isObject = token.StartsWith("kubernetes:", StringComparison.Ordinal)
            && !token.StartsWith("kubernetes:helm.sh/", StringComparison.Ordinal);
        ImmutableArray<string> own = facts is null ? []
            : facts.ReplacesUnless is { } setting && providerSettings.Contains(setting) ? [.. facts.Replacing.Except(Contents), "immutable"]
            : facts.Replacing;
        return isObject ? [.. OfObjects.Union(own)] : own;
    }

    private static ProviderPackage? Package(string token) =>
        Packages.GetOrAdd(token[..Math.Max(0, token.IndexOf(':', StringComparison.Ordinal))], ProviderPackage.Read);
}
