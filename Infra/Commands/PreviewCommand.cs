using System.CommandLine;
using System.Diagnostics;
using Infra.Planning;
using Infra.Policies;
using Infra.Reports;
using Spectre.Console;

namespace Infra.Commands;

/// <summary><c>preview</c>: what a stack would create, whether the policies allow it, and what it would be reached by.</summary>
internal static class PreviewCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Make(Screen screen, string directory)
    {
        var command = new Command("preview", "Shows what a stack would create and checks it against the policies");
        var stack = new StackOption(command, directory);
        var report = new ReportOption(command, "text", "json", "markdown", "sarif", "html");
        var json = new Option<bool>("--json") { Description = "The same as --format json" };
        command.Add(json);
        command.SetAction(async (parsed, _) =>
        {
            var review = await PlanReview.OfAsync(stack.Load(parsed));
            switch (parsed.GetValue(json) ? "json" : report.Format(parsed))
            {
                case "json":
                    report.Write(parsed, screen, PlanJson.Write(review.Document));
                    break;
                case "markdown":
                    report.Write(parsed, screen, MarkdownReport.Of(review.Document));
                    break;
                case "sarif":
                    report.Write(parsed, screen, SarifReport.Write(review.Document, review.Document.Findings));
                    break;
                case "html":
                    report.Write(parsed, screen, HtmlReport.Of(review.Document));
                    break;
                default:
                    report.WriteText(parsed, screen, console => Show(console, review));
                    break;
            }

            return review.Verdict.Refused ? ExitCode.Refused : ExitCode.Fine;
        });
        return command;
    }

    private static void Show(IAnsiConsole console, PlanReview review)
    {
        var (plan, verdict) = (review.Plan, review.Verdict);
        var settings = plan.Settings;
        var tree = new Tree(Markup.Escape($"{settings.System.Name} on {settings.Topology.ToString().ToLowerInvariant()}, stack {settings.StackName} ({settings.Tier.ToString().ToLowerInvariant()})"));
        var children = plan.Resources.ToLookup(resource => resource.Parent);
        foreach (var resource in children[""])
        {
            Add(tree, resource, children);
        }

        console.Write(tree);
        console.WriteLine();

        var outputs = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        foreach (var output in plan.Outputs)
        {
            outputs.AddRow(new Text(output.Name), new Text(SimulatedValues.Of(plan).Show(output.Value)));
        }

        console.WriteLine("Outputs");
        console.Write(new Padder(outputs, new Padding(2, 0, 0, 1)));

        CostTables.ShowComponents(console, review.Estimate);
        foreach (var finding in verdict.Findings)
        {
            console.MarkupLineInterpolated($"[{(finding.Rule.Severity == Severity.Error ? "red" : "yellow")}]{finding}[/]");
        }

        var elapsed = DateTime.Now - Process.GetCurrentProcess().StartTime;
        console.WriteLine($"{Counts(plan)}; {verdict.Rules} policies, {verdict.Violations} violations; {elapsed.TotalSeconds:0.00} s");
    }

    /// <summary>Components are branches; what they are made of is counted by kind.</summary>
    private static void Add(IHasTreeNodes parent, PlannedResource resource, ILookup<string, PlannedResource> children)
    {
        var mine = children[resource.Key].ToArray();
        if (!resource.IsComponent)
        {
            parent.AddNode(Markup.Escape($"{resource.Kind} {resource.Name}{(resource.Protected ? " (protected)" : "")}"));
            return;
        }

        var count = Count(resource, children);
        var node = parent.AddNode(Markup.FromInterpolated($"[bold]{resource.Name}[/] {resource.Kind}, {count} {(count == 1 ? "resource" : "resources")}"));
        foreach (var child in mine.Where(child => child.IsComponent))
        {
            Add(node, child, children);
        }

        foreach (var kind in mine.Where(child => !child.IsComponent).GroupBy(child => child.Kind).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var names = kind.Select(child => child.Name + (child.Protected ? " (protected)" : "")).ToArray();
            node.AddNode(Markup.Escape(names.Length <= 3 ? $"{kind.Key} {string.Join(", ", names)}" : $"{kind.Key} × {names.Length}"));
        }
    }

    private static int Count(PlannedResource component, ILookup<string, PlannedResource> children) =>
        children[component.Key].Sum(child => child.IsComponent ? Count(child, children) : 1);

    private static string Counts(Plan plan) =>
        $"{plan.Deployed.Count()} resources in {plan.Resources.Length - plan.Deployed.Count()} components";
}
