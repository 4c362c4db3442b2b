using Pulumi.Serialization;

namespace Pulumi;

/// <summary>An archive composed of named assets and archives.</summary>
/// <param name="assets">Content by path within the archive.</param>
public sealed class AssetArchive(IDictionary<string, AssetOrArchive> assets) : Archive(WireMarkers.Assets, assets);
