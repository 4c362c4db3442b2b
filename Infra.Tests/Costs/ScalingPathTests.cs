using Infra.Costs.Scenarios;
using Infra.Documentation;
using Infra.Policies;
using Infra.Systems;

namespace Infra.Tests.Costs;

public sealed class ScalingPathTests
{
    public static TheoryData<string> Users() => [.. ScalingPath.Steps.Select(step => step.Users)];

    [Theory]
    [MemberData(nameof(Users))]
    public async Task Every_step_is_a_stack_that_may_be_deployed(string users)
    {
        var step = ScalingPath.Steps.Single(step => step.Users == users);
        var (plan, estimate) = await new PlannedStacks(Plans.Repository).PlanAsync("prod", step.Settings);
        Assert.Empty(PolicyGate.Check(plan, DateOnly.MinValue).Findings.Where(finding => finding.Rule.Severity == Severity.Error));
        Assert.Empty(estimate.Unpriced);

        // As many back ends as the busiest second needs at what each of them promises (WP-05).
        var system = plan.Settings.System;
        var backend = system.Service("backend").In(plan.Settings.Topology);
        var most = Math.Max(backend.Replicas, backend.Autoscaling.Maximum);
        Assert.True(most * system.Objectives.RequestsPerSecondPerInstance >= step.RequestsPerSecond, $"{most} back ends for {step.RequestsPerSecond} requests a second");
    }

    [Fact]
    public async Task Every_step_costs_more_than_the_one_before()
    {
        var stacks = new PlannedStacks(Plans.Repository);
        var costs = new List<decimal>();
        foreach (var step in ScalingPath.Steps)
        {
            costs.Add((await stacks.PlanAsync("prod", step.Settings)).Estimate.Minimum);
        }

        Assert.Equal(costs.Order(), costs);
        Assert.Equal([1, 1_000_000, 10_000_000], ScalingPath.Steps.Select(step => step.Number).Where(number => number != 100_000));
        Assert.Equal(Enum.GetValues<Topology>(), ScalingPath.Steps.Select(step => step.Settings.Single(line => line.Key == "infra:topology").Value.ToString()).Distinct().Select(word => Enum.Parse<Topology>(word, ignoreCase: true)));
    }
}
