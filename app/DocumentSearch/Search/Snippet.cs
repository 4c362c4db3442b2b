namespace DocumentSearch.Search;

/// <summary>A piece of a snippet. Text is plain: it may hold anything a document holds and has to be shown as text.</summary>
/// <param name="Text">The text.</param>
/// <param name="Match">True when it is what was searched for.</param>
public sealed record SnippetPart(string Text, bool Match);

/// <summary>Turns what PostgreSQL marked in a text into parts.</summary>
public static class Snippet
{
    /// <summary>Begins a match. From the private use area, removed from documents when they are read.</summary>
    public const char MatchStart = '\ue000';

    /// <summary>Ends a match.</summary>
    public const char MatchEnd = '\ue001';

    /// <summary>Splits marked text; empty parts are left out.</summary>
    public static IReadOnlyList<SnippetPart> Parse(string marked)
    {
        ArgumentNullException.ThrowIfNull(marked);
        var parts = new List<SnippetPart>();
        var start = 0;
        for (var index = 0; index <= marked.Length; index++)
        {
            if (index < marked.Length && marked[index] is not (MatchStart or MatchEnd))
                continue;
            if (index > start)
                parts.Add(new SnippetPart(marked[start..index], index < marked.Length && marked[index] == MatchEnd));
            start = index + 1;
        }

        return parts;
    }
}
