using System.Text;

namespace DocumentSearch.Documents.Extraction;

/// <summary>The readable text of a document; paragraphs are separated by empty lines.</summary>
/// <param name="maxExpandedBytes">Largest size a compressed document may expand to.</param>
public sealed class TextExtractor(int maxExpandedBytes)
{
    /// <summary>Extracts the text.</summary>
    /// <exception cref="DocumentRejectedException">The document is damaged, holds no text, or too much.</exception>
    public string Extract(DocumentFormat format, byte[] content)
    {
        using var text = new StringWriter();
        Extract(format, content, text);
        return text.ToString().TrimEnd();
    }

    /// <summary>Writes the text as it is found.</summary>
    /// <exception cref="DocumentRejectedException">The document is damaged, holds no text, or too much.</exception>
    public void Extract(DocumentFormat format, byte[] content, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(content);
        var text = new TextSink(output);
        if (format == DocumentFormat.Html)
            HtmlText.Read(Decode(content), text);
        else if (format == DocumentFormat.Docx)
            DocxText.Read(content, maxExpandedBytes, text);
        else
            text.Append(Decode(content));
        text.Complete();
    }

    private static string Decode(byte[] content)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(content);
        }
        catch (DecoderFallbackException exception)
        {
            throw new DocumentRejectedException(RejectionReason.Invalid, "The text is not valid UTF-8.", exception);
        }
    }
}
