using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Base of all argument types: their inputs are the members marked with <see cref="InputAttribute"/>.</summary>
public abstract class InputArgs
{
    /// <summary>For the argument types of programs and packages.</summary>
    protected InputArgs()
    {
    }

    /// <summary>Keeps the kinds of arguments to those of this assembly.</summary>
    private protected abstract void Seal();

    /// <summary>Names and values of the inputs that have one. Throws if a required one is missing.</summary>
    internal virtual NamedInput[] GetInputs() => ArgumentLayout.Of(GetType()).Read(this);
}
