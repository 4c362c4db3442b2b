namespace Pulumi;

/// <summary>Names the property whose value tells which case of a discriminated union an object is.</summary>
/// <param name="propertyName">Wire name of the property.</param>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Class)]
public sealed class DiscriminatedUnionDiscriminatorAttribute(string propertyName) : Attribute
{
    /// <summary>Wire name of the property that tells the cases apart.</summary>
    public string PropertyName { get; } = propertyName;
}
