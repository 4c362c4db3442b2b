namespace Infra.Tests.Documentation;

public sealed class LinkTests
{
    public static TheoryData<string> Paths() => [.. Page.All.Select(page => page.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_link_leads_somewhere(string path) =>
        Assert.Empty(LinkCheck.Problems(Page.All.Single(page => page.Path == path), Plans.Repository, Page.All));

    [Fact]
    public void Every_page_is_reached_from_the_readme()
    {
        var known = Page.All.ToDictionary(page => page.Path);
        var reached = new HashSet<string> { "README.md" };
        var open = new Queue<string>(reached);
        while (open.TryDequeue(out var path))
        {
            foreach (var (target, _) in known[path].Links.Where(link => !link.Target.Contains(':', StringComparison.Ordinal)))
            {
                var file = Path.GetRelativePath(Plans.Repository, Path.GetFullPath(Path.Combine(Plans.Repository, Path.GetDirectoryName(path)!, target.Split('#')[0])));
                if (target.Split('#')[0].Length > 0 && known.ContainsKey(file) && reached.Add(file))
                {
                    open.Enqueue(file);
                }
            }
        }

        Assert.Empty(known.Keys.Where(path => path.StartsWith("docs/", StringComparison.Ordinal)).Except(reached));
    }

    [Theory]
    [InlineData("[a](nowhere.md)", "nowhere.md, which does not exist")]
    [InlineData("[a](#nothing)", "leads to a heading that docs/sample.md does not have")]
    [InlineData("[a](runbooks.md#nothing)", "leads to a heading that docs/runbooks.md does not have")]
    [InlineData("[a](../../outside.md)", "does not exist")]
    [InlineData("[a](schemas/plan.v1.json#part)", "is no page")]
    [InlineData("![a](missing.svg)", "missing.svg, which does not exist")]
    [InlineData("[a](http://example.com)", "is no address")]
    [InlineData("[a]()", "without a target")]
    public void A_broken_link_is_found(string text, string problem) =>
        Assert.Contains(problem, Assert.Single(LinkCheck.Problems(new("docs/sample.md", $"# Heading\n\nA sentence with {text}.\n"), Plans.Repository, Page.All)), StringComparison.Ordinal);

    [Fact]
    public void Good_links_are_left_alone() => Assert.Empty(LinkCheck.Problems(
        new("docs/sample.md", "# A heading\n\n[a](#a-heading) [b](runbooks.md#servicedown) [c](../README.md) [d](https://example.com/a) [e](schemas)\n"),
        Plans.Repository,
        Page.All));
}
