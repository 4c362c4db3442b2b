using System.Collections.Immutable;

namespace Pulumi;

/// <summary>What a <see cref="ResourceTransform"/> gets.</summary>
/// <param name="name">Name of the resource.</param>
/// <param name="type">Type token of the resource.</param>
/// <param name="custom">Whether a provider manages it.</param>
/// <param name="args">Its inputs by wire name.</param>
/// <param name="options">Its options.</param>
public readonly struct ResourceTransformArgs(
    string name, string type, bool custom, ImmutableDictionary<string, object?> args, ResourceOptions options)
{
    /// <summary>Name of the resource.</summary>
    public string Name { get; } = name;

    /// <summary>Type token of the resource.</summary>
    public string Type { get; } = type;

    /// <summary>Whether a provider manages it.</summary>
    public bool Custom { get; } = custom;

    /// <summary>Its inputs by wire name.</summary>
    public ImmutableDictionary<string, object?> Args { get; } = args;

    /// <summary>Its options.</summary>
    public ResourceOptions Options { get; } = options;
}
