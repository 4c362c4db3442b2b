using Pulumi.Serialization;

namespace Pulumi;

/// <summary>An asset read from a local file.</summary>
/// <param name="path">Path of the file.</param>
public sealed class FileAsset(string path) : Asset(WireMarkers.Path, path);
