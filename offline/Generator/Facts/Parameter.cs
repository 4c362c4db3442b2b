namespace Offline.Generator.Facts;

/// <summary>A parameter of a constructor or method.</summary>
/// <param name="Type">Type as listed.</param>
/// <param name="Name">Name as listed.</param>
/// <param name="OptionalNull">Whether it defaults to null.</param>
public sealed record Parameter(string Type, string Name, bool OptionalNull)
{
    /// <summary>Reads <c>Type name</c> or <c>Type name = null</c>.</summary>
    /// <exception cref="FactsException">The text has another shape.</exception>
    public static Parameter Parse(string owner, string text)
    {
        var (declaration, initial) = text.Split(" = ") switch
        {
            [var only] => (only, null),
            [var first, var second] => (first, second),
            _ => throw new FactsException(owner, $"the parameter '{text}' has no known shape"),
        };
        if (initial is not (null or "null"))
            throw new FactsException(owner, $"the parameter '{text}' has a default that is not known");
        var space = declaration.LastIndexOf(' ');
        return space > 0
            ? new Parameter(declaration[..space], declaration[(space + 1)..], initial is not null)
            : throw new FactsException(owner, $"the parameter '{text}' has no known shape");
    }
}
