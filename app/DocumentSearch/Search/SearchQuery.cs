using System.Text;
using System.Text.RegularExpressions;

namespace DocumentSearch.Search;

/// <summary>Bounds on what is searched for: every word costs a look into the index, and rankings weigh words against each other.</summary>
public static partial class SearchQuery
{
    /// <summary>Longest query in characters.</summary>
    public const int Longest = 1_000;

    /// <summary>Most words of a query; more than a long sentence has.</summary>
    public const int MostWords = 64;

    /// <summary>Longest word in characters; PostgreSQL itself refuses words of 2 KiB and more.</summary>
    public const int LongestWord = 200;

    /// <summary>What is wrong with a query, as a sentence; null when it can be searched for.</summary>
    public static string? Complaint(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Length is 0 or > Longest)
            return $"q must have 1 to {Longest} characters.";
        if (query.Contains('\0', StringComparison.Ordinal) || query.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar))
            return "q holds characters that are not text.";

        var (words, length, longest) = (0, 0, 0);
        foreach (var rune in query.EnumerateRunes())
        {
            // What PostgreSQL takes for one word may have marks in it, such as an address; apart from spaces, signs only begin more of them.
            var inWord = Rune.IsLetterOrDigit(rune);
            if (inWord && length == 0)
                words++;
            length = inWord ? length + 1 : 0;
            longest = Math.Max(longest, length);
        }

        if (words > MostWords)
            return $"q must have at most {MostWords} words; it has {words}.";
        return longest > LongestWord ? $"A word of q must have at most {LongestWord} characters." : null;
    }

    /// <summary>The query as PostgreSQL is asked for its words. A hyphen means "not" before a word or a phrase, once; all others are marks of a text that
    /// somebody pasted, such as a ruled line, which PostgreSQL would take for "not" of "not" of "not" until it is too complex (at 32 of them).</summary>
    public static string Words(string query) => IdleHyphen().Replace(query, " ");

    // Within a word (e-mail) and before one (-draft, -"first draft") it stays.
    [GeneratedRegex(@"-{2,}|-(?!""?[\p{L}\p{N}])")]
    private static partial Regex IdleHyphen();
}
