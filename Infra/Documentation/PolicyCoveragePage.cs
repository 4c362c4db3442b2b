using Infra.Planning;
using Infra.Policies;
using Infra.Systems;

namespace Infra.Documentation;

/// <summary>How much each policy has to judge in the plans of this repository.</summary>
internal static class PolicyCoveragePage
{
    /// <summary>A table for each topology: policies by system, in production and, where that is another number, in development.</summary>
    /// <param name="stacks">Plans.</param>
    public static async Task<string> MarkdownAsync(PlannedStacks stacks)
    {
        var tables = new List<string>();
        foreach (var topology in Enum.GetValues<Topology>())
        {
            var production = await OfAsync(PlannedStacks.Production, topology);
            var development = await OfAsync(PlannedStacks.Development, topology);
            var table = new MarkdownTable(["policy", "scope", .. SystemCatalogue.Names.Select(system => $"{system}:")]);
            foreach (var (one, other) in production.Rules.Zip(development.Rules).Where(both => both.First.Subjects.Any(count => count > 0)))
            {
                table.Row([$"[{one.Rule.Id}](policies.md#{one.Rule.Id.ToLowerInvariant()})", one.Rule.Scope.Name,
                    .. one.Subjects.Zip(other.Subjects, Numbers)]);
            }

            tables.Add($"### {(topology == Topology.Droplet ? "On a server" : "On Kubernetes")}\n\n{table}");
        }

        var nowhere = new MarkdownTable("policy", "scope");
        foreach (var rule in PolicyGate.Rules.Where(rule => rule.Scope.IsNowhere))
        {
            nowhere.Row($"[{rule.Id}](policies.md#{rule.Id.ToLowerInvariant()})", rule.Scope.Name);
        }

        return $"{string.Join('\n', tables)}\n### In files of others only\n\n{nowhere}";

        async Task<PolicyCoverage> OfAsync(string stack, Topology topology)
        {
            var plans = new List<Plan>();
            foreach (var system in SystemCatalogue.Names)
            {
                plans.Add((await stacks.PlanAsync(stack, system, topology)).Plan);
            }

            return PolicyCoverage.Of([.. plans]);
        }
    }

    private static string Numbers(int production, int development) =>
        production == development ? Number(production) : $"{Number(production)} / {Number(development)}";

    private static string Number(int subjects) => subjects > 0 ? $"{subjects}" : "–";
}
