using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Infra.Tests.Documentation;

/// <summary>A page of documentation in Markdown.</summary>
/// <param name="Path">Path from the root of the repository, with slashes.</param>
/// <param name="Text">What is in it.</param>
public sealed record Page(string Path, string Text)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers(Markdig.Extensions.AutoIdentifiers.AutoIdentifierOptions.GitHub).Build();

    private MarkdownDocument Document => field ??= Markdown.Parse(Text, Pipeline);

    /// <summary>What headings can be linked to by.</summary>
    public IReadOnlySet<string> Anchors => field ??= Document.Descendants<HeadingBlock>().Select(heading => heading.TryGetAttributes()?.Id ?? "").ToHashSet(StringComparer.Ordinal);

    /// <summary>Targets of links and pictures with their lines.</summary>
    public IEnumerable<(string Target, int Line)> Links => Document.Descendants<LinkInline>().Select(link => (link.Url ?? "", link.Line + 1));

    /// <summary>Lines of shell code, those that go on joined, with their numbers.</summary>
    public IEnumerable<(string Command, int Line)> ShellLines =>
        from block in Document.Descendants<FencedCodeBlock>()
        where block.Info is "sh" or "bash" or "shell" or "console"
        from line in Joined([.. block.Lines.Lines.Take(block.Lines.Count).Select(line => line.Slice.ToString())], block.Line + 2)
        select line;

    /// <summary>Code within sentences, with its line.</summary>
    public IEnumerable<(string Code, int Line)> InlineCode => Document.Descendants<CodeInline>().Select(code => (code.Content, code.Line + 1));

    /// <summary>The code blocks of a language.</summary>
    public IEnumerable<string> BlocksOf(string language) => Document.Descendants<FencedCodeBlock>().Where(block => block.Info == language).Select(block => block.Lines.ToString());

    /// <summary>Every page of the repository that people read.</summary>
    public static ImmutableArray<Page> All { get; } =
    [
        .. Directory.EnumerateFiles(Plans.Repository, "*.md", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Plans.Repository, file).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "node_modules" or "artifacts" or "out" or ".git"))
            .Order(StringComparer.Ordinal)
            .Select(path => new Page(path, File.ReadAllText(System.IO.Path.Combine(Plans.Repository, path)))),
    ];

    private static IEnumerable<(string Command, int Line)> Joined(string[] lines, int first)
    {
        var begun = "";
        for (var index = 0; index < lines.Length; index++)
        {
            var text = begun + lines[index].Trim();
            begun = text.EndsWith('\\') ? text[..^1] : "";
            if (begun.Length == 0)
            {
                yield return (text, first + index);
            }
        }
    }
}
