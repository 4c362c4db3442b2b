using System.CommandLine;
using Infra.Facts.Files;
using Infra.Policies;
using Infra.Reports;
using Spectre.Console;

namespace Infra.Commands;

/// <summary><c>check</c>: what the policies say of files that this program did not write.</summary>
internal static class CheckCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Make(Screen screen, string directory)
    {
        var command = new Command("check", "Checks Kubernetes manifests, Compose projects and nginx configurations against the policies");
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Files, or directories to look through (*.yaml, *.yml, *.json, *.conf)",
            Arity = ArgumentArity.OneOrMore,
        };
        var profile = new Option<string>("--profile")
        {
            Description = "Only what a profile of the Kubernetes Pod Security Standards asks for: baseline, restricted",
            HelpName = "baseline|restricted",
        };
        profile.AcceptOnlyFromAmong("baseline", "restricted");
        command.Add(paths);
        command.Add(profile);
        var report = new ReportOption(command, "text", "json", "sarif");
        command.SetAction(parsed =>
        {
            var files = from path in parsed.GetValue(paths)!
                        from file in ConfigurationFiles.Below(Path.Combine(directory, path), reason => screen.Complain($"left out: {reason}"))
                        select file;
            var verdict = FileGate.Check(files, parsed.GetValue(profile) switch
            {
                "baseline" => PodSecurityProfile.Baseline,
                "restricted" => PodSecurityProfile.Restricted,
                _ => null,
            });
            verdict = verdict with
            {
                Findings = [.. verdict.Findings.Select(finding => finding with
                {
                    Place = finding.Place with { File = Shown(directory, finding.Place.File) },
                })],
            };
            switch (report.Format(parsed))
            {
                case "json":
                    report.Write(parsed, screen, FileReport.Json(verdict));
                    break;
                case "sarif":
                    report.Write(parsed, screen, SarifReport.Write(verdict));
                    break;
                default:
                    report.WriteText(parsed, screen, console => Show(console, verdict));
                    break;
            }

            return verdict.Findings.IsEmpty ? ExitCode.Fine : ExitCode.Refused;
        });
        return command;
    }

    private static string Shown(string directory, string path) =>
        Path.GetRelativePath(directory, path) is var relative && !relative.StartsWith("..", StringComparison.Ordinal) ? relative : path;

    private static void Show(IAnsiConsole console, FileVerdict verdict)
    {
        foreach (var finding in verdict.Findings)
        {
            console.MarkupLineInterpolated(
                $"[{(finding.Policy.Severity == Severity.Error ? "red" : "yellow")}]{FileReport.Line(finding)}[/]");
        }

        console.WriteLine($"{verdict.Files} files, {verdict.Subjects} pods, containers and directives, {verdict.Findings.Length} findings");
    }
}
