using System.Text.Json;

namespace Infra.Tests.Commands;

public sealed class DiffCommandTests
{
    [Fact]
    public async Task A_saved_plan_of_the_same_stack_shows_no_changes()
    {
        using var directory = new StackDirectory(StackDirectory.Good);
        await CommandLineTests.RunAsync(directory.Path, "preview", "--format", "json", "--out", Path.Combine(directory.Path, "plan.json"));
        var (code, output, error) = await CommandLineTests.RunAsync(directory.Path, "diff", "--base", "plan.json");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("no changes", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_setting_shows_its_property_and_its_cost()
    {
        using var directory = new StackDirectory(StackDirectory.Good);
        await CommandLineTests.RunAsync(directory.Path, "preview", "--format", "json", "--out", Path.Combine(directory.Path, "plan.json"));
        File.WriteAllText(Path.Combine(directory.Path, "Pulumi.dev.yaml"), StackDirectory.With("infra:dropletSize: s-4vcpu-8gb"));
        var (code, output, _) = await CommandLineTests.RunAsync(directory.Path, "diff", "--base", "plan.json");
        Assert.Equal(0, code);
        Assert.Contains("size: s-2vcpu-4gb -> s-4vcpu-8gb", output, StringComparison.Ordinal);
        Assert.Contains("+24.00 at min", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_go_back_is_refused_and_another_stack_is_only_compared()
    {
        using var directory = new StackDirectory(StackDirectory.Good);
        await CommandLineTests.RunAsync(directory.Path, "preview", "--format", "json", "--out", Path.Combine(directory.Path, "plan.json"));
        File.WriteAllText(Path.Combine(directory.Path, "Pulumi.dev.yaml"), StackDirectory.With("infra:databaseVersion: '16'"));
        var (code, output, _) = await CommandLineTests.RunAsync(directory.Path, "diff", "--base", "plan.json");
        Assert.Equal(1, code);
        Assert.Contains("version: 17 -> 16  (cannot go back: a major version of a database is never taken back", output,
            StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(directory.Path, "Pulumi.qa.yaml"), StackDirectory.Good);
        Assert.Equal(0, (await CommandLineTests.RunAsync(directory.Path, "diff", "--stack", "dev", "--base-stack", "qa")).Code);
    }

    [Theory]
    [InlineData("production", "", "database server")]
    [InlineData("production", "database", "server")]
    [InlineData("production", "server,server-address,registry,database,database-document_search", "")]
    [InlineData("production", "", "", "--refuse", "none")]
    [InlineData("development", "", "")]
    [InlineData("development", "", "database network server", "--refuse", "delete,replace")]
    public async Task What_holds_data_or_serves_traffic_is_replaced_only_where_that_is_accepted(
        string tier, string accepted, string refused, params string[] words)
    {
        using var directory = new StackDirectory(StackDirectory.With($"infra:tier: {tier}"));
        var plan = Path.Combine(directory.Path, "plan.json");
        await CommandLineTests.RunAsync(directory.Path, "preview", "--format", "json", "--out", plan);
        var former = File.ReadAllText(plan);
        File.WriteAllText(plan, former.Replace("\"nyc3\"", "\"sfo3\"", StringComparison.Ordinal));
        string[] accept = accepted.Length > 0 ? ["--accept", accepted] : [];
        var (code, output, _) =
            await CommandLineTests.RunAsync(directory.Path, ["diff", "--base", "plan.json", "--format", "json", .. accept, .. words]);
        using var difference = JsonDocument.Parse(output);
        var found = difference.RootElement.GetProperty("changes").EnumerateArray()
            .Select(change => (Name: change.GetProperty("name").GetString()!, Refusal: change.GetProperty("refusal").GetString()!))
            .Where(change => change.Refusal.EndsWith($"--accept {change.Name}", StringComparison.Ordinal))
            .Select(change => change.Name)
            .Where(name => name is "database" or "network" or "server")
            .Order(StringComparer.Ordinal);
        Assert.Equal((refused, refused.Length > 0 ? 1 : 0), (string.Join(' ', found), code));
    }

    [Fact]
    public async Task What_is_accepted_has_to_be_there()
    {
        using var directory = new StackDirectory(StackDirectory.Good);
        await CommandLineTests.RunAsync(directory.Path, "preview", "--format", "json", "--out", Path.Combine(directory.Path, "plan.json"));
        var (code, _, error) = await CommandLineTests.RunAsync(directory.Path, "diff", "--base", "plan.json", "--accept", "sever");
        Assert.Equal(1, code);
        Assert.Contains("named 'sever'", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text", "changed")]
    [InlineData("json", "\"counts\"")]
    [InlineData("markdown", "<details>")]
    [InlineData("sarif", "\"2.1.0\"")]
    [InlineData("html", "<!doctype html>")]
    public async Task Stacks_are_compared_in_every_format(string format, string expected)
    {
        var (code, output, _) =
            await CommandLineTests.RunAsync(Plans.Repository, "diff", "--stack", "prod", "--base-stack", "dev", "--format", format);
        Assert.Equal(0, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        if (format is "json" or "sarif")
        {
            JsonDocument.Parse(output).Dispose();
        }
    }

    [Theory]
    [InlineData()]
    [InlineData("--base", "main", "--base-stack", "dev")]
    [InlineData("--base-stack", "dev", "--format", "pdf")]
    [InlineData("--base-stack", "dev", "--refuse", "replaced")]
    [InlineData("--base-stack", "dev", "--refuse", "none,delete")]
    [InlineData("--base-stack", "dev", "--refuse", ",")]
    [InlineData("--base-stack", "dev", "--refuse", "")]
    [InlineData("--base-stack", "dev", "--accept", "")]
    [InlineData("--base", "")]
    [InlineData("--base", "main", "--base", "main")]
    [InlineData("--base-stack", "dev", "--base-stack", "dev")]
    [InlineData("--base", "main", "--refuse", "none", "--refuse", "replace")]
    public async Task Wrong_usage_exits_with_2(params string[] words) =>
        Assert.Equal(2, (await CommandLineTests.RunAsync(Plans.Repository, ["diff", .. words])).Code);

    [Fact]
    public async Task A_revision_that_does_not_exist_is_refused_with_what_to_type()
    {
        var (code, _, error) = await CommandLineTests.RunAsync(Plans.Repository, "diff", "--base", "no-such-branch");
        Assert.Equal(1, code);
        Assert.Contains("git fetch origin no-such-branch", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mermaid", "flowchart LR")]
    [InlineData("svg", "<svg")]
    public async Task A_graph_is_drawn(string format, string beginning)
    {
        var (code, output, _) = await CommandLineTests.RunAsync(Plans.Repository, "graph", "--stack", "prod", "--format", format);
        Assert.Equal(0, code);
        Assert.StartsWith(beginning, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_can_be_written_to_a_file_without_colour()
    {
        using var directory = new StackDirectory(StackDirectory.Good);
        var file = Path.Combine(directory.Path, "plan.txt");
        var (code, output, error) = await CommandLineTests.RunAsync(directory.Path, "preview", "--out", file);
        Assert.Equal((0, ""), (code, output));
        Assert.Contains("plan.txt", error, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", File.ReadAllText(file), StringComparison.Ordinal);
    }
}
