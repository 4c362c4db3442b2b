using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>A resource that is registered or read.</summary>
public class MockResourceArgs
{
    /// <summary>Type token.</summary>
    public string? Type { get; set; }

    /// <summary>Name.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// Inputs by wire name, without those that are null or unknown. Numbers are <see cref="double"/>, objects are
    /// <see cref="ImmutableDictionary{TKey, TValue}"/>, lists are <see cref="ImmutableArray{T}"/>; secrets are plain values.
    /// </summary>
    public ImmutableDictionary<string, object> Inputs { get; set; } = null!;

    /// <summary>URN and id of the provider; empty for the default one.</summary>
    public string? Provider { get; set; }

    /// <summary>Id of the object to read or import; empty for a new one.</summary>
    public string? Id { get; set; }
}
