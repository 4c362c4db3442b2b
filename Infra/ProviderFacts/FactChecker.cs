using System.Collections;
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
        var violations = ImmutableArray.CreateBuilder<FactViolation>();
        var held = ImmutableSortedDictionary.CreateBuilder<string, (int Inputs, int Facts)>(StringComparer.Ordinal);
        var simulated = new Lazy<SimulatedValues>(() => new(plan));
        foreach (var resource in plan.Deployed)
        {
            if (FactBook.Of(resource.Type) is not { } facts)
                continue;
            var inspection = new ResourceInspection(resource, facts, text => simulated.Value.IsIn(text));
            violations.AddRange(inspection.Run());
            var package = resource.Type[..resource.Type.IndexOf(':', StringComparison.Ordinal)];
            var (inputs, count) = held.GetValueOrDefault(package);
            held[package] = (inputs + inspection.Inputs, count + inspection.Facts);
        }

        return new(violations.ToImmutable(), held.ToImmutable());
    });

    /// <summary>Checks one resource, all values of which are known.</summary>
    public static ImmutableArray<FactViolation> Check(PlannedResource resource) =>
        FactBook.Of(resource.Type) is { } facts ? [.. new ResourceInspection(resource, facts, _ => false).Run()] : [];

    // What the clouds answer in a plan is made up: ids, addresses, host names.
    private sealed class SimulatedValues(Plan plan)
    {
        private readonly HashSet<string> values =
        [
            .. plan.Deployed.SelectMany(resource =>
            {
                var inputs = resource.Inputs.ToImmutableDictionary(entry => entry.Key, entry => entry.Value!);
                return SimulatedCloud.StateOf(resource.Type, resource.Name, inputs)
                    .Where(entry => !inputs.TryGetValue(entry.Key, out var given) || !Equals(given, entry.Value))
                    .SelectMany(entry => Texts(entry.Value))
                    .Append(SimulatedCloud.IdOf(resource.Type, resource.Name));
            }).Where(text => text.Length > 3),
        ];

        public bool IsIn(string text) => values.Contains(text) || values.Any(value => text.Contains(value, StringComparison.Ordinal));

        private static IEnumerable<string> Texts(object? value) => value switch
        {
            string text => [text],
            IReadOnlyDictionary<string, object?> map => map.Values.SelectMany(Texts),
            IEnumerable list => list.Cast<object?>().SelectMany(Texts),
            _ => [],
        };
    }
}
