namespace Pulumi;

/// <summary>What a <see cref="ResourceHook"/> runs.</summary>
public delegate Task ResourceHookCallback(ResourceHookArgs args, CancellationToken cancellationToken = default);
