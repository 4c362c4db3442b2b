using System.Collections.Concurrent;
using Infra.Facts.Files;
using Infra.Facts.Pods;
using Infra.Planning;
using Infra.Policies;
using Infra.ProviderFacts;

namespace Infra.Tests.Policies.Mutants;

/// <summary>What became of a mutant.</summary>
internal enum MutantFate
{
    /// <summary>A rule found it.</summary>
    Killed,

    /// <summary>No rule found it.</summary>
    Survived,

    /// <summary>Who reads the plan refuses it, so that it could never be deployed: it does not count.</summary>
    Refused,
}

/// <summary>Asks the rules, and the readers of what the plan holds, about mutants.</summary>
internal sealed class MutantJudge
{
    private readonly ConcurrentDictionary<Plan, HashSet<(string Rule, string Resource, string Problem)>> known = new();
    private readonly ConcurrentDictionary<string, string> lastKiller = new();

    // The provider's own facts refuse; the others find.
    private static ImmutableArray<Rule> Finding { get; } = [.. PolicyGate.Rules.Where(rule =>
        !rule.Id.StartsWith("TRU-", StringComparison.Ordinal))];

    /// <summary>Rules that failed instead of answering, with the mutant that they failed on.</summary>
    public ConcurrentBag<string> Failures { get; } = [];

    /// <summary>How many mutants each rule was the first to find.</summary>
    public ConcurrentDictionary<string, int> Killers { get; } = new();

    /// <summary>Judges a mutant.</summary>
    /// <param name="mutant">The mutant.</param>
    public MutantFate Judge(Mutant mutant)
    {
        var before = known.GetOrAdd(mutant.Origin.Plan, plan => [.. Finding.SelectMany(rule => Found(rule, plan))]);
        var weaker = mutant.Make();
        try
        {
            if (Changed(mutant, weaker) is { } changed && (IsRefused(mutant, changed) || ApiValidation.Refuses(changed)))
            {
                return MutantFate.Refused;
            }
        }
        catch (FormatException)
        {
            return MutantFate.Refused;
        }

        var first = lastKiller.GetValueOrDefault(mutant.Kind, "");
        foreach (var rule in Finding.OrderBy(rule => rule.Id == first ? 0 : 1))
        {
            try
            {
                if (Found(rule, weaker).Any(found => !before.Contains(found)))
                {
                    lastKiller[mutant.Kind] = rule.Id;
                    Killers.AddOrUpdate(rule.Id, 1, (_, count) => count + 1);
                    return MutantFate.Killed;
                }
            }
            catch (Exception e) when (e is PodException or FileFormatException)
            {
                return MutantFate.Refused;
            }
            catch (Exception e)
            {
                Failures.Add($"{rule.Id} fails on {mutant}: {e.Message}");
                return MutantFate.Survived;
            }
        }

        return MutantFate.Survived;
    }

    private static IEnumerable<(string Rule, string Resource, string Problem)> Found(Rule rule, Plan plan) =>
        rule.Check(plan).Select(found => (rule.Id, found.Resource, found.Problem));

    private static PlannedResource? Changed(Mutant mutant, Plan weaker) =>
        weaker.Resources.FirstOrDefault(resource => resource.Type == mutant.Place && resource.Name == mutant.Resource);

    private static bool IsRefused(Mutant mutant, PlannedResource changed)
    {
        var original = mutant.Origin.Plan.Resources.First(resource => resource.Key == changed.Key);
        var before = FactChecker.Check(original).Select(violation => $"{violation}").ToHashSet();
        return FactChecker.Check(changed).Any(violation => violation.Kind != FactKind.Deprecated && !before.Contains($"{violation}"));
    }
}
