namespace Pulumi;

/// <summary>What an <see cref="ErrorHook"/> runs; true asks for the operation to be tried again.</summary>
public delegate Task<bool> ErrorHookCallback(ErrorHookArgs args, CancellationToken cancellationToken = default);
