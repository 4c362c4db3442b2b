using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Stands where a provider returned something else than the archive its schema promises.</summary>
internal sealed class InvalidArchive() : Archive(WireMarkers.Assets, ImmutableDictionary<string, AssetOrArchive>.Empty);
