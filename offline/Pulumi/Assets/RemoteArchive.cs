using Pulumi.Serialization;

namespace Pulumi;

/// <summary>An archive fetched from a URI.</summary>
/// <param name="uri">Where to fetch it; the scheme says how.</param>
public sealed class RemoteArchive(string uri) : Archive(WireMarkers.Uri, uri);
