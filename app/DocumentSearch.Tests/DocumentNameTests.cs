using DocumentSearch.Documents;

namespace DocumentSearch.Tests;

public sealed class DocumentNameTests
{
    [Theory]
    [InlineData("report.txt", "report.txt")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData(@"..\..\windows\system.ini", "system.ini")]
    [InlineData("/", "document")]
    [InlineData("..", "document")]
    [InlineData(null, "document")]
    [InlineData("a\0b\r\nc.txt", "abc.txt")]
    [InlineData("safe\u202etxt.exe", "safetxt.exe")]
    [InlineData("<img src=x>.html", "<img src=x>.html")]
    public void A_name_is_the_last_part_without_control_characters(string? sent, string expected) => Assert.Equal(expected, DocumentName.From(sent));

    [Fact]
    public void A_long_name_is_cut_between_characters()
    {
        var name = DocumentName.From(new string('a', 199) + "😀");
        Assert.Equal(199, name.Length);
    }
}
