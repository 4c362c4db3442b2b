namespace Offline.Generator.Facts;

/// <summary>A public method or operator.</summary>
/// <param name="Static">Whether it belongs to the type.</param>
/// <param name="Returns">Type it returns, as listed.</param>
/// <param name="Name">Name, <c>op_…</c> for operators.</param>
/// <param name="Parameters">Its parameters.</param>
public sealed record Method(bool Static, string Returns, string Name, IReadOnlyList<Parameter> Parameters)
{
    /// <summary>Reads <c>[static] Type Name(parameters)</c>.</summary>
    /// <exception cref="FactsException">The text has another shape.</exception>
    public static Method Parse(string owner, string text)
    {
        const string mark = "static ";
        var isStatic = text.StartsWith(mark, StringComparison.Ordinal);
        var signature = isStatic ? text[mark.Length..] : text;
        var open = signature.IndexOf('(', StringComparison.Ordinal);
        var space = open < 0 ? -1 : signature.LastIndexOf(' ', open);
        if (space <= 0 || !signature.EndsWith(')'))
            throw new FactsException(owner, $"the method '{text}' has no known shape");
        var parameters = TypeExpression.SplitTopLevel(signature[(open + 1)..^1]);
        return new Method(
            isStatic,
            signature[..space],
            signature[(space + 1)..open],
            [.. parameters.Select(parameter => Parameter.Parse(owner, parameter))]);
    }
}
