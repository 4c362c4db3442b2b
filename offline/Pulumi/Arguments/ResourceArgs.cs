namespace Pulumi;

/// <summary>Base of the arguments of resources.</summary>
public abstract class ResourceArgs : InputArgs
{
    /// <summary>Arguments without any input.</summary>
    public static readonly ResourceArgs Empty = new NoArgs();

    private protected sealed override void Seal()
    {
    }

    private sealed class NoArgs : ResourceArgs;
}
