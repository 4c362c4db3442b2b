using Infra.Systems;

namespace Infra.Documentation;

/// <summary>What the systems are made of and cost.</summary>
internal static class SystemTables
{
    /// <summary>The systems with their month's cost in production, in either topology.</summary>
    /// <param name="stacks">Plans.</param>
    /// <param name="page">Path of the page, from which links lead on.</param>
    public static async Task<string> SystemsAsync(PlannedStacks stacks, string page)
    {
        var table = new MarkdownTable("`--system`", "what it is", "droplet, USD a month:", "Kubernetes, USD a month:");
        foreach (var system in SystemCatalogue.Names.Select(SystemCatalogue.Get))
        {
            var link = page == "README.md" ? $"docs/environment/{system.Name}.md" : $"environment/{system.Name}.md";
            table.Row(
                $"[`{system.Name}`]({link})",
                system.Description,
                Range(await stacks.PlanAsync(PlannedStacks.Production, system.Name, Topology.Droplet)),
                Range(await stacks.PlanAsync(PlannedStacks.Production, system.Name, Topology.Kubernetes)));
        }

        return table.ToString();
    }

    /// <summary>Resources and costs of every system in every stack and topology.</summary>
    public static async Task<string> CostsAsync(PlannedStacks stacks)
    {
        var table = new MarkdownTable("system", "stack", "topology", "resources:", "components:", "USD a month:", "scaled out:", "budget:");
        foreach (var system in SystemCatalogue.Names)
        {
            foreach (var stack in new[] { PlannedStacks.Development, PlannedStacks.Production })
            {
                foreach (var topology in Enum.GetValues<Topology>())
                {
                    var (plan, estimate) = await stacks.PlanAsync(stack, system, topology);
                    var deployed = plan.Deployed.Count();
                    table.Row(system, stack, PlannedStacks.Word(topology), $"{deployed}", $"{plan.Resources.Length - deployed}", $"{estimate.Minimum:0.00}", $"{estimate.Maximum:0.00}", $"{estimate.Budget:0.00}");
                }
            }
        }

        return table.ToString();
    }

    private static string Range((Planning.Plan Plan, Costs.CostEstimate Estimate) planned) =>
        planned.Estimate.Minimum == planned.Estimate.Maximum ? $"{planned.Estimate.Minimum:0}" : $"{planned.Estimate.Minimum:0} – {planned.Estimate.Maximum:0}";
}
