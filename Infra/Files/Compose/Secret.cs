namespace Infra.Files.Compose;

/// <summary>A secret that lies in a file on the host, readable by nobody but the user of the container.</summary>
/// <param name="File">Path on the host.</param>
public sealed record Secret(string File);

/// <summary>A secret as a service sees it.</summary>
/// <param name="Source">Name of the secret in the Compose file.</param>
/// <param name="Target">Path in the container.</param>
public sealed record SecretFile(string Source, string Target);
