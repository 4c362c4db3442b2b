using System.Diagnostics;
using System.Text;
using DocumentSearch.Configuration;
using DocumentSearch.Documents;
using DocumentSearch.Documents.Extraction;

namespace DocumentSearch.Tests;

/// <summary>The process that reads a document, with its bounds.</summary>
public sealed class DocumentExtractorTests
{
    private const long Memory = 64 * 1024 * 1024;

    [Fact]
    public async Task A_document_is_read_by_a_process_of_its_own_with_accents_intact()
        => Assert.Equal("Navega\u00e7\u00e3o & luz", await ExtractAsync(DocumentFormat.Html, "<!doctype html><p>Navega\u00e7\u00e3o &amp; luz"));

    [Fact]
    public async Task What_is_wrong_with_a_document_is_told_as_it_is()
    {
        var refused = await RefusedAsync(DocumentFormat.Docx, "no archive");
        Assert.Equal((RejectionReason.Invalid, "The file begins like a zip archive and is damaged."), (refused.Reason, refused.Message));
    }

    [Fact]
    public async Task Memory_is_bounded()
    {
        var refused = await RefusedAsync(DocumentFormat.Html, new StringBuilder().Insert(0, "<i>x</i>", 700_000).ToString(), seconds: 120);
        Assert.Equal("Reading the document takes more than 64 MiB of memory; split it, or save it in a simpler form.", refused.Message);
    }

    [Fact]
    public async Task Time_is_bounded()
    {
        var start = Stopwatch.GetTimestamp();
        var refused = await RefusedAsync(DocumentFormat.Html, new StringBuilder().Insert(0, "<p><font>", 100_000).ToString(), seconds: 1, memory: 512 * 1024 * 1024);
        Assert.Contains("takes longer than 1 s", refused.Message, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 10);
    }

    [Fact]
    public async Task Output_is_bounded()
    {
        var bomb = Samples.Docx(new string('x', 60_000_000));
        Assert.True(bomb.Length < 100_000);
        var refused = await Assert.ThrowsAsync<DocumentRejectedException>(() => Extractor(60, Memory).ExtractAsync(DocumentFormat.Docx, bomb, CancellationToken.None));
        Assert.Contains("split", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_stops_waiting_ends_the_process()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var slow = Samples.Utf8(new StringBuilder().Insert(0, "<p><font>", 100_000).ToString());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Extractor(60, 512 * 1024 * 1024).ExtractAsync(DocumentFormat.Html, slow, stop.Token));
    }

    private static DocumentExtractor Extractor(int seconds, long memory)
        => new(new LimitSettings(1 << 30, 128 * 1024 * 1024, TimeSpan.FromSeconds(seconds), memory, 1, 1, 1));

    private static Task<string> ExtractAsync(DocumentFormat format, string content, int seconds = 30, long memory = Memory)
        => Extractor(seconds, memory).ExtractAsync(format, Samples.Utf8(content), CancellationToken.None);

    private static Task<DocumentRejectedException> RefusedAsync(DocumentFormat format, string content, int seconds = 30, long memory = Memory)
        => Assert.ThrowsAsync<DocumentRejectedException>(() => ExtractAsync(format, content, seconds, memory));
}
