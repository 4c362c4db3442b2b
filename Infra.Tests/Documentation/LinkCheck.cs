namespace Infra.Tests.Documentation;

/// <summary>Finds links that lead nowhere. Addresses on the web are looked at, not asked for.</summary>
public static class LinkCheck
{
    /// <summary>What is wrong with the links of a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="root">Root of the repository.</param>
    /// <param name="pages">The pages that anchors may lead to.</param>
    public static IEnumerable<string> Problems(Page page, string root, IEnumerable<Page> pages) =>
        page.Links.Select(link => (link.Line, Problem: Problem(page, link.Target, root, pages))).Where(found => found.Problem.Length > 0).Select(found => $"{page.Path}:{found.Line}: {found.Problem}");

    private static string Problem(Page page, string target, string root, IEnumerable<Page> pages)
    {
        if (target.Length == 0)
        {
            return "a link without a target";
        }

        if (target.Contains(':', StringComparison.Ordinal))
        {
            return Uri.TryCreate(target, UriKind.Absolute, out var address) && address.Scheme is "https" or "mailto" && !target.Contains(' ', StringComparison.Ordinal)
                ? "" : $"'{target}' is no address: https:// or mailto: is expected";
        }

        var (file, anchor) = target.Split('#', 2) is [var before, var after] ? (before, after) : (target, "");
        if (file.Length == 0)
        {
            return page.Anchors.Contains(anchor) ? "" : $"'{target}' leads to a heading that {page.Path} does not have";
        }

        var directory = Path.GetDirectoryName(page.Path) ?? "";
        var path = Path.GetRelativePath(root, Path.GetFullPath(Path.Combine(root, directory, file))).Replace('\\', '/');
        if (path.StartsWith("..", StringComparison.Ordinal) || (!File.Exists(Path.Combine(root, path)) && !Directory.Exists(Path.Combine(root, path))))
        {
            return $"'{target}' leads to {path}, which does not exist";
        }

        return anchor.Length == 0 ? ""
            : pages.FirstOrDefault(other => other.Path == path) is not { } aimed ? $"'{target}' has an anchor, but {path} is no page"
            : aimed.Anchors.Contains(anchor) ? "" : $"'{target}' leads to a heading that {path} does not have";
    }
}
