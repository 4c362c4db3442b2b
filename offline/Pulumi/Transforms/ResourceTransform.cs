namespace Pulumi;

/// <summary>Called by the engine before a resource is registered; may replace its arguments and options.</summary>
public delegate Task<ResourceTransformResult?> ResourceTransform(
    ResourceTransformArgs args, CancellationToken cancellationToken = default);
