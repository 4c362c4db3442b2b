using System.Text;
using Infra.Policies;

namespace Infra.Documentation;

/// <summary>The reference of policies.</summary>
internal static class PolicyPage
{
    /// <summary>A table of all policies, and a section for each.</summary>
    public static string Markdown()
    {
        ImmutableArray<Rule> rules = [.. PolicyGate.Rules.Append(PolicyGate.ExemptionRule).Append(PolicyGate.FormatRule).OrderBy(rule =>
            rule.Id, StringComparer.Ordinal)];
        var table = new MarkdownTable("policy", "severity", "what it asks for");
        var sections = new StringBuilder();
        foreach (var rule in rules)
        {
            var severity = rule.Severity == Severity.Error ? "error" : "warning";
            table.Row($"[{rule.Id}](#{rule.Id.ToLowerInvariant()})", severity, rule.Title);
            sections.Append($"\n### {rule.Id}\n\n**{rule.Title}** ({severity}).\n\n* Why: {rule.Why}.\n* Remedy: {rule.Remedy}.\n");
        }

        var errors = rules.Count(rule => rule.Severity == Severity.Error);
        return $"{rules.Length} policies, {errors} errors and {rules.Length - errors} warnings.\n\n{table}{sections}";
    }
}
