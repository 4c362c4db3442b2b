using System.CommandLine;
using Infra.Reports;

namespace Infra.Commands;

/// <summary><c>graph</c>: the components of a stack and what they use, as a picture.</summary>
internal static class GraphCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Make(Screen screen, string directory)
    {
        var command = new Command("graph", "Draws the components of a stack and what they use");
        var stack = new StackOption(command, directory);
        var report = new ReportOption(command, "mermaid", "svg");
        command.SetAction(async (parsed, _) =>
        {
            var document = (await PlanReview.OfAsync(stack.Load(parsed))).Document;
            report.Write(parsed, screen, report.Format(parsed) == "svg" ? SvgGraph.Of(document) : MermaidGraph.Of(document));
            return ExitCode.Fine;
        });
        return command;
    }
}
