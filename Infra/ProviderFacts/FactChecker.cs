using System.Runtime.CompilerServices;
using Infra.Planning;

namespace Infra.ProviderFacts;

/// <summary>
/// Holds the recorded inputs of a plan against what the providers accept. Secrets and values that only the cloud will know are not judged
/// by value. Types of resources that the data does not have are passed over.
/// </summary>
public static class FactChecker
{
    private static readonly ConditionalWeakTable<Plan, FactCheck> Checked = [];

    /// <summary>Checks every resource of a plan, once for each plan.</summary>
    public static FactCheck Check(Plan plan) => Checked.GetValue(plan, static plan =>
    {
        var resources = ImmutableArray.CreateBuilder<(string, ImmutableArray<FactViolation>)>();
        var held = ImmutableSortedDictionary.CreateBuilder<string, (int Inputs, int Facts)>(StringComparer.Ordinal);
        var simulated = SimulatedValues.Of(plan);
        foreach (var resource in plan.Deployed)
        {
            if (FactBook.Of(resource.Type) is not { } facts)
                continue;
            var inspection = new ResourceInspection(resource, facts, simulated.IsIn);
            resources.Add((resource.Name, [.. inspection.Run()]));
            var package = resource.Type[..resource.Type.IndexOf(':', StringComparison.Ordinal)];
            var (inputs, count) = held.GetValueOrDefault(package);
            held[package] = (inputs + inspection.Inputs, count + inspection.Facts);
        }

        return new(resources.ToImmutable(), held.ToImmutable());
    });

    /// <summary>Checks one resource, all values of which are known.</summary>
    public static ImmutableArray<FactViolation> Check(PlannedResource resource) =>
        FactBook.Of(resource.Type) is { } facts ? [.. new ResourceInspection(resource, facts, _ => false).Run()] : [];
}
