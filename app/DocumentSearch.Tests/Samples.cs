using System.IO.Compression;
using System.Text;

namespace DocumentSearch.Tests;

/// <summary>Files made in memory, good and bad.</summary>
internal static class Samples
{
    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Docx(params string[] paragraphs)
    {
        var body = string.Concat(paragraphs.Select(text => $"<w:p><w:r><w:t xml:space=\"preserve\">{System.Security.SecurityElement.Escape(text)}</w:t></w:r></w:p>"));
        return DocxOf($"<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>");
    }

    public static byte[] DocxOf(string xml) => Zip(("[Content_Types].xml", Utf8("<Types/>")), ("word/document.xml", Utf8(xml)));

    public static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    /// <summary>A docx file of a few kilobytes that expands to the given number of bytes.</summary>
    public static byte[] ZipBomb(int expanded) => Zip(("[Content_Types].xml", Utf8("<Types/>")), ("word/document.xml", new byte[expanded]));
}
