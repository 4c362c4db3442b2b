namespace Pulumi;

/// <summary>Declares one case of a discriminated union.</summary>
/// <param name="tag">Value of the discriminator for this case.</param>
/// <param name="type">Output type that represents this case.</param>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Class, AllowMultiple = true)]
public sealed class DiscriminatedUnionCaseAttribute(string tag, Type type) : Attribute
{
    /// <summary>Value of the discriminator for this case.</summary>
    public string Tag { get; } = tag;

    /// <summary>Output type that represents this case.</summary>
    public Type Type { get; } = type;
}
