namespace Infra.Files.Compose;

/// <summary>A port of a container that is open on the host.</summary>
/// <param name="Target">Port in the container.</param>
/// <param name="Published">Port on the host.</param>
/// <param name="HostIp">Address of the host on which it is open; null for all.</param>
public sealed record PublishedPort(int Target, string Published, string? HostIp = null);
