using System.Text;
using DocumentSearch.Documents;
using DocumentSearch.Documents.Extraction;
using DocumentSearch.Search;

namespace DocumentSearch.Tests;

public sealed class TextExtractorTests
{
    private readonly TextExtractor _extractor = new(maxExpandedBytes: 1_000_000);

    [Fact]
    public void Text_keeps_its_words_and_loses_control_characters()
        => Assert.Equal("\u00c1gua e\nluz", _extractor.Extract(DocumentFormat.Text, Samples.Utf8($"\u00c1gua\u0007 e\n{Snippet.MatchStart}luz{Snippet.MatchEnd}")));

    [Fact]
    public void Html_gives_what_a_reader_sees()
    {
        var text = _extractor.Extract(DocumentFormat.Html, Samples.Utf8(
            "<html><head><title>The title</title><style>p{}</style></head><body><script>alert(1)</script><p>One &amp; two</p><p>Three</p></body></html>"));

        Assert.Equal(["The title", "One & two", "Three"], text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("<b>", 20_000)]
    [InlineData("<ul><li>x", 40_000)]
    [InlineData("<div>x", 40_000)]
    public void Html_nested_very_deep_is_refused_at_once(string unclosed, int times)
    {
        var html = new StringBuilder().Insert(0, unclosed, times).Append("deep").ToString();
        var refused = Assert.Throws<DocumentRejectedException>(() => _extractor.Extract(DocumentFormat.Html, Samples.Utf8(html)));
        Assert.Contains("nests more than", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_nested_as_people_do_is_read()
    {
        var html = new StringBuilder().Insert(0, "<div>", 200).Append("deep").ToString();
        Assert.Equal("deep", _extractor.Extract(DocumentFormat.Html, Samples.Utf8(html)));
    }

    [Fact]
    public void Docx_gives_its_paragraphs()
        => Assert.Equal("First & one\n\nSecond", _extractor.Extract(DocumentFormat.Docx, Samples.Docx("First & one", "Second")));

    [Fact]
    public void Docx_with_a_document_type_is_refused()
    {
        const string Xml = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">&a;</w:document>";
        Assert.Throws<DocumentRejectedException>(() => _extractor.Extract(DocumentFormat.Docx, Samples.DocxOf(Xml)));
    }

    [Fact]
    public void Docx_that_expands_too_far_is_refused()
        => Assert.Equal(
            RejectionReason.TooLarge,
            Assert.Throws<DocumentRejectedException>(() => _extractor.Extract(DocumentFormat.Docx, Samples.Docx(new string('a', 2_000_000)))).Reason);

    [Fact]
    public void A_document_without_text_is_refused()
        => Assert.Throws<DocumentRejectedException>(() => _extractor.Extract(DocumentFormat.Html, Samples.Utf8("<html><script>only()</script></html>")));
}
