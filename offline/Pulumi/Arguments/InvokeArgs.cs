namespace Pulumi;

/// <summary>Base of the arguments of provider functions.</summary>
public abstract class InvokeArgs : InputArgs
{
    /// <summary>Arguments without any input.</summary>
    public static readonly InvokeArgs Empty = new NoArgs();

    private protected sealed override void Seal()
    {
    }

    private sealed class NoArgs : InvokeArgs;
}
