using DocumentSearch.Documents;
using DocumentSearch.Documents.Extraction;

namespace DocumentSearch.Tests;

/// <summary>Word files as word processors, converters and generators write them: every text once.</summary>
public sealed class DocxTextTests
{
    private const string Transitional = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private const string Strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    private const string StrictRelationships = "http://purl.oclc.org/ooxml/officeDocument/relationships/";

    private readonly TextExtractor _extractor = new(maxExpandedBytes: 1_000_000);

    [Theory]
    [InlineData("word/document2.xml", "word/document2.xml", Transitional, Relationships)]
    [InlineData("word/document.xml", "/word/document.xml", Transitional, Relationships)]
    [InlineData("content/body.xml", "./content/../content/body.xml", Transitional, Relationships)]
    [InlineData("word/document.xml", "word/document.xml", Strict, StrictRelationships)]
    public void The_body_is_where_the_relationship_says_in_either_namespace(string part, string target, string words, string relationships)
    {
        var file = Samples.Zip(
            ("[Content_Types].xml", Samples.Utf8("<Types/>")),
            ("_rels/.rels", Relation(relationships + "officeDocument", target)),
            (part, Part("document", Paragraph("Report about walrus"), words)));
        Assert.Equal("Report about walrus", Extract(file));
    }

    [Fact]
    public void Names_with_backslashes_are_read_as_they_are_meant()
    {
        var file = Samples.Zip(
            ("[Content_Types].xml", Samples.Utf8("<Types/>")),
            ("_rels\\.rels", Relation(Relationships + "officeDocument", "word/document.xml")),
            ("word\\document.xml", Part("document", Paragraph("Report about dugong"))));
        Assert.Equal("Report about dugong", Extract(file));
    }

    [Fact]
    public void A_text_box_is_read_once()
    {
        var box = "<w:txbxContent>" + Paragraph("Boxed notice") + "</w:txbxContent>";
        var text = Body(
            "<w:p><w:r><w:t>before</w:t></w:r><w:r><mc:AlternateContent xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\">"
            + $"<mc:Choice Requires=\"wps\">{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
            + "<w:r><w:t>after</w:t></w:r></w:p>");
        Assert.Equal(["before", "Boxed notice", "after"], Paragraphs(text));
    }

    [Fact]
    public void The_text_of_a_fallback_alone_is_read()
        => Assert.Equal("Only here", Body(
            "<mc:AlternateContent xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><mc:Fallback>" + Paragraph("Only here") + "</mc:Fallback></mc:AlternateContent>"));

    [Fact]
    public void Changes_count_as_accepted()
    {
        var text = Body(
            "<w:p><w:moveFrom w:id=\"1\"><w:r><w:t>Moved sentence</w:t></w:r></w:moveFrom></w:p>" + Paragraph("stays")
            + "<w:p><w:moveTo w:id=\"2\"><w:r><w:t>Moved sentence</w:t></w:r></w:moveTo></w:p>"
            + "<w:p><w:del w:id=\"3\"><w:r><w:delText>gone</w:delText><w:t>gone too</w:t></w:r></w:del><w:ins w:id=\"4\"><w:r><w:t>new</w:t></w:r></w:ins></w:p>");
        Assert.Equal(["stays", "Moved sentence", "new"], Paragraphs(text));
    }

    [Fact]
    public void Hyphens_and_breaks_keep_words_whole_and_apart()
        => Assert.Equal("state-of the cooperation one two three", Body(
            "<w:p><w:r><w:t xml:space=\"preserve\">state</w:t><w:noBreakHyphen/><w:t xml:space=\"preserve\">of the co</w:t><w:softHyphen/><w:t>operation</w:t>"
            + "<w:tab/><w:t>one</w:t><w:br/><w:t>two</w:t><w:cr/><w:t>three</w:t></w:r></w:p>"));

    [Fact]
    public void Headers_notes_and_footers_are_read_and_those_that_say_the_same_once()
    {
        var file = Samples.Zip(
            ("[Content_Types].xml", Samples.Utf8("<Types/>")),
            ("_rels/.rels", Relation(Relationships + "officeDocument", "word/document.xml")),
            ("word/document.xml", Part("document", Paragraph("Body"))),
            ("word/_rels/document.xml.rels", Relation(Relationships + "header", "heads/first.xml")),
            ("word/heads/first.xml", Part("hdr", Paragraph("Header"))),
            ("word/header1.xml", Part("hdr", Paragraph("Header"))),
            ("word/header2.xml", Part("hdr", Paragraph("Other header"))),
            ("word/footnotes.xml", Part("footnotes", Paragraph("Footnote"))),
            ("word/endnotes.xml", Part("endnotes", Paragraph("Endnote"))),
            ("word/footer1.xml", Part("ftr", Paragraph("Footer"))));
        Assert.Equal(["Header", "Other header", "Body", "Footnote", "Endnote", "Footer"], Paragraphs(Extract(file)));
    }

    [Fact]
    public void A_spreadsheet_is_no_text()
    {
        var file = Samples.Zip(
            ("[Content_Types].xml", Samples.Utf8("<Types/>")),
            ("_rels/.rels", Relation(Relationships + "officeDocument", "xl/workbook.xml")),
            ("xl/workbook.xml", Samples.Utf8("<workbook/>")));
        Assert.Equal(RejectionReason.UnsupportedType, Assert.Throws<DocumentRejectedException>(() => Extract(file)).Reason);
    }

    private static string Paragraph(string text) => $"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>";

    private static byte[] Part(string root, string content, string words = Transitional)
        => Samples.Utf8($"<w:{root} xmlns:w=\"{words}\">{content}</w:{root}>");

    private static byte[] Relation(string type, string target)
        => Samples.Utf8(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
            + $"<Relationship Id=\"rId1\" Type=\"{type}\" Target=\"{target}\"/></Relationships>");

    private static string[] Paragraphs(string text) => text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private string Body(string content)
        => Extract(Samples.DocxOf($"<w:document xmlns:w=\"{Transitional}\"><w:body>{content}</w:body></w:document>"));

    private string Extract(byte[] file) => _extractor.Extract(DocumentFormat.Docx, file);
}
