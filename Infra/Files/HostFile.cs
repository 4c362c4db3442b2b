namespace Infra.Files;

/// <summary>A file that lands on a server.</summary>
/// <param name="Path">Path below the directory of the release, with forward slashes.</param>
/// <param name="Content">Text, with line feeds at the ends of lines.</param>
public sealed record HostFile(string Path, string Content);
