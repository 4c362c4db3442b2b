using System.IO.Compression;

namespace DocumentSearch.Documents;

/// <summary>The main text part of a Word file, as a stream that ends with an error when it expands beyond a bound.</summary>
internal static class DocxArchive
{
    private const int MostEntries = 2_000;

    public static Stream OpenText(Stream content, int maxExpandedBytes)
    {
        ZipArchive archive;
        try
        {
            archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Count > MostEntries)
                throw new DocumentRejectedException(RejectionReason.Invalid, $"The archive has {archive.Entries.Count} entries; a docx file has {MostEntries} at the most.");
        }
        catch (InvalidDataException exception)
        {
            throw new DocumentRejectedException(RejectionReason.Invalid, "The file begins like a zip archive and is damaged.", exception);
        }

        var text = archive.GetEntry("word/document.xml");
        if (text is null || archive.GetEntry("[Content_Types].xml") is null)
            throw new DocumentRejectedException(RejectionReason.UnsupportedType, $"The file is a zip archive and not a docx file; {DocumentFormats.Accepted} are accepted.");
        try
        {
            return new BoundedStream(text.Open(), maxExpandedBytes);
        }
        catch (InvalidDataException exception)
        {
            throw new DocumentRejectedException(RejectionReason.Invalid, "The archive inside the docx file is damaged.", exception);
        }
    }
}
