namespace Pulumi;

/// <summary>Marks a property of a resource as one of its outputs.</summary>
/// <param name="name">Name on the wire; the name of the property if it is not given.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute(string? name = null) : Attribute
{
    /// <summary>Name on the wire, or null where the name of the property is meant.</summary>
    public string? Name { get; } = name;
}
