using System.Text.RegularExpressions;

namespace Infra.Facts.Nginx;

/// <summary>What a group of a regular expression may capture.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Name">Its name; empty where it has none.</param>
/// <param name="Content">The expression inside its brackets.</param>
internal sealed partial record PatternGroup(int Number, string Name, string Content)
{
    /// <summary>Whether only texts that the expression spells out are captured: <c>a|b</c>, <c>https?</c>.</summary>
    public bool IsSpelledOut =>
        Atoms(Content).All(atom => atom.Length == 1 ? atom != "." : atom[0] == '\\' && !char.IsAsciiLetterOrDigit(atom[1]));

    /// <summary>Whether what is captured may hold a character.</summary>
    /// <param name="letter">The character.</param>
    public bool MayHold(char letter) => Atoms(Content).Any(atom => Matches(atom, letter));

    /// <summary>The capturing groups of an expression, by number.</summary>
    /// <param name="pattern">The expression.</param>
    public static ImmutableArray<PatternGroup> Of(string pattern)
    {
        var groups = new List<PatternGroup>();
        var open = new Stack<(int Start, int Number, string Name)>();
        var count = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    i = EndOfClass(pattern, i);
                    break;
                case '(' when i + 1 < pattern.Length && pattern[i + 1] == '?':
                    var name = NamedGroup().Match(pattern, i);
                    open.Push(name.Success ? (i + name.Length, ++count, name.Groups["name"].Value) : (i + 2, 0, ""));
                    break;
                case '(':
                    open.Push((i + 1, ++count, ""));
                    break;
                case ')' when open.TryPop(out var group) && group.Number > 0:
                    groups.Add(new(group.Number, group.Name, pattern[group.Start..i]));
                    break;
            }
        }

        return [.. groups.OrderBy(group => group.Number)];
    }

    // What may match a single character: a letter, an escape, a class, the dot. Brackets, anchors and how often are left out.
    private static IEnumerable<string> Atoms(string pattern)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\' when i + 1 < pattern.Length:
                    yield return pattern[i..(i + 2)];
                    i++;
                    break;
                case '[':
                    var end = EndOfClass(pattern, i);
                    yield return pattern[i..Math.Min(end + 1, pattern.Length)];
                    i = end;
                    break;
                case '{':
                    i = pattern.IndexOf('}', i) is var close and > 0 ? close : pattern.Length;
                    break;
                case '(' when NamedGroup().Match(pattern, i) is { Success: true } name:
                    i += name.Length - 1;
                    break;
                case '(' when i + 1 < pattern.Length && pattern[i + 1] == '?':
                    i++;
                    break;
                case '(' or ')' or '|' or '*' or '+' or '?' or '^' or '$':
                    break;
                default:
                    yield return pattern[i..(i + 1)];
                    break;
            }
        }
    }

    private static bool Matches(string atom, char letter)
    {
        try
        {
            return Regex.IsMatch($"{letter}", $"^(?:{atom})\\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException)
        {
            return true; // A class of PCRE that is none here may hold anything.
        }
    }

    private static int EndOfClass(string pattern, int start)
    {
        var i = start + 1;
        i += i < pattern.Length && pattern[i] == '^' ? 1 : 0;
        i += i < pattern.Length && pattern[i] == ']' ? 1 : 0; // First, it stands for itself.
        for (; i < pattern.Length && pattern[i] != ']'; i++)
        {
            i += pattern[i] == '\\' ? 1 : 0;
        }

        return i;
    }

    [GeneratedRegex(@"\G\(\?P?[<'](?<name>[A-Za-z_]\w*)[>']", RegexOptions.CultureInvariant)]
    private static partial Regex NamedGroup();
}
