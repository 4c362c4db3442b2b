using System.Collections.Immutable;

namespace Pulumi;

/// <summary>What a <see cref="ResourceTransform"/> returns.</summary>
/// <param name="args">The inputs to go on with.</param>
/// <param name="options">The options to go on with.</param>
public readonly struct ResourceTransformResult(ImmutableDictionary<string, object?> args, ResourceOptions options)
{
    /// <summary>The inputs to go on with.</summary>
    public ImmutableDictionary<string, object?> Args { get; } = args;

    /// <summary>The options to go on with.</summary>
    public ResourceOptions Options { get; } = options;
}
