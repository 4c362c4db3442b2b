using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Stands where a provider returned something else than the asset its schema promises.</summary>
internal sealed class InvalidAsset() : Asset(WireMarkers.Text, "");
