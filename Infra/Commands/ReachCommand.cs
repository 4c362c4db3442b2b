using System.CommandLine;
using Infra.Facts;
using Infra.Facts.Reach;
using Infra.Planning;
using Infra.Policies;
using Infra.Reports;
using Spectre.Console;

namespace Infra.Commands;

/// <summary><c>reach</c>: who may open a connection to whom, held against what the system declares.</summary>
internal static class ReachCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Make(Screen screen, string directory)
    {
        var command = new Command("reach",
            "Shows who may open a connection to whom in a stack, and on which ports, and what of it its system does not declare");
        var stack = new StackOption(command, directory);
        var from = new Option<string?>("--from") { Description = "Only what this one opens", HelpName = "NAME" };
        var to = new Option<string?>("--to") { Description = "Only what is opened to this one", HelpName = "NAME" };
        command.Add(from);
        command.Add(to);
        var report = new ReportOption(command, "text", "json");
        command.SetAction(async (parsed, _) =>
        {
            var plan = await PlanRecorder.RecordAsync(stack.Load(parsed));
            var reach = PlanFacts.Of(plan).Reach;
            var comparison = ReachComparison.Of(plan);
            var (caller, listener) = (parsed.GetValue(from), parsed.GetValue(to));
            ImmutableArray<Connection> Asked(ImmutableArray<Connection> rows) =>
                [.. rows.Where(row => (caller ?? row.From) == row.From && (listener ?? row.To) == row.To)];
            var matrix = new ReachReport(plan.Settings, reach.Zones, Asked(reach.Connections), Asked(comparison.Undeclared),
                Asked(comparison.Impossible));
            if (report.Format(parsed) == "json")
            {
                report.Write(parsed, screen, matrix.Json());
            }
            else
            {
                report.WriteText(parsed, screen, console => Show(console, matrix));
            }

            return matrix.IsAsDeclared ? ExitCode.Fine : ExitCode.Refused;
        });
        return command;
    }

    private static void Show(IAnsiConsole console, ReachReport matrix)
    {
        ShowRows(console, "", matrix.Connections);
        ShowRows(console, "Not declared by the system", matrix.Excess);
        ShowRows(console, "Declared by the system, and not possible", matrix.Missing);
        console.WriteLine($"{matrix.Connections.Length} connections; {matrix.Excess.Length} are not declared, "
            + $"{matrix.Missing.Length} are declared and not possible");
    }

    // Who opens several connections is named once, and so are their ports.
    private static void ShowRows(IAnsiConsole console, string title, ImmutableArray<Connection> rows)
    {
        if (rows.IsEmpty)
        {
            return;
        }

        if (title.Length > 0)
        {
            console.MarkupLineInterpolated($"[red]{title}[/]");
        }

        static Text Head(string text) => new(text, new(decoration: Decoration.Bold));
        var narrow = new GridColumn().NoWrap().PadRight(2);
        var grid = new Grid().AddColumns(narrow, narrow, new GridColumn()).AddRow(Head("from"), Head("ports"), Head("to"));
        foreach (var caller in rows.GroupBy(row => row.From))
        {
            foreach (var (index, same) in caller.GroupBy(row => row.Ports).Index())
            {
                grid.AddRow(new Text(index == 0 ? caller.Key : ""), new Text($"{same.Key}"),
                    new Text(string.Join(", ", same.Select(row => row.To))));
            }
        }

        console.Write(new Padder(grid, new Padding(0, 0, 0, 1)));
    }
}
