using System.Runtime.CompilerServices;
using Infra.Facts;
using Infra.Facts.Reach;
using Infra.Planning;

namespace Infra.Policies;

/// <summary>Who reaches whom in a plan, held against what its system declares. Made once for a plan, for several rules ask.</summary>
/// <param name="Declared">The matrix that the plan has to have.</param>
/// <param name="Found">The matrix that it has.</param>
internal sealed record ReachComparison(ImmutableArray<Connection> Declared, ImmutableArray<Connection> Found)
{
    private static readonly ConditionalWeakTable<Plan, ReachComparison> Known = [];
    private readonly Dictionary<(string From, string To), PortSet> declared = ByPair(Declared), found = ByPair(Found);

    /// <summary>The comparison of a plan.</summary>
    /// <param name="plan">The plan.</param>
    public static ReachComparison Of(Plan plan) => Known.GetValue(plan, static plan =>
        new(DeclaredReach.Of(plan.Settings), PlanFacts.Of(plan).Reach.Connections));

    /// <summary>What may be opened, though nobody declares it.</summary>
    public ImmutableArray<Connection> Undeclared => Parts(Found, Excess);

    /// <summary>What is declared, and cannot be opened.</summary>
    public ImmutableArray<Connection> Impossible => Parts(Declared, Missing);

    /// <summary>What may be opened of a row that was found, though nobody declares it.</summary>
    /// <param name="row">The row.</param>
    public PortSet Excess(Connection row) => row.Ports.Except(declared.GetValueOrDefault((row.From, row.To)));

    /// <summary>What cannot be opened of a row that is declared.</summary>
    /// <param name="row">The row.</param>
    public PortSet Missing(Connection row) => row.Ports.Except(found.GetValueOrDefault((row.From, row.To)));

    private static ImmutableArray<Connection> Parts(ImmutableArray<Connection> rows, Func<Connection, PortSet> part) =>
        [.. rows.Select(row => row with { Ports = part(row) }).Where(row => !row.Ports.IsEmpty)];

    private static Dictionary<(string From, string To), PortSet> ByPair(ImmutableArray<Connection> rows) =>
        rows.ToDictionary(row => (row.From, row.To), row => row.Ports);
}
