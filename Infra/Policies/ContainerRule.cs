using Infra.Facts;
using Infra.Facts.Compose;

namespace Infra.Policies;

/// <summary>A policy about single containers of a Compose project: a pure function of what Compose and the engine make of one.</summary>
internal sealed record ContainerRule : Policy
{
    /// <summary>What is wrong with a container; empty where nothing is.</summary>
    public required Func<ComposeContainer, string> Problem { get; init; }

    /// <summary>Containers of the platform's own that cannot keep it, each for a reason that stands beside its name.</summary>
    public ImmutableArray<string> Except { get; init; } = [];

    /// <summary>The rule, asked of every container of a plan's server.</summary>
    public Rule OfPlan => new()
    {
        Id = Id,
        Title = Title,
        Scope = Scope.Server,
        Severity = Severity,
        Why = Why,
        Remedy = Remedy,
        Judge = plan => PlanFacts.Of(plan).Containers.Where(container => !Except.Contains(container.Name))
            .Select(container => new Subject(container.Name, Problem(container))),
    };
}
