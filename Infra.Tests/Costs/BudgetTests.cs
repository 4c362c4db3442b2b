using Infra.Policies;
using Infra.Systems;
using Infra.Tests.Commands;

namespace Infra.Tests.Costs;

public sealed class BudgetTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);

    [Theory]
    [InlineData(100, "before anything is scaled out")]
    [InlineData(400, "when everything is scaled out")]
    public async Task A_budget_is_broken_at_the_minimum_and_at_the_maximum(int budget, string problem)
    {
        var plan = await Plans.Of("prod", "document-search", Topology.Kubernetes);
        var verdict = PolicyGate.Check(plan with { Settings = plan.Settings with { MonthlyBudget = budget } }, Today);
        var finding = Assert.Single(verdict.Findings, finding => finding.Rule.Id == "COST-01");
        Assert.Contains(problem, finding.Problem, StringComparison.Ordinal);
        Assert.True(verdict.Refused);
    }

    [Fact]
    public async Task A_resource_without_a_price_is_refused()
    {
        var plan = await Plans.Of("prod", "document-search", Topology.Kubernetes);
        var stranger = plan.Deployed.First() with { Type = "aws:rds/instance:Instance", Name = "stranger" };
        var verdict = PolicyGate.Check(plan with { Resources = plan.Resources.Add(stranger) }, Today);
        Assert.Equal("stranger", Assert.Single(verdict.Findings, finding => finding.Rule.Id == "COST-02").Resource);
    }

    [Fact]
    public async Task Over_budget_fails_the_preview_with_1()
    {
        using var directory = new StackDirectory(StackDirectory.With("infra:monthlyBudget: 40"));
        var (code, output, _) = await CommandLineTests.RunAsync(directory.Path, "preview", "--stack", "dev");
        Assert.Equal(1, code);
        Assert.Contains("COST-01", output, StringComparison.Ordinal);
        Assert.Contains("the budget is 40.00 USD", output, StringComparison.Ordinal);
    }
}
