using Infra.Facts.Compose;
using Infra.Facts.Files;

namespace Infra.Tests.Facts.Compose;

/// <summary>Projects of several files: where their services stand, and what Compose would refuse.</summary>
public sealed class ComposeLoaderTests
{
    public static TheoryData<string, string, string> Refused => new()
    {
        { "services:\n  a:\n    image: a\n    extends: {file: gone.yaml, service: b}\n", "", "gone.yaml is a part of it and is not there" },
        { "services:\n  a:\n    extends: {file: part.yaml, service: gone}\n", "services: {b: {image: b}}", "a extends 'gone'" },
        { "services:\n  a:\n    extends: gone\n", "", "a extends 'gone', which the file does not have" },
        { "services:\n  a:\n    extends: b\n  b:\n    extends: a\n", "", "extends itself" },
        { "services:\n  a:\n    extends: {file: part.yaml, service: b}\n",
            "services: {b: {extends: {file: compose.yaml, service: a}}}", "extends itself" },
        { "services:\n  a:\n    extends: {file: part.yaml, service: b}\n", "services: [", "part.yaml:2: " },
        { "services:\n  a:\n    extends: {file: part.yaml, service: b}\n", "[]", "part.yaml:1: it is no Compose file" },
        { "services:\n  a:\n    extends: {file: '${WHERE}/part.yaml', service: b}\n", "",
            "'${WHERE}/part.yaml' is a part of it and is not on this machine" },
        { "include: [https://example.com/shop.git]\nservices: {a: {image: a}}\n", "", "is not on this machine" },
        { "include: ['oci://registry.example.com/shop']\nservices: {a: {image: a}}\n", "", "is not on this machine" },
        { "include: [gone.yaml]\nservices: {a: {image: a}}\n", "", "gone.yaml is a part of it" },
        { "include: [{project_directory: .}]\nservices: {a: {image: a}}\n", "", "an entry of include names no file" },
        { "include: [part.yaml]\nservices: {a: {image: a}}\n", "include: [compose.yaml]", "compose.yaml includes itself" },
        { "include: [part.yaml]\nservices:\n  a: {image: a}\n", "services: {a: {image: b}}", "a is also in part.yaml, which is included" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_Compose_refuses_is_said(string project, string part, string problem)
    {
        var e = Assert.Throws<FileFormatException>(() => Read(("/shop/compose.yaml", project), ("/shop/part.yaml", part)));
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_stands_where_it_is_written_first()
    {
        var project = ComposeProject.Read(["/shop/compose.yaml", "/shop/compose.override.yaml"], path => path switch
        {
            "/shop/compose.yaml" => "include: [parts/store.yaml]\n\nservices:\n  web:\n    extends: {file: ../common.yaml, service: base}\n",
            "/shop/compose.override.yaml" => "services:\n  web: {image: web:1.2.3}\n  debug: {image: debug:1.2.3}\n",
            "/shop/parts/store.yaml" => "services:\n  store:\n    image: store\n",
            "/common.yaml" => "services:\n  base:\n    image: base\n",
            _ => null,
        });
        Assert.Equal(["debug /shop/compose.override.yaml:3", "store /shop/parts/store.yaml:2", "web /shop/compose.yaml:4"],
            project.Containers.Select(one => $"{one.Container.Name} {one.Place}").Order(StringComparer.Ordinal));
        Assert.Equal(["/common.yaml", "/shop/parts/store.yaml"], project.Parts.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("${A:-b}", "b")]
    [InlineData("${A-b}", "b")]
    [InlineData("${A:-}", "")]
    [InlineData("${A-}-${B:-c}", "-c")]
    [InlineData("${A:-${B:-${C:-d}}}", "d")]
    [InlineData("${A:-x${B}y}", "x${B}y")]
    [InlineData("${A:+b}", "")]
    [InlineData("${A?gone}", "${A}")]
    [InlineData("${A:?has to be: given}", "${A}")]
    [InlineData("$$A ${A} $A", "$$A ${A} $A")]
    [InlineData("$${A:-b}", "$${A:-b}")]
    [InlineData("${not closed", "${not closed")]
    [InlineData("${A.B}$", "${A.B}$")]
    public void Defaults_take_the_places_of_variables(string text, string expected) =>
        Assert.Equal(expected, ComposeVariables.WithDefaults(text));

    [Theory]
    [InlineData("$$A", false)]
    [InlineData("$$$A", true)]
    [InlineData("${A}", true)]
    [InlineData("costs 5$", false)]
    public void A_doubled_dollar_is_no_variable(string text, bool unknown) => Assert.Equal(unknown, ComposeVariables.IsUnknown(text));

    private static ComposeProject Read(params (string Path, string Text)[] files) => ComposeProject.Read(["/shop/compose.yaml"],
        path => files.FirstOrDefault(file => file.Path == path) is { Text: { Length: > 0 } text } ? text : null);
}
