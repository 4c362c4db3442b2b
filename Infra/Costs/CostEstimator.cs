using Infra.Planning;

namespace Infra.Costs;

/// <summary>Prices plans.</summary>
public static class CostEstimator
{
    /// <summary>Estimates a plan.</summary>
    public static CostEstimate Estimate(Plan plan)
    {
        var lines = ImmutableArray.CreateBuilder<CostLine>();
        var unpriced = ImmutableArray.CreateBuilder<UnpricedResource>();
        foreach (var resource in plan.Deployed)
        {
            foreach (var charge in ChargesOf(resource, plan))
            {
                switch (charge)
                {
                    case Charge.Of priced:
                        lines.Add(new(resource.Parent[(resource.Parent.LastIndexOf(':') + 1)..], resource.Name, resource.Type, priced));
                        break;
                    case Charge.Unpriced(var problem):
                        unpriced.Add(new(resource.Name, resource.Type, problem));
                        break;
                }
            }
        }

        return new(lines.ToImmutable(), unpriced.ToImmutable(), plan.Settings.MonthlyBudget);
    }

    private static IEnumerable<Charge> ChargesOf(PlannedResource resource, Plan plan) =>
        CloudPricing.Knows(resource.Type) ? CloudPricing.Of(resource, plan)
        : FreeTypes.Include(resource.Type) ? []
        : resource.Type.StartsWith("kubernetes:", StringComparison.Ordinal) ? KubernetesPricing.Of(resource)
        : [new Charge.Unpriced($"nobody has said what {resource.Kind} costs: price it in Infra/Costs/CloudPricing.cs, or add it to Infra/Costs/FreeTypes.cs once you know that it is free")];
}
