using Pulumi.Serialization;

namespace Pulumi;

/// <summary>An archive made of a local archive file or directory.</summary>
/// <param name="path">Path of the file or directory.</param>
public sealed class FileArchive(string path) : Archive(WireMarkers.Path, path);
