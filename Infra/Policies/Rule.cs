using Infra.Planning;

namespace Infra.Policies;

/// <summary>A policy: a pure function of a plan.</summary>
public sealed record Rule
{
    /// <summary>Short, stable name: <c>POD-01</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it asks for, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>How much it matters.</summary>
    public Severity Severity { get; init; } = Severity.Error;

    /// <summary>Why, with the public standard or the requirement it comes from.</summary>
    public required string Why { get; init; }

    /// <summary>What to do, as an instruction without a full stop.</summary>
    public required string Remedy { get; init; }

    /// <summary>Finds what breaks it: name of the resource, and what is wrong.</summary>
    public required Func<Plan, IEnumerable<(string Resource, string Problem)>> Check { get; init; }

    /// <summary>A rule about single resources.</summary>
    /// <param name="applies">Which resources it concerns.</param>
    /// <param name="problem">What is wrong with one; empty where nothing is.</param>
    public static Func<Plan, IEnumerable<(string Resource, string Problem)>> Each(Func<PlannedResource, bool> applies, Func<PlannedResource, string> problem) =>
        plan => plan.Deployed.Where(applies).Select(resource => (resource.Name, Problem: problem(resource))).Where(found => found.Problem.Length > 0);

    /// <summary>A rule about single resources that has to look at the others, too.</summary>
    /// <param name="applies">Which resources it concerns.</param>
    /// <param name="problem">What is wrong with one; empty where nothing is.</param>
    public static Func<Plan, IEnumerable<(string Resource, string Problem)>> EachWithin(Func<PlannedResource, bool> applies, Func<Plan, PlannedResource, string> problem) =>
        plan => plan.Deployed.Where(applies).Select(resource => (resource.Name, Problem: problem(plan, resource))).Where(found => found.Problem.Length > 0);
}
