using System.Collections.Concurrent;
using System.Globalization;
using Infra.Systems;
using Xunit.Abstractions;

namespace Infra.Tests.Policies.Mutants;

/// <summary>Weakens what the plans hold and asks the rules whether they notice. A sample of it runs always: MUTANT_SEED=1 takes the sample
/// of a seed, MUTANTS=all every mutant, MUTANT_FAMILY="chart values;images and chart versions" every mutant of those families and no
/// other.</summary>
[Collection(nameof(Alone))]
public sealed class MutantTests(ITestOutputHelper output)
{
    private const int Sample = 250;
    private const int Fewest = 2_000;

    private static bool RunsAll => Environment.GetEnvironmentVariable("MUTANTS") == "all" || !Families.IsEmpty;

    private static ImmutableHashSet<string> Families =>
    [
        .. (Environment.GetEnvironmentVariable("MUTANT_FAMILY") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries
            | StringSplitOptions.TrimEntries),
    ];

    [Fact]
    public async Task No_mutant_survives_without_a_reason()
    {
        var mutants = await AllAsync();
        Assert.True(mutants.Length >= Fewest, $"only {mutants.Length} mutants");
        Assert.Empty(Families.Except(MutantFamily.All.Select(family => family.Name)));
        mutants = [.. mutants.Where(mutant => Families.IsEmpty || Families.Contains(mutant.Family.Name))];

        var seed = int.TryParse(Environment.GetEnvironmentVariable("MUTANT_SEED"), NumberStyles.None, CultureInfo.InvariantCulture,
            out var given) ? given : Environment.TickCount & int.MaxValue;
        var chosen = RunsAll ? mutants : new Random(seed).GetItems(mutants, Sample).Distinct().ToArray();
        output.WriteLine(RunsAll ? $"all {mutants.Length} mutants" : $"{chosen.Length} of {mutants.Length} mutants, MUTANT_SEED={seed}");

        var judge = new MutantJudge();
        var fates = Judge(judge, chosen);
        Print(fates);
        Assert.Empty(judge.Failures);
        Assert.Empty(fates.Where(fate => fate.Fate == MutantFate.Survived && Reason(fate.Mutant) is null).Select(fate => $"{fate.Mutant}"));
    }

    /// <summary>A reason is for something: of the mutants that it covers at least one is judged, and lives.</summary>
    [Fact]
    public async Task Every_justification_covers_a_survivor()
    {
        var mutants = await AllAsync();
        var judge = new MutantJudge();
        Assert.Empty(MutantReview.Justifications.Where(justification =>
            !mutants.Where(justification.Covers).Take(20).Any(mutant =>
                judge.Judge(mutant) == MutantFate.Survived)).Select(justification => $"{justification}"));
        Assert.All(MutantReview.Justifications, justification => Assert.Matches("^[A-Z].{20,}$", justification.Reason));
    }

    private static Justification? Reason(Mutant mutant) => MutantReview.Justifications.FirstOrDefault(justification =>
        justification.Covers(mutant));

    private static (Mutant Mutant, MutantFate Fate)[] Judge(MutantJudge judge, IReadOnlyCollection<Mutant> mutants)
    {
        var fates = new ConcurrentBag<(Mutant, MutantFate)>();
        Parallel.ForEach(mutants, new ParallelOptions { MaxDegreeOfParallelism = 2 }, mutant => fates.Add((mutant, judge.Judge(mutant))));
        return [.. fates.OrderBy(fate => $"{fate.Item1}", StringComparer.Ordinal)];
    }

    private void Print((Mutant Mutant, MutantFate Fate)[] fates)
    {
        output.WriteLine("| family | mutants | killed | survived | justified | killed of those without a reason |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (var family in fates.GroupBy(fate => fate.Mutant.Family).OrderBy(group => group.Key.Name, StringComparer.Ordinal))
        {
            output.WriteLine(Line(family.Key.Name, [.. family]));
        }

        output.WriteLine(Line("all", fates));
        foreach (var (mutant, _) in fates.Where(fate => fate.Fate == MutantFate.Survived && Reason(fate.Mutant) is null))
        {
            output.WriteLine($"survived {mutant}");
        }
    }

    private static string Line(string name, (Mutant Mutant, MutantFate Fate)[] fates)
    {
        var killed = fates.Count(fate => fate.Fate == MutantFate.Killed);
        var survivors = fates.Where(fate => fate.Fate == MutantFate.Survived).ToArray();
        var justified = survivors.Count(fate => Reason(fate.Mutant) is not null);
        var share = killed + survivors.Length - justified is var open and > 0 ? 100.0 * killed / open : 100;
        return string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {killed + survivors.Length} | {killed} | {survivors.Length - justified} | {justified} | {share:0.0} % |");
    }

    // Production first, then what development alone has.
    private static async Task<Mutant[]> AllAsync()
    {
        var origins = new List<PlanOrigin>();
        foreach (var stack in new[] { "prod", "dev" })
        {
            foreach (var system in SystemCatalogue.Names)
            {
                foreach (var topology in Enum.GetValues<Topology>())
                {
                    origins.Add(new(await Plans.Of(stack, system, topology), $"{stack} {system} {topology}"));
                }
            }
        }

        return [.. MutantFactory.Of(origins)];
    }
}
