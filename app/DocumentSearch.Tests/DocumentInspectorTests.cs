using DocumentSearch.Documents;

namespace DocumentSearch.Tests;

public sealed class DocumentInspectorTests
{
    private const int MaxBytes = 100_000;
    private const int MaxExpanded = 1_000_000;

    [Theory]
    [InlineData("notes.txt", "Some text", DocumentFormat.Text)]
    [InlineData("notes", "Some text", DocumentFormat.Text)]
    [InlineData("notes.pdf", "Some text that is called a PDF", DocumentFormat.Text)]
    [InlineData("notes.md", "# Title", DocumentFormat.Markdown)]
    [InlineData("NOTES.MARKDOWN", "# Title", DocumentFormat.Markdown)]
    [InlineData("page.txt", "\ufeff\n<!DOCTYPE html><p>Text", DocumentFormat.Html)]
    [InlineData("page.html", "<p>Fragment", DocumentFormat.Html)]
    [InlineData("page.txt", "<p>is how a paragraph begins", DocumentFormat.Text)]
    [InlineData("7z.txt", "7z is an archiver", DocumentFormat.Text)]
    public async Task The_content_decides_and_the_name_only_where_content_cannot(string name, string content, DocumentFormat expected)
        => Assert.Equal(expected, (await InspectAsync(name, Samples.Utf8(content))).Format);

    [Fact]
    public async Task A_docx_file_is_told_by_its_parts()
        => Assert.Equal(DocumentFormat.Docx, (await InspectAsync("renamed.txt", Samples.Docx("Text"))).Format);

    [Theory]
    [InlineData("25504446 2d312e37")]
    [InlineData("89504e47 0d0a1a0a")]
    [InlineData("ffd8ffe0")]
    [InlineData("7f454c46")]
    [InlineData("fffe4100")]
    [InlineData("61620063")]
    public async Task Other_formats_are_refused_by_type(string hex)
    {
        var refused = await RefusedAsync("file.txt", Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal(RejectionReason.UnsupportedType, refused.Reason);
        Assert.Contains("txt, md, html and docx are accepted", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zip_archive_that_is_no_docx_is_refused_by_type()
        => Assert.Equal(RejectionReason.UnsupportedType, (await RefusedAsync("a.docx", Samples.Zip(("a.txt", [65])))).Reason);

    [Fact]
    public async Task An_empty_file_is_refused()
        => Assert.Equal(RejectionReason.Invalid, (await RefusedAsync("a.txt", [])).Reason);

    [Fact]
    public async Task A_file_of_white_space_is_refused()
        => Assert.Equal(RejectionReason.Invalid, (await RefusedAsync("a.txt", Samples.Utf8(" \r\n\t "))).Reason);

    [Fact]
    public async Task A_file_that_is_too_large_is_refused()
        => Assert.Equal(RejectionReason.TooLarge, (await RefusedAsync("a.txt", new byte[MaxBytes + 1])).Reason);

    [Fact]
    public async Task Broken_UTF8_is_refused_also_far_into_the_file()
    {
        var content = Enumerable.Repeat((byte)'a', 70_000).Append((byte)0xc3).Append((byte)'b').ToArray();
        Assert.Equal(RejectionReason.Invalid, (await RefusedAsync("a.txt", content)).Reason);
    }

    [Fact]
    public async Task A_character_cut_in_two_by_the_read_buffer_is_not_broken()
    {
        var content = Samples.Utf8(new string('a', 64 * 1024 - 1) + "é");
        Assert.Equal(DocumentFormat.Text, (await InspectAsync("a.txt", content)).Format);
    }

    [Fact]
    public async Task A_zip_bomb_is_refused_by_what_really_comes_out()
    {
        var bomb = Samples.ZipBomb(MaxExpanded * 4);
        Assert.True(bomb.Length < MaxBytes);
        Assert.Equal(RejectionReason.TooLarge, (await RefusedAsync("a.docx", bomb)).Reason);
    }

    [Fact]
    public async Task A_damaged_archive_is_refused()
    {
        var content = Samples.Docx(new string('x', 5_000));
        Array.Clear(content, content.Length / 2, content.Length / 2);
        Assert.Equal(RejectionReason.Invalid, (await RefusedAsync("a.docx", content)).Reason);
    }

    private static async Task<InspectedDocument> InspectAsync(string name, byte[] content)
    {
        using var stream = new MemoryStream(content);
        var inspected = await new DocumentInspector(MaxBytes, MaxExpanded).InspectAsync(name, stream, CancellationToken.None);
        Assert.Equal(0, stream.Position);
        Assert.Equal(content.Length, inspected.Size);
        return inspected;
    }

    private static Task<DocumentRejectedException> RefusedAsync(string name, byte[] content)
        => Assert.ThrowsAsync<DocumentRejectedException>(() => InspectAsync(name, content));
}
