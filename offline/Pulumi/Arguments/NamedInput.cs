namespace Pulumi;

/// <summary>An input with its wire name.</summary>
/// <param name="Name">Wire name.</param>
/// <param name="Value">The value as the program gave it.</param>
/// <param name="Json">Whether it travels as JSON text.</param>
internal readonly record struct NamedInput(string Name, object? Value, bool Json);
