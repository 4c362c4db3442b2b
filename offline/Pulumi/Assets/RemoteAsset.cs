using Pulumi.Serialization;

namespace Pulumi;

/// <summary>An asset fetched from a URI.</summary>
/// <param name="uri">Where to fetch it; the scheme says how.</param>
public sealed class RemoteAsset(string uri) : Asset(WireMarkers.Uri, uri);
