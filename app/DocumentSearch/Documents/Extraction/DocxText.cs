using System.Security.Cryptography;
using System.Text;
using System.Xml;

namespace DocumentSearch.Documents.Extraction;

/// <summary>The text of a Word file: body, headers and footers, notes; as it reads with all changes accepted.</summary>
internal static class DocxText
{
    private static readonly XmlReaderSettings Settings = new()
    {
        // No document types and no external entities; neither depth nor size of the XML is held in memory.
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersFromEntities = 1_024,
    };

    // The two namespaces of WordprocessingML: transitional and strict (ISO/IEC 29500).
    private static readonly HashSet<string> Word = new(StringComparer.Ordinal)
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main",
    };

    // Formulas have a text element of their own.
    private static readonly HashSet<string> Mathematics = new(StringComparer.Ordinal)
    {
        "http://schemas.openxmlformats.org/officeDocument/2006/math", "http://purl.oclc.org/ooxml/officeDocument/math",
    };

    private const string Compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006";

    public static XmlReader ReaderOf(Stream stream) => XmlReader.Create(stream, Settings);

    public static void Read(byte[] content, int maxExpandedBytes, TextSink text)
    {
        using var file = new MemoryStream(content, writable: false);
        using var package = new DocxPackage(file, maxExpandedBytes);
        // The header of the first page and that of the others are often the same: each text once.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in package.TextParts())
        {
            try
            {
                using var stream = package.Open(part);
                using var reader = ReaderOf(stream);
                if (part == package.Main)
                    ReadPart(reader, text);
                else
                    ReadOnce(reader, text, seen);
            }
            catch (Exception exception) when (exception is XmlException or InvalidDataException)
            {
                throw new DocumentRejectedException(RejectionReason.Invalid, "The text inside the docx file is damaged.", exception);
            }
        }
    }

    private static void ReadOnce(XmlReader reader, TextSink text, HashSet<string> seen)
    {
        using var words = new StringWriter();
        ReadPart(reader, new TextSink(words));
        var read = words.ToString();
        if (seen.Add(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(read)))))
            text.Append(read);
    }

    private static void ReadPart(XmlReader reader, TextSink text)
    {
        // Whether the alternative that is being read has a first choice already; one entry for each that is open.
        var alternatives = new Stack<bool>();
        var more = reader.Read();
        while (more)
        {
            if (reader.NodeType == XmlNodeType.EndElement)
                Leave(reader, text, alternatives);
            else if (reader.NodeType == XmlNodeType.Element && !IsEntered(reader, text, alternatives))
            {
                // Without going into it; the reader stands on what follows.
                reader.Skip();
                more = !reader.EOF;
                continue;
            }

            more = reader.Read();
        }
    }

    private static void Leave(XmlReader reader, TextSink text, Stack<bool> alternatives)
    {
        if (Word.Contains(reader.NamespaceURI) && reader.LocalName is "p" or "txbxContent")
            text.EndParagraph();
        else if (reader.NamespaceURI == Compatibility && reader.LocalName == "AlternateContent")
            alternatives.Pop();
    }

    private static bool IsEntered(XmlReader reader, TextSink text, Stack<bool> alternatives)
    {
        if (reader.NamespaceURI == Compatibility)
            return IsChosen(reader, alternatives);
        if (Mathematics.Contains(reader.NamespaceURI))
        {
            if (reader.LocalName == "t" && !reader.IsEmptyElement)
                AppendRun(reader, text);
            return true;
        }

        if (!Word.Contains(reader.NamespaceURI))
            return true;
        switch (reader.LocalName)
        {
            // What was taken away, and the old place of what was moved.
            case "del" or "moveFrom":
                return false;
            case "p" when reader.IsEmptyElement:
            case "txbxContent":
                text.EndParagraph();
                break;
            case "tab" or "br" or "cr" or "ptab":
                text.Append(" ");
                break;
            case "noBreakHyphen":
                text.Append("-");
                break;
            case "t" when !reader.IsEmptyElement:
                AppendRun(reader, text);
                break;
        }

        return true;
    }

    // The same content in several forms: one of them is shown.
    private static bool IsChosen(XmlReader reader, Stack<bool> alternatives)
    {
        switch (reader.LocalName)
        {
            case "AlternateContent" when !reader.IsEmptyElement:
                alternatives.Push(false);
                return true;
            case "Choice" or "Fallback" when alternatives.Count > 0:
                if (alternatives.Pop())
                {
                    alternatives.Push(true);
                    return false;
                }

                alternatives.Push(true);
                return true;
            default:
                return true;
        }
    }

    private static void AppendRun(XmlReader reader, TextSink text)
    {
        while (reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA)
                text.Append(reader.Value);
        }
    }
}
