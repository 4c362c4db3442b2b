namespace Offline.Generator.Facts;

/// <summary>A type as the facts write it: a name, its arguments, and whether it is followed by a question mark.</summary>
/// <param name="Name">Name without arguments.</param>
/// <param name="Arguments">Type arguments, none for a plain type.</param>
/// <param name="Optional">Whether a question mark follows.</param>
public sealed record TypeExpression(string Name, IReadOnlyList<TypeExpression> Arguments, bool Optional)
{
    /// <summary>Reads a type.</summary>
    /// <exception cref="FactsException">The text has another shape.</exception>
    public static TypeExpression Parse(string owner, string text)
    {
        var optional = text.EndsWith('?');
        var body = optional ? text[..^1] : text;
        var open = body.IndexOf('<', StringComparison.Ordinal);
        if (open < 0)
            return new TypeExpression(body, [], optional);
        if (open == 0 || !body.EndsWith('>'))
            throw new FactsException(owner, $"the type '{text}' has no known shape");
        return new TypeExpression(
            body[..open],
            [.. SplitTopLevel(body[(open + 1)..^1]).Select(argument => Parse(owner, argument))],
            optional);
    }

    /// <summary>Splits at the commas that are not inside angle brackets.</summary>
    public static IReadOnlyList<string> SplitTopLevel(string text)
    {
        var parts = new List<string>();
        var (depth, start) = (0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is '<')
                depth++;
            else if (text[at] is '>')
                depth--;
            else if (text[at] is ',' && depth == 0)
            {
                parts.Add(text[start..at].Trim());
                start = at + 1;
            }
        }

        if (text.Length > 0)
            parts.Add(text[start..].Trim());
        return parts;
    }
}
