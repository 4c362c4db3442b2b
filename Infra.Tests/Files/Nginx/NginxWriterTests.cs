using Infra.Files.Nginx;
using static Infra.Files.Nginx.Directive;

namespace Infra.Tests.Files.Nginx;

public sealed class NginxWriterTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("$variable", "$variable")]
    [InlineData("", "\"\"")]
    [InlineData("two words", "\"two words\"")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("{\"a\":1}", "\"{\\\"a\\\":1}\"")]
    [InlineData("\\.css$", "\"\\\\.css$\"")]
    [InlineData("#", "\"#\"")]
    public void Words_are_quoted_where_nginx_would_cut_them(string word, string written) =>
        Assert.Equal($"# test\nname {written};\n", NginxWriter.Write([Line("name", word)], "test"));

    [Fact]
    public void Blocks_are_indented() => Assert.Equal(
        "# test\nhttp {\n    server {\n        listen 80;\n    }\n}\n",
        NginxWriter.Write([Block("http", [], Block("server", [], Line("listen", "80")))], "test"));
}
