using Infra.Planning;
using Infra.Settings;

namespace Infra.Policies;

/// <summary>How much each policy has to judge in plans.</summary>
/// <param name="Stacks">What the plans were made from.</param>
/// <param name="Rules">The policies.</param>
public sealed record PolicyCoverage(ImmutableArray<StackSettings> Stacks, ImmutableArray<RuleCoverage> Rules)
{
    /// <summary>Policies that judge nothing in a stack, though their scope says that it has something for them.</summary>
    public IEnumerable<RuleCoverage> Vacuous => Rules.Where(rule => Stacks.Where((stack, index) => rule.IsVacuous(stack, index)).Any());

    /// <summary>The coverage of plans.</summary>
    /// <param name="plans">The plans.</param>
    public static PolicyCoverage Of(ImmutableArray<Plan> plans) => new([.. plans.Select(plan => plan.Settings)],
        [.. PolicyGate.Rules.Select(rule => new RuleCoverage(rule, [.. plans.Select(rule.Subjects)]))]);
}

/// <summary>How much a policy has to judge.</summary>
/// <param name="Rule">The policy.</param>
/// <param name="Subjects">Number of its subjects, plan by plan.</param>
public sealed record RuleCoverage(Rule Rule, ImmutableArray<int> Subjects)
{
    /// <summary>Whether it judges nothing in a stack, though its scope says that the stack has something for it.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="index">Place of its plan.</param>
    public bool IsVacuous(StackSettings stack, int index) => Subjects[index] == 0 && Rule.Scope.Includes(stack);
}
