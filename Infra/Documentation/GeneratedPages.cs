using Infra.Files;
using Infra.Reports;
using Infra.Systems;

namespace Infra.Documentation;

/// <summary>What the documentation says of the program, written by the program: whole files, and the marked parts of pages that people write.</summary>
internal static class GeneratedPages
{
    /// <summary>Every generated file of a repository with the content it should have.</summary>
    /// <param name="project">Directory of <c>Pulumi.yaml</c>, <c>README.md</c> and <c>docs</c>.</param>
    /// <exception cref="IOException">A page has marks that are not understood.</exception>
    public static async Task<ImmutableArray<HostFile>> RenderAsync(string project)
    {
        var stacks = new PlannedStacks(project);
        var files = ImmutableArray.CreateBuilder<HostFile>();
        foreach (var system in SystemCatalogue.Names.Select(SystemCatalogue.Get))
        {
            files.Add(new($"docs/environment/{system.Name}.md", EnvironmentPage.Markdown(system)));
            files.Add(new($"docs/environment/{system.Name}.env.example", EnvironmentPage.Example(stacks, system)));
        }

        foreach (var topology in Enum.GetValues<Topology>())
        {
            files.Add(new($"docs/plan-{PlannedStacks.Word(topology)}.svg", SvgGraph.Of(await stacks.DocumentAsync(PlannedStacks.Production, "document-search", topology)) + "\n"));
        }

        var whole = files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var path in MarkedPages(project).Where(path => !whole.Contains(path)))
        {
            var page = await File.ReadAllTextAsync(Path.Combine(project, path));
            var filled = await MarkedPage.FillAsync(path, page, name => PagePart.OfAsync(stacks, path, name));
            if (filled.Contains("\n<!-- end of generated -->", StringComparison.Ordinal))
            {
                files.Add(new(path, filled));
            }
        }

        return [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    /// <summary>Files whose content is not what it should be, with that content. A directory of pages that the program writes whole may hold no others.</summary>
    public static async Task<ImmutableArray<HostFile>> StaleAsync(string project) =>
        [.. (await RenderAsync(project)).Where(file => Path.Combine(project, file.Path) is var path && (!File.Exists(path) || File.ReadAllText(path) != file.Content))];

    private static IEnumerable<string> MarkedPages(string project)
    {
        var docs = Path.Combine(project, "docs");
        return new[] { Path.Combine(project, "README.md") }
            .Concat(Directory.Exists(docs) ? Directory.EnumerateFiles(docs, "*.md", SearchOption.AllDirectories) : [])
            .Where(File.Exists)
            .Select(file => Path.GetRelativePath(project, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
    }
}
