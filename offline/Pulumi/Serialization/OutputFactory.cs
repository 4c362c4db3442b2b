namespace Pulumi.Serialization;

/// <summary>Creates pending outputs of a type that is only known at run time.</summary>
internal abstract class OutputFactory
{
    public abstract IPendingOutput Create();
}

/// <inheritdoc cref="OutputFactory"/>
internal sealed class OutputFactory<T> : OutputFactory
{
    public override IPendingOutput Create() => new Output<T>();
}
