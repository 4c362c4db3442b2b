namespace Infra.Files.Nginx;

/// <summary>A line, or a block with lines inside, of an nginx configuration.</summary>
/// <param name="Name">Name of the directive; in a <c>map</c> block the value that is looked for.</param>
/// <param name="Arguments">Arguments, unquoted: the writer quotes what needs it.</param>
public abstract record Directive(string Name, ImmutableArray<string> Arguments)
{
    /// <summary>A directive without a block.</summary>
    public static Directive Line(string name, params ReadOnlySpan<string> arguments) => new SimpleDirective(name, [.. arguments]);

    /// <summary>A directive with a block.</summary>
    public static Block Block(string name, ImmutableArray<string> arguments, params IEnumerable<Directive> body) => new(name, arguments, [.. body]);
}

/// <summary>A directive that ends with a semicolon.</summary>
/// <param name="Name">Name.</param>
/// <param name="Arguments">Arguments.</param>
public sealed record SimpleDirective(string Name, ImmutableArray<string> Arguments) : Directive(Name, Arguments);

/// <summary>A directive that holds others.</summary>
/// <param name="Name">Name.</param>
/// <param name="Arguments">Arguments before the brace.</param>
/// <param name="Body">What it holds.</param>
public sealed record Block(string Name, ImmutableArray<string> Arguments, ImmutableArray<Directive> Body) : Directive(Name, Arguments);
