namespace Pulumi;

/// <summary>Marks a property or field of an argument type as an input and gives its wire name.</summary>
/// <param name="name">Name of the input on the wire.</param>
/// <param name="required">Whether serialising a missing value is an error.</param>
/// <param name="json">Whether the value travels as a string that holds JSON.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class InputAttribute(string name, bool required = false, bool json = false) : Attribute
{
    internal string Name { get; } = name;

    internal bool IsRequired { get; } = required;

    internal bool Json { get; } = json;
}
