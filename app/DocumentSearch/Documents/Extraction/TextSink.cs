namespace DocumentSearch.Documents.Extraction;

/// <summary>Where extracted text goes: drops characters that cannot be stored and ends a text that is longer than any document may be.</summary>
/// <param name="output">What takes the text.</param>
public sealed class TextSink(TextWriter output)
{
    private long _written;
    private bool _anything;

    /// <summary>Adds text.</summary>
    /// <exception cref="DocumentRejectedException">The text is too long.</exception>
    public void Append(ReadOnlySpan<char> text)
    {
        var start = 0;
        for (var index = 0; index <= text.Length; index++)
        {
            if (index < text.Length && IsKept(text[index]))
                continue;
            Write(text[start..index]);
            start = index + 1;
        }
    }

    /// <summary>Ends a paragraph.</summary>
    public void EndParagraph() => Append("\n\n");

    /// <summary>Says that this is all.</summary>
    /// <exception cref="DocumentRejectedException">There was no text.</exception>
    public void Complete()
    {
        if (!_anything)
            throw new DocumentRejectedException(RejectionReason.Invalid, "The document holds no text.");
        output.Flush();
    }

    // Zero cannot be stored as text; the two private characters mark highlights in search answers.
    private static bool IsKept(char character)
        => character is not (Search.Snippet.MatchStart or Search.Snippet.MatchEnd) && (!char.IsControl(character) || character is '\n' or '\t');

    private void Write(ReadOnlySpan<char> text)
    {
        if (!_anything)
        {
            text = text.TrimStart();
            if (text.IsEmpty)
                return;
            _anything = true;
        }

        _written += text.Length;
        // White space counts here and not in chunks: a text that is long for it alone is none that anybody wrote.
        if (_written > TextChunker.LongestText)
            throw TextChunker.TooLong();
        output.Write(text);
    }
}
