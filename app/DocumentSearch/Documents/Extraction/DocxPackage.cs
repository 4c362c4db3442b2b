using System.IO.Compression;
using System.Xml;

namespace DocumentSearch.Documents.Extraction;

/// <summary>
/// The parts of a Word file that hold text. Parts are found by their relationships, which may give them any name; what generators get wrong
/// (backslashes in names, notes that no relationship leads to) is read as it is meant, for which packaging libraries have no way.
/// </summary>
internal sealed class DocxPackage : IDisposable
{
    private const int MostEntries = 2_000;

    // Kinds of relationships whose target is text of the document; transitional and strict files have different namespaces before them.
    private static readonly string[] TextKinds = ["header", "footnotes", "endnotes", "footer"];

    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly int _maxExpandedBytes;
    private long _expanded;

    /// <exception cref="DocumentRejectedException">It is no Word file, or a damaged one.</exception>
    public DocxPackage(Stream content, int maxExpandedBytes)
    {
        _maxExpandedBytes = maxExpandedBytes;
        try
        {
            _archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            if (_archive.Entries.Count > MostEntries)
            {
                throw new DocumentRejectedException(
                    RejectionReason.Invalid, $"The archive has {_archive.Entries.Count} entries; a docx file has {MostEntries} at the most.");
            }

            foreach (var entry in _archive.Entries)
                _entries.TryAdd(entry.FullName.Replace('\\', '/').TrimStart('/'), entry);
        }
        catch (InvalidDataException exception)
        {
            throw new DocumentRejectedException(RejectionReason.Invalid, "The file begins like a zip archive and is damaged.", exception);
        }

        Main = _entries.ContainsKey("[Content_Types].xml") ? FindMain() : null;
        if (Main is null)
        {
            throw new DocumentRejectedException(
                RejectionReason.UnsupportedType, $"The file is a zip archive and not a docx file; {DocumentFormats.Accepted} are accepted.");
        }
    }

    /// <summary>Name of the part with the body of the document.</summary>
    public string? Main { get; }

    /// <summary>Names of the parts with text, in the order they are read: headers, body, notes, footers.</summary>
    public IReadOnlyList<string> TextParts()
    {
        var folder = FolderOf(Main!);
        var parts = RelationshipsOf($"{folder}_rels/{Main![folder.Length..]}.rels")
            .Select(relation => (Kind: KindOf(relation.Type), Part: Resolve(folder, relation.Target)))
            .ToList();
        // Notes lie beside the body under these names, whether or not a relationship says so.
        foreach (var kind in TextKinds)
            parts.AddRange(_entries.Keys.Where(name => IsNamed(name, folder, kind)).Order(StringComparer.Ordinal).Select(name => (kind, name)));
        return
        [
            .. Of("header"),
            Main!,
            .. Of("footnotes"),
            .. Of("endnotes"),
            .. Of("footer"),
        ];

        IEnumerable<string> Of(string kind)
            => parts.Where(part => part.Kind == kind && _entries.ContainsKey(part.Part))
                .Select(part => part.Part)
                .Distinct(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A part as a stream that ends with an error when all that was read of the file expands beyond the bound.</summary>
    public Stream Open(string part) => new CountingStream(_entries[part].Open(), read =>
    {
        // The sizes an archive declares may be lies: what really comes out counts.
        _expanded += read;
        if (_expanded > _maxExpandedBytes)
            throw new DocumentRejectedException(RejectionReason.TooLarge, $"The document expands to more than {_maxExpandedBytes} bytes.");
    });

    public void Dispose() => _archive.Dispose();

    /// <summary>What is left of a relationship's type behind its last slash, for both namespaces.</summary>
    private static string KindOf(string type) => type[(type.LastIndexOf('/') + 1)..];

    private static string FolderOf(string part) => part[..(part.LastIndexOf('/') + 1)];

    private static bool IsNamed(string name, string folder, string kind)
        => name.StartsWith(folder + kind, StringComparison.OrdinalIgnoreCase)
            && name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
            && name[(folder.Length + kind.Length)..^".xml".Length].All(char.IsAsciiDigit);

    private static string Resolve(string folder, string target)
    {
        target = target.Replace('\\', '/');
        var path = target.StartsWith('/') ? target : folder + target;
        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("." or ".."))
                parts.Add(part);
        }

        return string.Join('/', parts);
    }

    private string? FindMain()
    {
        var named = RelationshipsOf("_rels/.rels")
            .Where(relation => KindOf(relation.Type) == "officeDocument")
            .Select(relation => Resolve("", relation.Target));
        return named.Append("word/document.xml").FirstOrDefault(part => _entries.ContainsKey(part) && RootOf(part) == "document");
    }

    // A spreadsheet has the same kind of relationship; its root has another name.
    private string? RootOf(string part)
    {
        try
        {
            using var stream = Open(part);
            using var reader = DocxText.ReaderOf(stream);
            return reader.MoveToContent() == XmlNodeType.Element ? reader.LocalName : null;
        }
        catch (Exception exception) when (exception is XmlException or InvalidDataException)
        {
            // Damaged, which is told when it is read as a whole.
            return "document";
        }
    }

    private IEnumerable<(string Type, string Target)> RelationshipsOf(string name)
    {
        if (!_entries.ContainsKey(name))
            return [];
        var relations = new List<(string, string)>();
        try
        {
            using var stream = Open(name);
            using var reader = DocxText.ReaderOf(stream);
            while (reader.Read())
            {
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "Relationship" }
                    && reader.GetAttribute("TargetMode") != "External"
                    && reader.GetAttribute("Type") is { } type && reader.GetAttribute("Target") is { } target)
                    relations.Add((type, target));
            }
        }
        catch (Exception exception) when (exception is XmlException or InvalidDataException)
        {
            throw new DocumentRejectedException(RejectionReason.Invalid, "The archive inside the docx file is damaged.", exception);
        }

        return relations;
    }
}
