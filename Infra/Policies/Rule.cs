using Infra.Planning;

namespace Infra.Policies;

/// <summary>A policy as a function of a plan.</summary>
public sealed record Rule : Policy
{
    /// <summary>The stacks in which it has something to judge.</summary>
    public Scope Scope { get; init; } = Scope.EveryStack;

    /// <summary>Judges a plan: everything in it that the rule is about, whether or not something is wrong with it.</summary>
    public required Func<Plan, IEnumerable<Subject>> Judge { get; init; }

    /// <summary>Finds what breaks it: name of the resource, and what is wrong.</summary>
    /// <param name="plan">The plan.</param>
    public IEnumerable<(string Resource, string Problem)> Check(Plan plan) =>
        from subject in Judge(plan)
        from problem in subject.Problems
        where problem.Length > 0
        select (subject.Resource, problem);

    /// <summary>How much it has to judge in a plan.</summary>
    /// <param name="plan">The plan.</param>
    public int Subjects(Plan plan) => Judge(plan).Count();

    /// <summary>A rule about single resources.</summary>
    /// <param name="applies">Which resources it concerns.</param>
    /// <param name="problem">What is wrong with one; empty where nothing is.</param>
    public static Func<Plan, IEnumerable<Subject>> Each(Func<PlannedResource, bool> applies, Func<PlannedResource, string> problem) =>
        EachWithin(applies, (_, resource) => problem(resource));

    /// <summary>A rule about single resources that has to look at the others, too.</summary>
    /// <param name="applies">Which resources it concerns.</param>
    /// <param name="problem">What is wrong with one; empty where nothing is.</param>
    public static Func<Plan, IEnumerable<Subject>> EachWithin(
        Func<PlannedResource, bool> applies, Func<Plan, PlannedResource, string> problem) =>
        plan => plan.Deployed.Where(applies).Select(resource => new Subject(resource.Name, problem(plan, resource)));
}
