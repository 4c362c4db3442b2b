namespace Pulumi;

/// <summary>What a <see cref="ResourceTransformation"/> returns.</summary>
/// <param name="args">The arguments to go on with.</param>
/// <param name="options">The options to go on with; the parent has to stay the same.</param>
public readonly struct ResourceTransformationResult(ResourceArgs args, ResourceOptions options)
{
    /// <summary>The arguments to go on with.</summary>
    public ResourceArgs Args { get; } = args;

    /// <summary>The options to go on with.</summary>
    public ResourceOptions Options { get; } = options;
}
