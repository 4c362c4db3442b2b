using Infra.Planning;
using Infra.ProviderFacts;

namespace Infra.Policies;

/// <summary>What the providers, and the services behind them, take: their own facts, held against every recorded input.</summary>
internal static class ProviderRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "TRU-01",
            Title = "Inputs are those that the provider has",
            Why = "What the provider does not know, misses or cannot read fails in the middle of a deployment (TRU-01)",
            Remedy = "Give the input that the message names, of the type that it names",
            Judge = Of(FactKind.UnknownName, FactKind.Missing, FactKind.WrongType),
        },
        new()
        {
            Id = "TRU-02",
            Title = "Values are within what is accepted",
            Why = "A value that the API refuses fails at creation, after others have been changed (TRU-01)",
            Remedy = "Take a value that the message names",
            Judge = Of(FactKind.NotInList, FactKind.OutOfRange, FactKind.Length, FactKind.Count, FactKind.Pattern, FactKind.Format),
        },
        new()
        {
            Id = "TRU-03",
            Title = "Inputs go together",
            Why = "Inputs that exclude or need each other are refused, or one of them is silently ignored (TRU-01)",
            Remedy = "Leave out the one that is not wanted, or add the one that is missing",
            Judge = Of(FactKind.Combination),
        },
        new()
        {
            Id = "TRU-04",
            Title = "No input is deprecated",
            Severity = Severity.Warning,
            Why = "A deprecated input stops working with a later version of the provider (TRU-01)",
            Remedy = "Use what the message names instead",
            Judge = Of(FactKind.Deprecated),
        },
    ];

    private static Func<Plan, IEnumerable<Subject>> Of(params FactKind[] kinds) =>
        plan => FactChecker.Check(plan).Resources.Select(resource => new Subject(resource.Name,
            resource.Violations.Where(violation => kinds.Contains(violation.Kind)).Select(violation => $"{violation}")));
}
