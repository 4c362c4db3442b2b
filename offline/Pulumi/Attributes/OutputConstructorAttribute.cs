namespace Pulumi;

/// <summary>Marks the constructor that builds an output type; its parameters are matched by wire name.</summary>
[AttributeUsage(AttributeTargets.Constructor)]
public sealed class OutputConstructorAttribute : Attribute;
