using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using DocumentSearch.Documents.Extraction;

namespace DocumentSearch.Documents;

/// <summary>What is known of an upload after looking through it once.</summary>
/// <param name="Format">Told by the content.</param>
/// <param name="Size">Bytes of the file.</param>
/// <param name="Sha256">Its hash.</param>
/// <param name="LongestText">Characters that its text has at the most.</param>
public sealed record InspectedDocument(DocumentFormat Format, long Size, byte[] Sha256, long LongestText);

/// <summary>Tells the format of an upload from its bytes and refuses what a worker could not read, without holding it in memory.</summary>
/// <param name="maxBytes">Largest file.</param>
/// <param name="maxExpandedBytes">Largest size a compressed document may expand to.</param>
public sealed class DocumentInspector(int maxBytes, int maxExpandedBytes)
{
    private const int HeadLength = 1024;

    // First bytes of common files that are not text, for a clear answer; anything else that is not text is caught by its zero bytes.
    private static readonly (byte[] Signature, string Name)[] Foreign =
    [
        ("%PDF-"u8.ToArray(), "a PDF file"),
        ([0x89, 0x50, 0x4e, 0x47], "a PNG image"),
        ([0xff, 0xd8, 0xff], "a JPEG image"),
        ("GIF8"u8.ToArray(), "a GIF image"),
        ([0x1f, 0x8b], "a gzip archive"),
        ([0x7f, 0x45, 0x4c, 0x46], "a program"),
        ("MZ"u8.ToArray(), "a program"),
        ([0xd0, 0xcf, 0x11, 0xe0], "an Office file of before 2007"),
        ([0xff, 0xfe], "text in UTF-16"),
        ([0xfe, 0xff], "text in UTF-16"),
        ("Rar!"u8.ToArray(), "a RAR archive"),
        ("7z"u8.ToArray(), "a 7z archive"),
    ];

    /// <summary>Looks through a seekable stream and leaves it at its start.</summary>
    /// <exception cref="DocumentRejectedException">The service does not take the file.</exception>
    public async Task<InspectedDocument> InspectAsync(string? fileName, Stream content, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (content.Length == 0)
            throw new DocumentRejectedException(RejectionReason.Invalid, "The file is empty.");
        if (content.Length > maxBytes)
            throw new DocumentRejectedException(RejectionReason.TooLarge, $"The file has {content.Length} bytes; {maxBytes} are allowed.");

        var head = new byte[HeadLength];
        var read = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation);
        var start = head.AsMemory(0, read);
        content.Position = 0;

        DocumentFormat format;
        var longest = content.Length;
        if (start.Span.StartsWith("PK\u0003\u0004"u8))
        {
            longest = CheckArchive(content, maxExpandedBytes);
            format = DocumentFormat.Docx;
        }
        else
        {
            foreach (var (signature, name) in Foreign)
            {
                if (start.Span.StartsWith(signature) && !(name == "a 7z archive" && !start.Span.Contains((byte)0)))
                    throw Unsupported(name);
            }

            await CheckTextAsync(content, cancellation);
            format = TextFormatOf(fileName, start.Span);
        }

        content.Position = 0;
        var hash = await SHA256.HashDataAsync(content, cancellation);
        content.Position = 0;
        return new InspectedDocument(format, content.Length, hash, longest);
    }

    private static DocumentRejectedException Unsupported(string what)
        => new(RejectionReason.UnsupportedType, $"The file is {what}; {DocumentFormats.Accepted} are accepted (text in UTF-8).");

    private static DocumentFormat TextFormatOf(string? fileName, ReadOnlySpan<byte> head)
    {
        var text = Encoding.UTF8.GetString(head).TrimStart('\ufeff', ' ', '\t', '\r', '\n');
        if (text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
            return DocumentFormat.Html;
        return Path.GetExtension(fileName ?? "").ToUpperInvariant() switch
        {
            // A fragment without the frame of a page is told by its name only: text may well begin with "<".
            ".HTML" or ".HTM" when text.StartsWith('<') => DocumentFormat.Html,
            ".MD" or ".MARKDOWN" => DocumentFormat.Markdown,
            _ => DocumentFormat.Text,
        };
    }

    private static async Task CheckTextAsync(Stream content, CancellationToken cancellation)
    {
        var decoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetDecoder();
        var bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);
        var characters = ArrayPool<char>.Shared.Rent(64 * 1024 + 2);
        try
        {
            var anything = false;
            while (true)
            {
                var read = await content.ReadAsync(bytes.AsMemory(0, 64 * 1024), cancellation);
                var chunk = bytes.AsSpan(0, read);
                if (chunk.Contains((byte)0))
                    throw Unsupported("not text");
                var decoded = decoder.GetChars(chunk, characters, flush: read == 0);
                anything |= !characters.AsSpan(0, decoded).Trim("\ufeff \t\r\n\f\v").IsEmpty;
                if (read == 0)
                    break;
            }

            if (!anything)
                throw new DocumentRejectedException(RejectionReason.Invalid, "The file holds no text.");
        }
        catch (DecoderFallbackException exception)
        {
            throw new DocumentRejectedException(RejectionReason.Invalid, "The text is not valid UTF-8; save it as UTF-8 and upload it again.", exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(characters);
        }
    }

    /// <returns>Characters of text at the most: the size of the parts that hold it.</returns>
    private static long CheckArchive(Stream content, int maxExpandedBytes)
    {
        using var package = new DocxPackage(content, maxExpandedBytes);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            var size = 0L;
            foreach (var part in package.TextParts())
            {
                using var text = package.Open(part);
                int read;
                while ((read = text.Read(buffer)) > 0)
                    size += read;
            }

            return size;
        }
        catch (InvalidDataException exception)
        {
            throw new DocumentRejectedException(RejectionReason.Invalid, "The archive inside the docx file is damaged.", exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
