namespace Infra.Systems;

/// <summary>How much of a container's log stays on a server.</summary>
/// <param name="Size">Size at which a file is closed and a new one begun.</param>
/// <param name="Files">Files that are kept, the open one among them.</param>
public sealed record LogRotation(Memory Size, int Files);
