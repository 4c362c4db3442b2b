using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A collection of assets.</summary>
public abstract class Archive : AssetOrArchive
{
    private protected Archive(string wireName, object content)
        : base(WireMarkers.Archive, wireName, content)
    {
    }
}
