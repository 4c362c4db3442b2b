namespace Infra.Tests.Documentation;

public sealed class CommandTests
{
    public static TheoryData<string> Paths() => [.. Page.All.Select(page => page.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_command_can_be_typed(string path) => Assert.Empty(CommandCheck.Problems(Page.All.Single(page => page.Path == path)));

    [Fact]
    public void Pages_do_have_commands() => Assert.True(Page.All.Sum(page => page.ShellLines.Count()) > 50);

    [Theory]
    [InlineData("make previev", "make has no target 'previev'")]
    [InlineData("make docs clea", "make has no target 'clea'")]
    [InlineData("dotnet run --project Infra -- previev", "previev")]
    [InlineData("dotnet run --project Infra -- preview --stak prod", "--stak")]
    [InlineData("dotnet run --project Infra -- render --stack prod", "--out")]
    [InlineData("infra previev", "previev")]
    [InlineData("dotnet run -- preview", "is started by")]
    [InlineData("cd infra && make previev", "make has no target 'previev'")]
    [InlineData("STACK=prod make previev", "make has no target 'previev'")]
    [InlineData("e2e/host-file", "there is no file 'e2e/host-file'")]
    [InlineData("e2e/host-files --keeep DIR", "e2e/host-files has no option '--keeep'")]
    [InlineData("scripts/operate relase", "scripts/operate has no command 'relase'")]
    [InlineData("scripts/operate logs --folow", "has no option '--folow'")]
    [InlineData("README.md/x --option", "there is no file")]
    [InlineData("docs/runbooks.md now", "cannot be run")]
    [InlineData("ssh deploy@198.51.100.7 /opt/vision/bin/relase 1.4.2", "a server has no command 'relase'")]
    [InlineData("sudo /opt/vision/bin/release 1.4.2 --no-bakup", "has no option '--no-bakup'")]
    [InlineData("kubctl get pods", "'kubctl' is neither")]
    [InlineData("git log | kubctl apply", "'kubctl' is neither")]
    public void A_command_that_cannot_be_typed_is_found(string command, string problem)
    {
        var found = Assert.Single(CommandCheck.Problems(new("docs/sample.md", $"Text.\n\n```sh\n{command}\n```\n")));
        Assert.StartsWith("docs/sample.md:4: ", found, StringComparison.Ordinal);
        Assert.Contains(problem, found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Type `/opt/SYSTEM/bin/relase TAG`.")]
    [InlineData("Type `make previev`.")]
    [InlineData("Type `dotnet run --project Infra -- previev`.")]
    public void So_is_one_within_a_sentence(string text) => Assert.Single(CommandCheck.Problems(new("docs/sample.md", text)));

    [Theory]
    [InlineData("make preview STACK=prod ARGS='--system vision'   # a remark; with 'marks'")]
    [InlineData("dotnet run --project Infra -- preview --stack prod --system vision --format markdown")]
    [InlineData("ssh -t deploy@198.51.100.7 /opt/vision/bin/release 1.4.2 --no-backup")]
    [InlineData("kubectl get pods \\\n  --namespace vision | jq 'a; b'")]
    public void What_can_be_typed_is_left_alone(string command) =>
        Assert.Empty(CommandCheck.Problems(new("docs/sample.md", $"```sh\n{command}\n```\n")));
}
