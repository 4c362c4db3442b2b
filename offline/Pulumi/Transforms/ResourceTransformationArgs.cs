namespace Pulumi;

/// <summary>What a <see cref="ResourceTransformation"/> gets.</summary>
/// <param name="resource">The resource under construction.</param>
/// <param name="args">Its arguments so far.</param>
/// <param name="options">Its options so far.</param>
public readonly struct ResourceTransformationArgs(Resource resource, ResourceArgs args, ResourceOptions options)
{
    /// <summary>The resource under construction.</summary>
    public Resource Resource { get; } = resource;

    /// <summary>Its arguments so far.</summary>
    public ResourceArgs Args { get; } = args;

    /// <summary>Its options so far.</summary>
    public ResourceOptions Options { get; } = options;
}
