using System.Text.RegularExpressions;

namespace Infra.Tests.Documentation;

/// <summary>The page of requirements names each one once, and files and tests that exist.</summary>
public sealed partial class RequirementsPageTests
{
    private static readonly (string Family, int Count)[] Families = [("PL", 19), ("ED", 8), ("DS", 8), ("VI", 6), ("FA", 6), ("CA", 10), ("WP", 11)];

    private static Page RequirementsPage => Page.All.Single(page => page.Path == "docs/requirements.md");

    [Fact]
    public void Every_requirement_has_a_row() => Assert.Equal(
        Families.SelectMany(family => Enumerable.Range(1, family.Count).Select(number => $"{family.Family}-{number:00}")),
        Row().Matches(RequirementsPage.Text).Select(match => match.Groups[1].Value));

    [Fact]
    public void What_it_names_exists() => Assert.Empty(Missing(RequirementsPage));

    [Theory]
    [InlineData("`Infra/Systems/Nothing.cs`")]
    [InlineData("`NothingTests`")]
    [InlineData("`e2e/nothing`")]
    public void What_does_not_exist_is_found(string text) => Assert.Single(Missing(new("docs/sample.md", text)));

    private static IEnumerable<string> Missing(Page page)
    {
        var tests = Directory.EnumerateFiles(Path.Combine(Plans.Repository, "Infra.Tests"), "*.cs", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).ToHashSet();
        return page.InlineCode.Select(code => code.Code)
            .Where(code => code.EndsWith("Tests", StringComparison.Ordinal) && !code.Contains('.') ? !tests.Contains(code)
                : code.Contains('/') && !Path.Exists(Path.Combine(Plans.Repository, code)));
    }

    [GeneratedRegex(@"^\| ([A-Z]{2}-\d{2}) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
