using Infra.Planning;

namespace Infra.Policies;

/// <summary>A policy as a function of a plan.</summary>
public sealed record Rule : Policy
{
    /// <summary>Finds what breaks it: name of the resource, and what is wrong.</summary>
    public required Func<Plan, IEnumerable<(string Resource, string Problem)>> Check { get; init; }

    /// <summary>A rule about single resources.</summary>
    /// <param name="applies">Which resources it concerns.</param>
    /// <param name="problem">What is wrong with one; empty where nothing is.</param>
    public static Func<Plan,
        IEnumerable<(string Resource, string Problem)>> Each(Func<PlannedResource, bool> applies, Func<PlannedResource, string> problem) =>
        plan => plan.Deployed.Where(applies).Select(resource => (resource.Name, Problem: problem(resource)))
            .Where(found => found.Problem.Length > 0);

    /// <summary>A rule about single resources that has to look at the others, too.</summary>
    /// <param name="applies">Which resources it concerns.</param>
    /// <param name="problem">What is wrong with one; empty where nothing is.</param>
    public static Func<Plan,
        IEnumerable<(string Resource, string Problem)>> EachWithin(Func<PlannedResource, bool> applies, Func<Plan, PlannedResource,
        string> problem) =>
        plan => plan.Deployed.Where(applies).Select(resource => (resource.Name, Problem: problem(plan, resource)))
            .Where(found => found.Problem.Length > 0);
}
