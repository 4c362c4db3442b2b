namespace Infra.Settings;

/// <summary>Finds the word that somebody probably meant.</summary>
internal static class Spelling
{
    private const int LongestCompared = 64;

    /// <summary>The known word nearest to what was written, as a question to append to a message; empty where nothing is near.</summary>
    public static string Suggest(string written, IEnumerable<string> known)
    {
        if (written.Length > LongestCompared)
        {
            return "";
        }

        var nearest = known.Select(word => (Word: word, Distance: Distance(written.ToLowerInvariant(), word.ToLowerInvariant())))
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Word, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.Word is not null && nearest.Distance <= Math.Max(2, written.Length / 3) ? $"; did you mean {nearest.Word}?" : "";
    }

    /// <summary>Levenshtein distance: the least number of letters to insert, delete or replace.</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
