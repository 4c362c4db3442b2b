using System.Collections.Immutable;

namespace Pulumi;

/// <summary>What an <see cref="InvokeTransform"/> returns.</summary>
/// <param name="args">The arguments to go on with.</param>
/// <param name="options">The options to go on with.</param>
public readonly struct InvokeTransformResult(ImmutableDictionary<string, object?> args, InvokeOptions options)
{
    /// <summary>The arguments to go on with.</summary>
    public ImmutableDictionary<string, object?> Args { get; } = args;

    /// <summary>The options to go on with.</summary>
    public InvokeOptions Options { get; } = options;
}
