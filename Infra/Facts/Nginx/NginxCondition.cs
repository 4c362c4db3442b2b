namespace Infra.Facts.Nginx;

/// <summary>The condition of an <c>if</c>.</summary>
/// <param name="Subject">What is looked at: <c>$http_origin</c>.</param>
/// <param name="Operator">How: <c>~</c>, <c>!~*</c>, <c>=</c>; empty where only whether it holds anything is asked.</param>
/// <param name="Value">What it is held against; empty without an operator.</param>
internal sealed record NginxCondition(string Subject, string Operator, string Value)
{
    /// <summary>Whether it is held against a regular expression.</summary>
    public bool IsPattern => Operator is "~" or "~*" or "!~" or "!~*";

    /// <summary>The condition of an <c>if</c>; null for any other directive, and for what nginx would refuse.</summary>
    /// <param name="directive">The directive.</param>
    public static NginxCondition? Of(NginxDirective directive)
    {
        if (directive.Name != "if" || directive.Arguments is not [var first, ..] || !first.StartsWith('(')
            || !directive.Arguments[^1].EndsWith(')'))
        {
            return null;
        }

        // The brackets may stand alone or with the words beside them.
        string[] words = [first[1..], .. directive.Arguments.Skip(1)];
        words[^1] = words[^1][..^1];
        return words.Where(word => word.Length > 0).ToArray() switch
        {
            [var subject] => new(subject, "", ""),
            [var subject, var comparison, var value] => new(subject, comparison, value),
            _ => null,
        };
    }
}
