namespace Pulumi;

/// <summary>Gives a constructor parameter of an output type a wire name that differs from the parameter's own.</summary>
/// <param name="name">Name of the value on the wire.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OutputConstructorParameterAttribute(string name) : Attribute
{
    /// <summary>Name of the value on the wire.</summary>
    public string Name { get; } = name;
}
