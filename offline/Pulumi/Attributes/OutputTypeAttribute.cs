namespace Pulumi;

/// <summary>Marks a class that may appear inside an output and is built through its <see cref="OutputConstructorAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OutputTypeAttribute : Attribute;
