using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A single piece of text or data.</summary>
public abstract class Asset : AssetOrArchive
{
    private protected Asset(string wireName, string content)
        : base(WireMarkers.Asset, wireName, content)
    {
    }
}
