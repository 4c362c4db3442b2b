using System.Net;
using System.Text.RegularExpressions;

namespace Infra.Reports;

/// <summary>A plan, or a difference with the plan that it leads to, as one page that needs nothing else.</summary>
internal static partial class HtmlReport
{
    /// <summary>A plan.</summary>
    public static string Of(PlanDocument document) => Page(document, "null");

    /// <summary>A difference.</summary>
    public static string Of(PlanDifference difference) => Page(difference.After, DifferenceJson.WriteForPage(difference));

    // One pass over the template: braces in data, such as those of dashboards, are never taken for a placeholder.
    private static string Page(PlanDocument document, string difference) => Placeholder().Replace(StaticFile.Read("report.html"), found => found.Groups[1].Value switch
    {
        "title" => WebUtility.HtmlEncode($"{document.System} on {document.Topology}, {document.Stack}"),
        "style" => StaticFile.Read("report.css"),
        "script" => StaticFile.Read("report.js"),
        "graph" => SvgGraph.Of(document),
        "difference" => difference,
        "plan" => PlanJson.WriteForPage(document),
        var other => throw new InvalidOperationException($"report.html names an unknown placeholder '{other}'"),
    });

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Placeholder();
}
