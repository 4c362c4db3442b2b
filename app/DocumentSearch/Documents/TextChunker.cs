namespace DocumentSearch.Documents;

/// <summary>Cuts a text into chunks of a bounded length, at paragraphs where possible, else between sentences or words.</summary>
public static class TextChunker
{
    /// <summary>Longest chunk in characters: a few paragraphs, well below what embedding models take.</summary>
    public const int LongestChunk = 1_200;

    /// <summary>Most chunks of a document; a longer one is refused with the advice to split it.</summary>
    public const int MostChunks = 10_000;

    /// <summary>More characters than any text of <see cref="MostChunks"/> chunks has, white space between them included.</summary>
    internal const int LongestText = MostChunks * LongestChunk * 2;

    /// <summary>Texts up to this length never have too many chunks: each takes at least half of the longest.</summary>
    internal const int AlwaysFits = MostChunks * (LongestChunk / 2);

    private static readonly char[] SentenceEnds = ['.', '!', '?', '\n', ';'];

    /// <summary>The chunks in reading order.</summary>
    /// <exception cref="DocumentRejectedException">The text has more than <see cref="MostChunks"/>.</exception>
    public static IReadOnlyList<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var chunks = new List<string>();
        var rest = text.AsSpan().Trim();
        while (!rest.IsEmpty)
        {
            var length = rest.Length <= LongestChunk ? rest.Length : CutAt(rest[..LongestChunk]);
            var chunk = rest[..length].Trim();
            if (!chunk.IsEmpty)
                chunks.Add(chunk.ToString());
            if (chunks.Count > MostChunks)
                throw TooLong();
            rest = rest[length..].TrimStart();
        }

        return chunks;
    }

    internal static DocumentRejectedException TooLong()
        => new(RejectionReason.TooLarge, $"The text is longer than {MostChunks} chunks of {LongestChunk} characters; split the document.");

    private static int CutAt(ReadOnlySpan<char> window)
    {
        // The later half only, so that chunks do not get tiny.
        var half = window.Length / 2;
        var paragraph = window[half..].LastIndexOf("\n\n");
        if (paragraph >= 0)
            return half + paragraph;
        var sentence = window[half..].LastIndexOfAny(SentenceEnds);
        if (sentence >= 0)
            return half + sentence + 1;
        var word = window[half..].LastIndexOf(' ');
        if (word >= 0)
            return half + word;
        // Text without spaces: do not cut a surrogate pair in two.
        return char.IsHighSurrogate(window[^1]) ? window.Length - 1 : window.Length;
    }
}
