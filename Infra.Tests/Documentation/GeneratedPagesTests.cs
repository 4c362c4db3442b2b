using Infra.Documentation;
using Infra.Policies;
using Infra.Systems;
using Infra.Tests.Commands;

namespace Infra.Tests.Documentation;

[Collection(nameof(Alone))]
public sealed class GeneratedPagesTests
{
    [Fact]
    public async Task Generated_pages_say_what_the_program_says() =>
        Assert.True(
            (await GeneratedPages.StaleAsync(Plans.Repository)) is { IsEmpty: true },
            $"stale: {string.Join(", ", (await GeneratedPages.StaleAsync(Plans.Repository)).Select(file => file.Path))}; type: dotnet run --project Infra -- docs");

    [Fact]
    public async Task A_stale_part_is_named_and_written_anew()
    {
        using var project = Project("# Page\n\nBefore.\n\n<!-- generated: objectives -->\n\nold\n\n<!-- end of generated -->\n\nAfter.\n");
        var (code, _, error) = await CommandLineTests.RunAsync(project.Path, "docs", "--check");
        Assert.Equal(1, code);
        Assert.Contains("README.md is stale; type: dotnet run --project Infra -- docs", error, StringComparison.Ordinal);
        Assert.Contains("docs/environment/vision.env.example is stale", error, StringComparison.Ordinal);

        Assert.Equal(0, (await CommandLineTests.RunAsync(project.Path, "docs")).Code);
        var page = File.ReadAllText(Path.Combine(project.Path, "README.md"));
        Assert.StartsWith("# Page\n\nBefore.\n\n<!-- generated: objectives -->\n\n| system |", page, StringComparison.Ordinal);
        Assert.EndsWith("<!-- end of generated -->\n\nAfter.\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("old", page, StringComparison.Ordinal);

        Assert.Equal((0, "everything is up to date\n", ""), await CommandLineTests.RunAsync(project.Path, "docs", "--check"));
        File.AppendAllText(Path.Combine(project.Path, "docs", "environment", "vision.md"), "A sentence of somebody's own.\n");
        Assert.Equal(1, (await CommandLineTests.RunAsync(project.Path, "docs", "--check")).Code);
    }

    [Theory]
    [InlineData("<!-- generated: nothing -->\n<!-- end of generated -->\n", "there is no generated part 'nothing'; there are: alerts")]
    [InlineData("<!-- generated: diagram vision cloud -->\n<!-- end of generated -->\n", "'cloud' is no topology; there are: droplet, kubernetes")]
    [InlineData("A line.\n<!-- generated: objectives -->\n", "README.md: line 2: ")]
    [InlineData("<!-- generated: objectives -->\n<!-- generated: alerts -->\n<!-- end of generated -->\n", "have to come in pairs")]
    [InlineData("<!-- end of generated -->\n", "without a '<!-- generated: ")]
    public async Task Marks_that_are_not_understood_are_told(string readme, string message)
    {
        using var project = Project(readme);
        var (code, _, error) = await CommandLineTests.RunAsync(project.Path, "docs");
        Assert.Equal(1, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Equal(readme, File.ReadAllText(Path.Combine(project.Path, "README.md")));
    }

    [Fact]
    public void The_reference_of_policies_has_a_section_for_each()
    {
        var page = new Page("docs/policies.md", PolicyPage.Markdown());
        Assert.All(PolicyGate.Rules, rule => Assert.Contains(rule.Id.ToLowerInvariant(), page.Anchors));
        Assert.All(PolicyGate.Rules, rule => Assert.Contains(rule.Remedy, page.Text, StringComparison.Ordinal));
        Assert.Contains("exm-01", page.Anchors);
    }

    [Fact]
    public void Examples_of_environments_have_every_variable_and_no_supplied_secret() => Assert.All(SystemCatalogue.Names.Select(SystemCatalogue.Get), system =>
    {
        var example = File.ReadAllLines(Path.Combine(Plans.Repository, "docs", "environment", $"{system.Name}.env.example"));
        foreach (var variable in system.Environment)
        {
            var line = Assert.Single(example, line => line.StartsWith($"{variable.Name}=", StringComparison.Ordinal) || line.StartsWith($"# {variable.Name}=", StringComparison.Ordinal));
            Assert.False(variable.Value is EnvironmentValue.Supplied && !line.EndsWith('='), $"{variable.Name} of {system.Name} has a value that nobody but the operator has");
        }
    });

    private static StackDirectory Project(string readme)
    {
        var project = new StackDirectory(File.ReadAllText(Path.Combine(Plans.Repository, "Pulumi.prod.yaml")), "prod");
        File.Copy(Path.Combine(Plans.Repository, "Pulumi.dev.yaml"), Path.Combine(project.Path, "Pulumi.dev.yaml"));
        File.WriteAllText(Path.Combine(project.Path, "README.md"), readme);
        return project;
    }
}
