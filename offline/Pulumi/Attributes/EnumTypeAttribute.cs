namespace Pulumi;

/// <summary>
/// Marks a struct that stands for an enumeration of strings or numbers: it has a constructor that takes the value
/// (it may be private) and an explicit conversion back to it.
/// </summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class EnumTypeAttribute : Attribute;
