using System.Text;

namespace Infra.Reports;

/// <summary>Plans and differences as Markdown that fits into a comment of a pull request.</summary>
internal static class MarkdownReport
{
    /// <summary>Longest comment that GitHub takes (docs.github.com, REST API, issue comments, 2026).</summary>
    public const int LongestComment = 65_536;

    // What is cut off is said, and fences and folds are closed.
    private const int Reserve = 200;

    /// <summary>A plan.</summary>
    public static string Of(PlanDocument document)
    {
        var text = new StringBuilder();
        text.AppendLine($"### {document.System} on {document.Topology}, stack `{document.Stack}`");
        text.AppendLine();
        text.AppendLine($"{(document.Violations > 0 ? "❌" : "✅")} {document.Deployed.Count()} resources, {document.Policies} policies, {document.Violations} violations, {Range(document.Minimum, document.Maximum)} USD a month of {document.Budget:0.00}");
        text.AppendLine();
        Findings(text, "Broken policies", document.Findings);
        Fold(text, "Costs", Costs(document));
        Fold(text, $"Resources ({document.Deployed.Count()})", Resources(document));
        Fold(text, "Components", $"```mermaid\n{MermaidGraph.Of(document)}```\n");
        return text.ToString();
    }

    /// <summary>A difference.</summary>
    public static string Of(PlanDifference difference)
    {
        var after = difference.After;
        var text = new StringBuilder();
        text.AppendLine($"### {after.System} on {after.Topology}, stack `{after.Stack}`, against {Escaped(difference.BeforeName)}");
        text.AppendLine();
        var refusal = difference.IsRefused || difference.NewFindings.Any(finding => finding.Severity == "error");
        text.AppendLine($"{(refusal ? "❌" : "✅")} {difference.Summary}; {CostSentence(difference)}");
        text.AppendLine();
        foreach (var refused in difference.Changes.Where(change => change.Refused))
        {
            text.AppendLine($"- ⚠️ `{refused.Resource.Kind} {refused.Resource.Name}` is protected and would be {DifferenceLines.Word(refused.Kind)}: the engine will refuse");
        }

        foreach (var refused in difference.Changes.Where(change => change.Refusal.Length > 0))
        {
            text.AppendLine($"- ⛔ `{refused.Resource.Kind} {refused.Resource.Name}` would be {DifferenceLines.Word(refused.Kind)}: {refused.Refusal}");
        }

        foreach (var change in difference.Changes)
        {
            foreach (var property in change.OneWay)
            {
                text.AppendLine($"- ⛔ `{change.Resource.Kind} {change.Resource.Name}` cannot go back from `{property.Before}` to `{property.After}` ({property.Path}): {property.OneWay}");
            }
        }

        foreach (var replaced in difference.Changes.Where(change => change.Kind == ChangeKind.Replaced).Take(20))
        {
            text.AppendLine($"- ♻️ `{replaced.Resource.Kind} {replaced.Resource.Name}` is replaced, forced by {string.Join(", ", replaced.Properties.Where(property => property.Replaces).Select(property => $"`{property.Path}`"))}");
        }

        Findings(text, "Newly broken policies", difference.NewFindings);
        Findings(text, "No longer broken", difference.GoneFindings);
        if (!difference.Costs.IsEmpty)
        {
            Fold(text, "Costs", CostTable(difference));
        }

        if (difference.Changes.Length + difference.Outputs.Length > 0)
        {
            Fold(text, $"Changes ({difference.Changes.Length})", Fence(DifferenceLines.Of(difference), LongestComment - text.Length - Reserve));
        }

        return text.ToString();
    }

    /// <summary>What costs become, in a sentence.</summary>
    public static string CostSentence(PlanDifference difference) => difference.KnowsCostsBefore
        ? $"{Range(difference.After.Minimum, difference.After.Maximum)} USD a month ({difference.After.Minimum - difference.Before.Minimum:+0.00;-0.00;±0.00} at min, {difference.After.Maximum - difference.Before.Maximum:+0.00;-0.00;±0.00} at max)"
        : $"{Range(difference.After.Minimum, difference.After.Maximum)} USD a month (the plan to compare with does not say what it costs)";

