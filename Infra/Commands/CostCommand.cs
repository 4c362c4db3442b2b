using System.CommandLine;
using Infra.Costs;
using Infra.Planning;
using Infra.Settings;
using Infra.Systems;
using Spectre.Console;

namespace Infra.Commands;

/// <summary><c>cost</c>: what a stack costs in a month, line by line, at list prices.</summary>
internal static class CostCommand
{
    private const string ComparedSystem = "web-platform";

    /// <summary>Makes the command.</summary>
    public static Command Make(Screen screen, string directory)
    {
        var command = new Command("cost", "Shows what a stack costs in a month at list prices, line by line, against its budget");
        var stack = new StackOption(command, directory);
        var compare = new Option<bool>("--compare") { Description = "Compare AWS, DigitalOcean and Hetzner for web-platform, and this program's own plans of it" };
        var prices = new Option<bool>("--prices") { Description = "Print the price book: every price with source, date and status" };
        command.Add(compare);
        command.Add(prices);
        command.SetAction(async (parsed, _) =>
        {
            if (parsed.GetValue(prices))
            {
                CostTables.ShowPrices(screen.Results);
                return ExitCode.Fine;
            }

            if (parsed.GetValue(compare))
            {
                CostTables.ShowScenarios(screen.Results);
                await ShowOwnPlansAsync(screen, topology => stack.Load(parsed, ComparedSystem, topology));
                return ExitCode.Fine;
            }

            var plan = await PlanRecorder.RecordAsync(stack.Load(parsed));
            var estimate = CostEstimator.Estimate(plan);
            CostTables.ShowLines(screen.Results, estimate);
            CostTables.ShowWriteUp(screen.Results, plan, estimate);
            return estimate.Unpriced.IsEmpty && estimate.Maximum <= estimate.Budget ? ExitCode.Fine : ExitCode.Refused;
        });
        return command;
    }

    private static async Task ShowOwnPlansAsync(Screen screen, Func<Topology, StackSettings> load)
    {
        screen.Results.WriteLine();
        screen.Results.WriteLine($"This program's own plans of {ComparedSystem}, USD a month");
        foreach (var topology in Enum.GetValues<Topology>())
        {
            var plan = await PlanRecorder.RecordAsync(load(topology));
            var estimate = CostEstimator.Estimate(plan);
            screen.Results.WriteLine($"  {topology.ToString().ToLowerInvariant()}, stack {plan.Settings.StackName}: {estimate.Minimum:0.00}, up to {estimate.Maximum:0.00} when everything is scaled out");
        }
    }
}
