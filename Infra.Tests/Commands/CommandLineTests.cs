using System.Text.Json;
using Infra.Commands;

namespace Infra.Tests.Commands;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("dev", "Droplet server")]
    [InlineData("prod", "Deployment api")]
    public async Task Preview_shows_the_tree_the_outputs_and_the_time(string stack, string resource)
    {
        var (code, output, error) = await RunAsync(Plans.Repository, "preview", "--stack", stack);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains(resource, output, StringComparison.Ordinal);
        Assert.Contains("databaseHost", output, StringComparison.Ordinal);
        Assert.Matches(@"\d+ resources in \d+ components; \d+ policies, 0 violations; \d+\.\d\d s", output);
    }

    [Fact]
    public async Task Preview_works_below_the_project()
    {
        var (code, _, _) = await RunAsync(Path.Combine(Plans.Repository, "Infra", "Systems"), "preview", "--stack", "dev");
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task Preview_as_json_holds_every_input_and_no_secret()
    {
        var (code, output, _) = await RunAsync(Plans.Repository, "preview", "--stack", "prod", "--json");
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        var deployment = json.RootElement.GetProperty("resources").EnumerateArray().First(resource =>
            resource.GetProperty("type").GetString() == "kubernetes:apps/v1:Deployment"
            && resource.GetProperty("name").GetString() == "api");
        Assert.Equal(3, deployment.GetProperty("inputs").GetProperty("spec").GetProperty("replicas").GetInt32());
        Assert.DoesNotContain("__secret", output, StringComparison.Ordinal);
        Assert.Equal("[secret]", json.RootElement.GetProperty("outputs").GetProperty("kubeconfig").GetString());
    }

    [Fact]
    public async Task A_plan_is_the_same_from_run_to_run()
    {
        var first = await RunAsync(Plans.Repository, "preview", "--stack", "prod", "--json");
        var second = await RunAsync(Plans.Repository, "preview", "--stack", "prod", "--json");
        Assert.Equal(first.Output, second.Output);
    }

    /// <summary>What the completion of a shell asks for, with the position of the cursor.</summary>
    [Theory]
    [InlineData("infra prev", "preview")]
    [InlineData("infra preview --stack ", "dev prod")]
    [InlineData("infra cost --system fac", "faciliauto")]
    [InlineData("infra preview --topology ", "droplet kubernetes")]
    [InlineData("infra preview --stack=pr", "prod")]
    [InlineData("infra preview --stack=prod --topology=k", "kubernetes")]
    [InlineData("infra preview -s=p", "prod")]
    [InlineData("infra preview -sp", "")]
    [InlineData("infra diff --base-stack ", "dev prod")]
    [InlineData("infra diff --base ", "")]
    [InlineData("infra diff --base main --refuse ", "delete none replace")]
    [InlineData("infra completion ", "bash fish zsh")]
    public async Task Words_are_completed(string line, string words)
    {
        var (code, output, error) = await RunAsync(Plans.Repository, $"[suggest:{line.Length}]", line);
        Assert.Equal((0, ""), (code, error));
        var offered = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(words, string.Join(' ', offered.Where(word => word[0] != '-').Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Text_that_is_no_terminal_has_no_colour() =>
        Assert.DoesNotContain("\e[", (await RunAsync(Plans.Repository, "preview", "--stack", "dev")).Output, StringComparison.Ordinal);

    [Fact]
    public async Task A_refused_stack_exits_with_1_and_says_why()
    {
        using var directory = new StackDirectory(StackDirectory.With("infra:region: nyc9", "infra:imageTag: latest"));
        var (code, output, error) = await RunAsync(directory.Path, "preview", "--stack", "dev");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("the configuration has 2 mistakes:", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--stack", "nope")]
    [InlineData("--system", "nope")]
    [InlineData("--topology", "nope")]
    public async Task A_wrong_value_of_an_option_is_refused(string option, string value)
    {
        var (code, _, error) = await RunAsync(Plans.Repository, "preview", option, value);
        Assert.Equal(1, code);
        Assert.Contains("nope", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("previev")]
    [InlineData("preview", "--stak", "dev")]
    [InlineData("render", "--stack", "dev")]
    [InlineData("preview", "surplus")]
    [InlineData("preview", "--stack")]
    [InlineData("diff")]
    [InlineData("diff", "--base")]
    [InlineData("diff", "--base-stack")]
    [InlineData("diff", "--base", "main", "--refuse")]
    [InlineData("diff", "--base", "main", "--accept")]
    [InlineData("completion")]
    [InlineData("completion", "tcsh")]
    public async Task Wrong_usage_exits_with_2_and_names_the_help(params string[] args)
    {
        var (code, _, error) = await RunAsync(Plans.Repository, args);
        Assert.Equal(2, code);
        Assert.Contains("--help", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_words_the_help_is_shown()
    {
        var (code, output, _) = await RunAsync(Plans.Repository);
        Assert.Equal(0, code);
        Assert.Contains("preview", output, StringComparison.Ordinal);
        Assert.Contains("render", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "  dotnet run --project Infra -- [command] [options]\n")]
    [InlineData("preview --help", "  dotnet run --project Infra -- preview [options]\n")]
    public async Task The_help_says_what_is_typed(string words, string usage) =>
        Assert.Contains(usage, (await RunAsync(Plans.Repository, words.Split(' '))).Output, StringComparison.Ordinal);

    internal static async Task<(int Code, string Output, string Error)> RunAsync(string directory, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(args, output, error, directory);
        return (code, output.ToString(), error.ToString());
    }
}
