using System.Globalization;
using System.IO.Enumeration;

namespace Infra.Facts.Host;

/// <summary>How log files of a server are rotated (logrotate(8)).</summary>
/// <param name="Patterns">Paths, with <c>*</c> for any name.</param>
/// <param name="IsDue">Whether it is said when a file is rotated: by time or by size.</param>
/// <param name="Kept">How many old files are kept.</param>
/// <param name="IsNoticed">Whether the program that writes is told, or its file is emptied in its place.</param>
public sealed record RotatedLogs(ImmutableArray<string> Patterns, bool IsDue, int Kept, bool IsNoticed)
{
    private static readonly ImmutableHashSet<string> Times = ["hourly", "daily", "weekly", "monthly", "yearly", "size", "maxsize"];

    /// <summary>Whether it is about a file.</summary>
    /// <param name="path">The file.</param>
    public bool Covers(string path) => Patterns.Any(pattern =>
        FileSystemName.MatchesSimpleExpression(pattern, path, ignoreCase: false)
            && pattern.Count(letter => letter == '/') == path.Count(letter => letter == '/'));

    /// <summary>Reads a file: paths, and between braces what is done with them.</summary>
    /// <param name="text">The file.</param>
    public static IEnumerable<RotatedLogs> Read(string text)
    {
        var patterns = ImmutableArray.CreateBuilder<string>();
        var (inside, due, kept, noticed) = (false, false, 0, false);
        foreach (var line in text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line == "}")
            {
                yield return new(patterns.ToImmutable(), due, kept, noticed);
                patterns.Clear();
                (inside, due, kept, noticed) = (false, false, 0, false);
            }
            else if (inside)
            {
                var words = line.Split((char[])[' ', '\t', '='], StringSplitOptions.RemoveEmptyEntries);
                due |= Times.Contains(words[0]);
                noticed |= words[0] is "postrotate" or "copytruncate";
                if (words is ["rotate", var number, ..]
                    && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                {
                    kept = count;
                }
            }
            else
            {
                patterns.AddRange(line.TrimEnd('{').Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(path => path.Trim('"')));
                inside = line.EndsWith('{');
            }
        }
    }
}