    private static string Range(decimal minimum, decimal maximum) => minimum == maximum ? $"{minimum:0.00}" : $"{minimum:0.00} to {maximum:0.00}";

    private static void Fold(StringBuilder text, string title, string content)
    {
        if (text.Length + content.Length + Reserve > LongestComment)
        {
            text.AppendLine().AppendLine($"{title}: left out, for a comment holds {LongestComment} characters; see `--format html`.");
            return;
        }

        text.AppendLine().AppendLine($"<details><summary>{title}</summary>").AppendLine().Append(content).AppendLine().AppendLine("</details>");
    }

    private static void Findings(StringBuilder text, string title, ImmutableArray<ReportedFinding> findings)
    {
        if (findings.IsEmpty)
        {
            return;
        }

        text.AppendLine($"**{title}**").AppendLine();
        const int Most = 50;
        foreach (var finding in findings.Take(Most))
        {
            text.AppendLine($"- {finding.Severity} **{finding.Rule}** `{finding.Resource}`: {Shortened(Escaped(finding.Problem))}. {Shortened(Escaped(finding.Remedy))}.");
        }

        if (findings.Length > Most)
        {
            text.AppendLine($"- and {findings.Length - Most} more");
        }

        text.AppendLine();
    }

    private static string Costs(PlanDocument document)
    {
        var text = new StringBuilder("| Component | Resource | Item | USD at min | USD at max |\n|---|---|---|--:|--:|\n");
        foreach (var line in document.Costs)
        {
            text.Append($"| {Cell(line.Component)} | {Cell(line.Resource)} | {Cell(line.Item)} | {line.Minimum:0.00} | {line.Maximum:0.00} |\n");
        }

        return text.Append($"| **total** | | | **{document.Minimum:0.00}** | **{document.Maximum:0.00}** |\n| budget | | | {document.Budget:0.00} | {document.Budget:0.00} |\n").ToString();
    }

    private static string CostTable(PlanDifference difference)
    {
        var text = new StringBuilder("| Component | USD at min | before | USD at max | before |\n|---|--:|--:|--:|--:|\n");
        foreach (var cost in difference.Costs)
        {
            text.Append($"| {Cell(cost.Component)} | {cost.Minimum:0.00} | {cost.MinimumBefore:0.00} | {cost.Maximum:0.00} | {cost.MaximumBefore:0.00} |\n");
        }

        return text.ToString();
    }

    private static string Resources(PlanDocument document)
    {
        var text = new StringBuilder("| Component | Kind | Names |\n|---|---|---|\n");
        foreach (var group in document.Deployed.GroupBy(resource => (Component: resource.Parent[(resource.Parent.LastIndexOf(':') + 1)..], resource.Kind)))
        {
            text.Append($"| {Cell(group.Key.Component)} | {group.Key.Kind} | {Cell(string.Join(", ", group.Select(resource => resource.Name)))} |\n");
        }

        return text.ToString();
    }

    private static string Fence(IEnumerable<string> lines, int room)
    {
        var text = new StringBuilder("````diff\n");
        var left = 0;
        foreach (var line in lines.Select(AsDiff))
        {
            if (left > 0 || text.Length + line.Length > room)
            {
                left++;
                continue;
            }

            text.Append(line).Append('\n');
        }

        text.Append("````\n");
        return left == 0 ? text.ToString() : text.Append($"{left} lines left out; see `--format html`.\n").ToString();
    }

    /// <summary>GitHub colours a line by its first character.</summary>
    private static string AsDiff(string line) => line.TrimStart() switch
    {
        var trimmed when trimmed.StartsWith("+ ", StringComparison.Ordinal) && line[0] == ' ' => $"+{line[1..]}",
        var trimmed when trimmed.StartsWith("- ", StringComparison.Ordinal) && line[0] == ' ' => $"-{line[1..]}",
        _ when line.StartsWith("+-", StringComparison.Ordinal) => $"!{line}",
        _ => line,
    };

    private static string Cell(string text) => Escaped(Shortened(text));

    private static string Shortened(string text) => text.Length <= 300 ? text : $"{text[..300]}…";

    private static string Escaped(string text) => text.Replace("|", "\\|").Replace("<", "&lt;").ReplaceLineEndings(" ");
}
