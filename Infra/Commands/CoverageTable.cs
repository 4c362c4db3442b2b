using Infra.Policies;
using Spectre.Console;

namespace Infra.Commands;

/// <summary>How much each policy has to judge, as a table on the screen.</summary>
internal static class CoverageTable
{
    /// <summary>A line for each policy, a column for each plan.</summary>
    /// <param name="console">The screen.</param>
    /// <param name="coverage">The coverage.</param>
    public static void Show(IAnsiConsole console, PolicyCoverage coverage)
    {
        var table = new Table().SimpleBorder().AddColumn("Policy").AddColumn("What it asks for");
        foreach (var stack in coverage.Stacks)
        {
            table.AddColumn(new TableColumn($"{stack.System.Name} {stack.Topology.ToString().ToLowerInvariant()}").RightAligned());
        }

        foreach (var policy in coverage.Rules)
        {
            table.AddRow([new Text(policy.Rule.Id), new Text(policy.Rule.Title), .. coverage.Stacks.Select((stack, index) =>
                policy.IsVacuous(stack, index) ? new Text("nothing", Color.Red)
                : new Text(policy.Subjects[index] > 0 ? $"{policy.Subjects[index]}" : "-"))]);
        }

        console.Write(table);
        foreach (var policy in coverage.Vacuous)
        {
            console.MarkupLineInterpolated($"[red]{policy.Rule.Id} judges nothing in a stack of its scope: {policy.Rule.Scope.Name}[/]");
        }

        console.WriteLine($"{coverage.Rules.Length} policies, {coverage.Stacks.Length} plans, "
            + $"{coverage.Vacuous.Count()} policies with nothing to judge in their scope");
    }
}
