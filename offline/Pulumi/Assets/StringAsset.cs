using Pulumi.Serialization;

namespace Pulumi;

/// <summary>An asset held in memory as text.</summary>
/// <param name="text">The text, encoded as UTF-8 where bytes are needed.</param>
public sealed class StringAsset(string text) : Asset(WireMarkers.Text, text);
