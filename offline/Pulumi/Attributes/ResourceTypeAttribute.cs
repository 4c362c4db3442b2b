namespace Pulumi;

/// <summary>Gives the type token of a resource class.</summary>
/// <param name="type">Token, as in <c>package:module:Type</c>.</param>
/// <param name="version">Version of the package that declares it.</param>
[AttributeUsage(AttributeTargets.Class)]
public class ResourceTypeAttribute(string type, string? version) : Attribute
{
    /// <summary>Token, as in <c>package:module:Type</c>.</summary>
    public string Type { get; } = type;

    /// <summary>Version of the package that declares it.</summary>
    public string? Version { get; } = version;
}
