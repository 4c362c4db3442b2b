using System.CommandLine;
using Infra.Files.Observability;
using Infra.Files.Observability.Prometheus;

namespace Infra.Commands;

/// <summary><c>observability</c>: what watches a system, in either topology, with the tests of its alerts for <c>promtool test rules</c>.</summary>
internal static class ObservabilityCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Make(Screen screen, string directory)
    {
        var command = new Command("observability", "Writes rules with their tests, alert routes, dashboards and log pipelines of a stack");
        var stack = new StackOption(command, directory);
        var target = new Option<DirectoryInfo>("--out", "-o") { Description = "Directory to write to; made where it is missing, refused where it holds other files", Required = true, HelpName = "DIR" };
        command.Add(target);
        command.SetAction(parsed =>
        {
            var settings = stack.Load(parsed);
            var tests = RuleTests.Render(settings, "../rules.yml").Select(file => file with { Path = $"prometheus/tests/{file.Path}" });
            var written = RenderedDirectory.Write(parsed.GetValue(target)!.FullName, [.. ObservabilityFiles.Render(settings), .. tests]);
            screen.Output.WriteLine($"{written} files in {parsed.GetValue(target)}");
            return ExitCode.Fine;
        });
        return command;
    }
}
