using Infra.Costs;

namespace Infra.Policies;

/// <summary>Policies about what a stack costs (PL-10).</summary>
internal static class CostRules
{
    /// <summary>The rules.</summary>
    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "COST-01",
            Title = "A month stays within the budget, with everything scaled out",
            // At the maximum, not only at the minimum: an autoscaler spends up to its maximum without asking anybody.
            Why = "An autoscaler spends up to its maximum without asking anybody, so that a budget which only the minimum keeps is none (PL-10)",
            Remedy = "Lower infra:nodesMax or a size, or raise infra:monthlyBudget; the command cost lists every line",
            Judge = plan => [new("", CostEstimator.Estimate(plan) switch
            {
                var estimate when estimate.Minimum > estimate.Budget =>
                    $"costs {estimate.Minimum:0.00} USD a month before anything is scaled out; the budget is {estimate.Budget:0.00} USD",
                var estimate when estimate.Maximum > estimate.Budget =>
                    $"costs up to {estimate.Maximum:0.00} USD a month when everything is scaled out "
                        + $"({estimate.Minimum:0.00} USD before); the budget is {estimate.Budget:0.00} USD",
                _ => "",
            })],
        },
        new()
        {
            Id = "COST-02",
            Title = "Everything that costs has a price",
            Why = "A resource without a price would count as free, and the budget would be kept on paper only (PL-10)",
            Remedy = "Add a price with its source, or say that the type is free",
            Judge = plan =>
            {
                var estimate = CostEstimator.Estimate(plan);
                return estimate.Lines.Select(line => new Subject(line.Resource))
                    .Concat(estimate.Unpriced.Select(unpriced => new Subject(unpriced.Resource, unpriced.Problem)));
            },
        },
    ];
}
