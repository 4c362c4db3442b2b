using System.Text;
using System.Text.RegularExpressions;

namespace Infra.Facts.Compose;

/// <summary>Puts the defaults of variables in their places, as Compose does where nobody sets them. Source: the Compose specification,
/// "Interpolation".</summary>
internal static partial class ComposeVariables
{
    /// <summary>A value with all that is in it; keys are left alone.</summary>
    public static object? WithDefaults(object? value) => value switch
    {
        string text => WithDefaults(text),
        IReadOnlyDictionary<string, object?> map => map.ToDictionary(entry => entry.Key, entry => WithDefaults(entry.Value)),
        object?[] items => Array.ConvertAll(items, WithDefaults),
        _ => value,
    };

    /// <summary>A text. A variable without a default stays, as <c>${NAME}</c>, and so does <c>$$</c>, which means a dollar.</summary>
    public static string WithDefaults(string text)
    {
        if (!text.Contains("${", StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder();
        var at = 0;
        while (at < text.Length)
        {
            var end = at + 1;
            if (text.AsSpan(at).StartsWith("$$"))
            {
                end++;
            }
            else if (text.AsSpan(at).StartsWith("${") && Closing(text, at + 2) is var closing and > 0)
            {
                result.Append(Value(text[(at + 2)..closing]));
                at = closing + 1;
                continue;
            }

            result.Append(text, at, end - at);
            at = end;
        }

        return result.ToString();
    }

    /// <summary>Whether only a variable tells a text, or a part of it.</summary>
    public static bool IsUnknown(string text) => Unset().IsMatch(text);

    // A default may hold variables itself.
    private static int Closing(string text, int from)
    {
        var depth = 1;
        for (var at = from; at < text.Length; at++)
        {
            depth += text[at] switch { '{' when text[at - 1] == '$' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return at;
            }
        }

        return -1;
    }

    private static string Value(string expression) => Expression().Match(expression) is { Success: true } match
        ? match.Groups["operator"].Value.TrimStart(':') switch
        {
            "-" => WithDefaults(match.Groups["word"].Value),
            "+" => "",
            _ => $"${{{match.Groups["name"].Value}}}",
        }
        : $"${{{expression}}}";

    [GeneratedRegex(@"^(?<name>[A-Za-z_][A-Za-z0-9_]*)((?<operator>:?[-+?])(?<word>.*))?$", RegexOptions.Singleline)]
    private static partial Regex Expression();

    [GeneratedRegex(@"(?<!\$)(\$\$)*\$(\{|[A-Za-z_])")]
    private static partial Regex Unset();
}
