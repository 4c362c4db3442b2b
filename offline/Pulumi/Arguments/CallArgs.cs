namespace Pulumi;

/// <summary>Base of the arguments of resource methods.</summary>
public abstract class CallArgs : InputArgs
{
    /// <summary>Arguments without any input.</summary>
    public static readonly CallArgs Empty = new NoArgs();

    private protected sealed override void Seal()
    {
    }

    private sealed class NoArgs : CallArgs;
}
