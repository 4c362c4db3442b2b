namespace Infra.Reports;

/// <summary>Compares texts line by line.</summary>
internal static class LineChanges
{
    private const int Context = 2;

    // Beyond it the table of the comparison would take seconds and a screen could not show the result anyway.
    private const int MostLines = 2000;

    /// <summary>The lines that differ, behind + and -, with the lines around them.</summary>
    public static ImmutableArray<string> Between(string before, string after)
    {
        var (olds, news) = (before.Split('\n'), after.Split('\n'));
        var start = 0;
        while (start < olds.Length && start < news.Length && olds[start] == news[start])
        {
            start++;
        }

        var end = 0;
        while (end < olds.Length - start && end < news.Length - start && olds[^(end + 1)] == news[^(end + 1)])
        {
            end++;
        }

        var (left, right) = (olds[start..^end], news[start..^end]);
        var middle = left.Length > MostLines || right.Length > MostLines
            ? [$"- {left.Length} lines", $"+ {right.Length} lines"]
            : Middle(left, right);
        return [.. olds[Math.Max(0, start - Context)..start].Select(line => $"  {line}"), .. Folded(middle), .. olds[^end..].Take(Context).Select(line => $"  {line}")];
    }

    /// <summary>Longest common subsequence of what lies between the common beginning and the common end.</summary>
    private static List<string> Middle(string[] left, string[] right)
    {
        var common = new int[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
            {
                common[i, j] = left[i] == right[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var lines = new List<string>();
        for (var (i, j) = (0, 0); i < left.Length || j < right.Length;)
        {
            if (i < left.Length && j < right.Length && left[i] == right[j])
            {
                lines.Add($"  {left[i++]}");
                j++;
            }
            else if (j >= right.Length || (i < left.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add($"- {left[i++]}");
            }
            else
            {
                lines.Add($"+ {right[j++]}");
            }
        }

        return lines;
    }

    /// <summary>Long stretches of equal lines are shortened to the lines next to a change.</summary>
    private static IEnumerable<string> Folded(List<string> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var near = Enumerable.Range(Math.Max(0, i - Context), Math.Min(lines.Count, i + Context + 1) - Math.Max(0, i - Context)).Any(other => lines[other][0] != ' ');
            if (near)
            {
                yield return lines[i];
            }
            else if (lines[i - 1][0] != '@' && (i < 2 || Enumerable.Range(Math.Max(0, i - 1 - Context), Context + 1).Any(other => lines[other][0] != ' ')))
            {
                yield return "@@";
            }
        }
    }
}
