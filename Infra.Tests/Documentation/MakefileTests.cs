using System.Text.RegularExpressions;

namespace Infra.Tests.Documentation;

/// <summary>What <c>make help</c> lists can be typed (PL-16).</summary>
public sealed class MakefileTests
{
    private const string Variables = "SERVICE=api REPLICAS=4 VERSION=1.4.2 BACKUP=20260102T020000Z STACK=prod SYSTEM=vision";

    public static TheoryData<string> Targets() => [.. Listed()];

    [Fact]
    public void The_day_2_commands_are_there() =>
        Assert.Empty(new[] { "dev", "logs", "health", "deploy", "rollback", "backup", "restore", "db-migrate", "db-shell", "scale", "monitor", "clean", "test", "test-coverage", "help", "docs" }.Except(Listed()));

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_target_is_made_of_commands_that_exist(string target)
    {
        using var shell = new Shell();
        var (code, output, error) = shell.Run("make", ["--dry-run", "--no-print-directory", target, .. Variables.Split(' ')]);
        Assert.True(code == 0, error);
        var commands = string.Join('\n', output.Split('\n').Where(line => !line.StartsWith("awk ", StringComparison.Ordinal) && !line.StartsWith("rm ", StringComparison.Ordinal)));
        Assert.Empty(CommandCheck.Problems(new($"make {target}", $"```sh\n{commands}\n```\n")));
    }

    [Fact]
    public void A_command_that_does_not_exist_would_be_found() =>
        Assert.Single(CommandCheck.Problems(new("make sample", "```sh\nSTACK=dev scripts/operate relase 1.4.2 \n```\n")));

    [Theory]
    [InlineData("deploy", "deploy needs VERSION: make deploy VERSION=1.4.2")]
    [InlineData("scale", "scale needs SERVICE: make scale SERVICE=api REPLICAS=4")]
    public void A_variable_that_is_missing_is_asked_for(string target, string message)
    {
        using var shell = new Shell();
        var (code, _, error) = shell.Run("make", "--dry-run", target);
        Assert.NotEqual(0, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Clean_removes_the_revisions_that_were_built_for_comparisons()
    {
        using var shell = new Shell();
        Assert.Matches(@"rm -rf .*\bartifacts\b", shell.Run("make", "--dry-run", "clean").Output);
    }

    private static IEnumerable<string> Listed()
    {
        using var shell = new Shell();
        return [.. Regex.Matches(shell.Run("make", "help").Output, @"^  ([a-z0-9-]+) +\S", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];
    }
}
