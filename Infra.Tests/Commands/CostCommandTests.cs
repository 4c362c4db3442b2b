namespace Infra.Tests.Commands;

public sealed class CostCommandTests
{
    [Fact]
    public async Task Costs_are_shown_line_by_line_with_the_write_up()
    {
        var (code, output, error) = await CommandLineTests.RunAsync(Plans.Repository, "cost", "--stack", "dev");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("do-droplet:s-2vcpu-4gb", output, StringComparison.Ordinal);
        Assert.Contains("Beside the write-up", output, StringComparison.Ordinal);
        Assert.Contains("41.00", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scenarios_name_what_the_write_up_said_and_what_the_program_plans()
    {
        var (code, output, _) = await CommandLineTests.RunAsync(Plans.Repository, "cost", "--compare", "--stack", "prod");
        Assert.Equal(0, code);
        Assert.All(new[] { "2125", "582", "160", "kubernetes, stack prod" }, text => Assert.Contains(text, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_price_book_names_its_sources()
    {
        var (code, output, _) = await CommandLineTests.RunAsync(Plans.Repository, "cost", "--prices");
        Assert.Equal(0, code);
        Assert.Contains("do-reserved-ip:unassigned", output, StringComparison.Ordinal);
        Assert.Contains("unconfirmed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stack_over_its_budget_exits_with_1()
    {
        using var directory = new StackDirectory(StackDirectory.With("infra:monthlyBudget: 40"));
        var (code, output, _) = await CommandLineTests.RunAsync(directory.Path, "cost", "--stack", "dev");
        Assert.Equal(1, code);
        Assert.Contains("exceeded", output, StringComparison.Ordinal);
    }
}
