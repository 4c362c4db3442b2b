using System.Text.RegularExpressions;

namespace Infra.Tests.Files.Observability;

/// <summary>Finds the series that a PromQL expression asks for.</summary>
internal static partial class PromQlNames
{
    private static readonly HashSet<string> Words = ["and", "or", "unless", "bool", "offset", "inf", "nan", "by", "without", "on", "ignoring", "group_left", "group_right"];

    /// <summary>Names of the series in an expression: identifiers that are no function, no keyword, no label and no text.</summary>
    public static IReadOnlyCollection<string> Of(string expression)
    {
        var bare = Texts().Replace(expression, "\"\"");
        bare = Matchers().Replace(bare, "");
        bare = LabelLists().Replace(bare, "");
        bare = Ranges().Replace(bare, "");
        return [.. Identifiers().Matches(bare).Select(match => match.Value).Where(name => !Words.Contains(name.ToLowerInvariant())).Distinct().Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex Texts();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Matchers();

    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")]
    private static partial Regex LabelLists();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Ranges();

    [GeneratedRegex(@"(?<![\w:.])[A-Za-z_:][\w:]*(?!\w)(?!\s*\()")]
    private static partial Regex Identifiers();
}
