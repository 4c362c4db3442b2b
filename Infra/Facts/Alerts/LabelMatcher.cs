using System.Text.RegularExpressions;

namespace Infra.Facts.Alerts;

/// <summary>A condition on one label of an alert (Alertmanager documentation, configuration, matchers).</summary>
/// <param name="Label">Name of the label.</param>
/// <param name="Operator">One of <c>=</c>, <c>!=</c>, <c>=~</c>, <c>!~</c>.</param>
/// <param name="Value">Value, or expression that has to match the whole of it.</param>
internal sealed partial record LabelMatcher(string Label, string Operator, string Value)
{
    /// <summary>Reads the matchers of a text: one, or several with commas between, in braces or without.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The matchers; none for a text that Alertmanager refuses.</returns>
    public static ImmutableArray<LabelMatcher> Read(string text)
    {
        var inner = text.Trim();
        inner = inner.StartsWith('{') && inner.EndsWith('}') ? inner[1..^1] : inner;
        return [.. Form().Matches(inner).Select(match => new LabelMatcher(match.Groups["label"].Value.Trim('"'),
            match.Groups["operator"].Value, match.Groups["quoted"] is { Success: true } quoted
                ? quoted.Value.Replace("\\\"", "\"", StringComparison.Ordinal).Replace(@"\\", @"\", StringComparison.Ordinal)
                : match.Groups["bare"].Value))];
    }

    /// <summary>Whether labels fulfil it. A label that is not there is as one that is empty.</summary>
    /// <param name="labels">The labels.</param>
    public bool Holds(IReadOnlyDictionary<string, string> labels)
    {
        var value = labels.GetValueOrDefault(Label, "");
        return Operator switch
        {
            "=" => value == Value,
            "!=" => value != Value,
            "=~" => Matches(value),
            _ => !Matches(value),
        };
    }

    private bool Matches(string value)
    {
        try
        {
            return Regex.IsMatch(value, $"^(?:{Value})$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException)
        {
            return false; // Alertmanager does not load it.
        }
    }

    [GeneratedRegex("""
        (?<label>"[^"]+"|[a-zA-Z_:][a-zA-Z0-9_:.]*)\s*(?<operator>=~|!~|!=|=)\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<bare>[^",{}\s]*))
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Form();
}
