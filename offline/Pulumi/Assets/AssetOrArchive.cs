namespace Pulumi;

/// <summary>Common base of assets and archives.</summary>
public abstract class AssetOrArchive
{
    private protected AssetOrArchive(string signature, string wireName, object content)
    {
        Signature = signature;
        WireName = wireName;
        Content = content;
    }

    /// <summary>What marks a value of this kind on the wire.</summary>
    internal string Signature { get; }

    /// <summary>Wire name of <see cref="Content"/>.</summary>
    internal string WireName { get; }

    internal object Content { get; }
}
