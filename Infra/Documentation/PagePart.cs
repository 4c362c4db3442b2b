using Infra.Reports;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Documentation;

/// <summary>The parts of pages that the program writes, by the name in their mark.</summary>
internal static class PagePart
{
    private static readonly string[] Names =
    [
        "alerts", "burn-rates", "commands", "components SYSTEM TOPOLOGY", "costs", "diagram SYSTEM TOPOLOGY", "environment", "host-commands",
        "objectives", "policies", "policy-coverage", "prices", "scaling", "scenarios", "settings", "systems",
    ];

    /// <summary>Writes a part.</summary>
    /// <param name="stacks">Plans.</param>
    /// <param name="page">Path of the page, for messages and links.</param>
    /// <param name="name">Name in the mark.</param>
    /// <exception cref="IOException">There is no such part.</exception>
    public static async Task<string> OfAsync(PlannedStacks stacks, string page, string name)
    {
        switch (name.Split(' '))
        {
            case ["alerts"]:
                return AlertTables.Alerts(stacks);
            case ["burn-rates"]:
                return AlertTables.BurnRates();
            case ["commands"]:
                return CommandTables.Commands(stacks.Project);
            case ["components", var system, var topology]:
                return Code("text", ComponentTree.Of((await stacks.PlanAsync(PlannedStacks.Production, system, Parsed(topology))).Plan));
            case ["costs"]:
                return await SystemTables.CostsAsync(stacks);
            case ["diagram", var system, var topology]:
                return Code("mermaid", MermaidGraph.Of(await stacks.DocumentAsync(PlannedStacks.Production, system, Parsed(topology))));
            case ["environment"]:
                return EnvironmentPage.Index();
            case ["host-commands"]:
                return CommandTables.HostCommands();
            case ["objectives"]:
                return AlertTables.Objectives();
            case ["policies"]:
                return PolicyPage.Markdown();
            case ["policy-coverage"]:
                return await PolicyCoveragePage.MarkdownAsync(stacks);
            case ["prices"]:
                return PricePage.Prices();
            case ["scaling"]:
                return await ScalingPage.MarkdownAsync(stacks);
            case ["scenarios"]:
                return PricePage.Scenarios();
            case ["settings"]:
                return SettingsReference.Markdown();
            case ["systems"]:
                return await SystemTables.SystemsAsync(stacks, page);
            default:
                throw new IOException($"{page}: there is no generated part '{name}'; there are: {string.Join(", ", Names)}");
        }

        Topology Parsed(string word) => Enum.TryParse<Topology>(word, ignoreCase: true, out var topology)
            ? topology
            : throw new IOException($"{page}: '{word}' is no topology; there are: {string.Join(", ", Enum.GetValues<Topology>().Select(PlannedStacks.Word))}");
    }

    private static string Code(string language, string text) => $"```{language}\n{text.TrimEnd('\n')}\n```\n";
}
