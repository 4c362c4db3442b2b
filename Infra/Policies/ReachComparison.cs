using System.Runtime.CompilerServices;
using Infra.Facts;
using Infra.Facts.Reach;
using Infra.Planning;

namespace Infra.Policies;

/// <summary>Who reaches whom in a plan, held against what its system declares. Made once for a plan, for several rules ask.</summary>
/// <param name="Declared">The matrix that the plan has to have.</param>
/// <param name="Excess">What may be opened, though nobody declares it.</param>
/// <param name="Missing">What is declared and cannot be opened.</param>
internal sealed record ReachComparison(ImmutableArray<Connection> Declared, ImmutableArray<Connection> Excess,
    ImmutableArray<Connection> Missing)
{
    private static readonly ConditionalWeakTable<Plan, ReachComparison> Known = [];

    /// <summary>The comparison of a plan.</summary>
    /// <param name="plan">The plan.</param>
    public static ReachComparison Of(Plan plan) => Known.GetValue(plan, static plan =>
    {
        var (declared, found) = (DeclaredReach.Of(plan.Settings), PlanFacts.Of(plan).Reach.Connections);
        return new(declared, Connection.Beyond(found, declared), Connection.Beyond(declared, found));
    });
}
