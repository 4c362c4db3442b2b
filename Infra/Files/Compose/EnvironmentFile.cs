namespace Infra.Files.Compose;

/// <summary>A file with a variable a line.</summary>
/// <param name="Path">Path on the host.</param>
/// <param name="Format"><c>raw</c>: values are taken as they are, so that a dollar sign or a quotation mark in one means itself.</param>
public sealed record EnvironmentFile(string Path, string Format = "raw");
