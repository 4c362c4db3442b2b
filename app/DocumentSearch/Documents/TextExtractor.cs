using System.Text;
using System.Xml;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace DocumentSearch.Documents;

/// <summary>The readable text of a document; paragraphs are separated by empty lines.</summary>
/// <param name="maxExpandedBytes">Largest size a compressed document may expand to.</param>
public sealed class TextExtractor(int maxExpandedBytes)
{
    private const string WordNamespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    // Elements that begin a paragraph of their own when HTML is shown.
    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul", "br",
    };

    /// <summary>Extracts the text.</summary>
    /// <exception cref="DocumentRejectedException">The document is damaged, or holds no text.</exception>
    public string Extract(DocumentFormat format, byte[] content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var text = format switch
        {
            DocumentFormat.Html => FromHtml(Decode(content)),
            DocumentFormat.Docx => FromDocx(content),
            _ => Decode(content),
        };
        text = Clean(text);
        return text.Length > 0 ? text : throw new DocumentRejectedException(RejectionReason.Invalid, "The document holds no text.");
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

    private static string FromHtml(string html)
    {
        // Scripts are not run and nothing is fetched: the parser alone has no browsing context.
        using var page = new HtmlParser().ParseDocument(html);
        var text = new StringBuilder();
        // A stack of our own: input nested a hundred thousand deep must not end the process.
        var pending = new Stack<(INode Node, bool Leaving)>();
        pending.Push((page, false));
        while (pending.TryPop(out var step))
        {
            var isBlock = step.Node is IElement element && Blocks.Contains(element.LocalName);
            if (isBlock)
                text.Append("\n\n");
            if (step.Leaving)
                continue;
            if (step.Node is IText words)
                text.Append(words.Data);
            if (step.Node is IElement { LocalName: "script" or "style" or "noscript" or "template" or "svg" or "head" } hidden)
            {
                if (hidden.LocalName == "head" && page.Title is { Length: > 0 } title)
                    text.Append(title).Append("\n\n");
                continue;
            }

            if (isBlock)
                pending.Push((step.Node, true));
            for (var child = step.Node.LastChild; child is not null; child = child.PreviousSibling)
                pending.Push((child, false));
        }

        return text.ToString();
    }

    private string FromDocx(byte[] content)
    {
        using var archive = new MemoryStream(content, writable: false);
        using var part = DocxArchive.OpenText(archive, maxExpandedBytes);
        // Streaming, without document types or external entities: neither depth nor size of the XML is held in memory.
        using var reader = XmlReader.Create(part, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var text = new StringBuilder();
        try
        {
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.EndElement && reader.LocalName == "p" && reader.NamespaceURI == WordNamespace)
                    text.Append("\n\n");
                if (reader.NodeType != XmlNodeType.Element || reader.NamespaceURI != WordNamespace)
                    continue;
                if (reader.LocalName is "tab" or "br" or "cr")
                    text.Append(' ');
                else if (reader.LocalName == "t" && !reader.IsEmptyElement)
                    AppendRun(reader, text);
            }
        }
        catch (Exception exception) when (exception is XmlException or InvalidDataException)
        {
            throw new DocumentRejectedException(RejectionReason.Invalid, "The text inside the docx file is damaged.", exception);
        }

        return text.ToString();
    }

    private static void AppendRun(XmlReader reader, StringBuilder text)
    {
        while (reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA)
                text.Append(reader.Value);
        }
    }

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            // Zero cannot be stored as text; the two private characters mark highlights in search answers.
            if (character is '\0' or Search.Snippet.MatchStart or Search.Snippet.MatchEnd || (char.IsControl(character) && character is not ('\n' or '\t')))
                continue;
            clean.Append(character);
        }

        return clean.ToString().Trim();
    }
}
