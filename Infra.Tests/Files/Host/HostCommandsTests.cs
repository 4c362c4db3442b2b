using Infra.Files.Host;

namespace Infra.Tests.Files.Host;

public sealed class HostCommandsTests
{
    private static readonly string[] Commands =
    [
        "assemble", "backup", "block", "certificate", "db-shell", "dead-jobs", "health-check", "install", "logs", "migrate", "release",
        "restore", "restore-drill", "rollback", "scale", "status",
    ];

    [Fact]
    public void Every_command_is_carried() =>
        Assert.Equal(Commands.Select(name => $"bin/{name}"), HostCommands.Files.Select(file => file.Path).Where(path => path.StartsWith("bin/", StringComparison.Ordinal)));

    [Fact]
    public void Every_command_knows_help_and_dry_run() => Assert.All(HostCommands.Files.Where(file => file.Path.StartsWith("bin/", StringComparison.Ordinal)), file =>
    {
        Assert.StartsWith("#!/usr/bin/env bash\n", file.Content, StringComparison.Ordinal);
        Assert.Contains("--help | -h)", file.Content, StringComparison.Ordinal);
        Assert.Contains("--dry-run)", file.Content, StringComparison.Ordinal);
    });
}
