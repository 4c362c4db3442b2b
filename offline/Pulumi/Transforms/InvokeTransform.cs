namespace Pulumi;

/// <summary>Called by the engine before a function of a provider is called; may replace arguments and options.</summary>
public delegate Task<InvokeTransformResult?> InvokeTransform(
    InvokeTransformArgs args, CancellationToken cancellationToken = default);
