using System.CommandLine;
using Infra.Facts.Files;
using Infra.Planning;
using Infra.Policies;
using Infra.Reports;
using Spectre.Console;

namespace Infra.Commands;

/// <summary><c>check</c>: what the policies say of files that this program did not write, and how much they judge in its own
/// plans.</summary>
internal static class CheckCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Make(Screen screen, string directory)
    {
        var command = new Command("check",
            "Checks Kubernetes manifests, Compose projects and nginx configurations against the policies, or counts what they judge");
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Files, or directories to look through (*.yaml, *.yml, *.json, *.conf)",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var profile = new Option<string>("--profile")
        {
            Description = "Only what a profile of the Kubernetes Pod Security Standards asks for: baseline, restricted",
            HelpName = "baseline|restricted",
        };
        profile.AcceptOnlyFromAmong("baseline", "restricted");
        var coverage = new Option<bool>("--coverage")
        {
            Description = "In place of files: how much each policy has to judge in the plans of a stack, for every system and topology",
        };
        command.Add(paths);
        command.Add(profile);
        command.Add(coverage);
        var stack = new StackOption(command, directory);
        var report = new ReportOption(command, "text", "json", "sarif");
        command.Validators.Add(result =>
        {
            var ofFiles = result.GetResult(paths) is { Tokens.Count: > 0 } || result.GetResult(profile) is not null;
            if (result.GetResult(coverage) is null or { Implicit: true })
            {
                if (result.GetResult(paths) is not { Tokens.Count: > 0 })
                {
                    result.AddError("give a PATH, or --coverage");
                }

                if (stack.IsGiven(result))
                {
                    result.AddError("--stack, --system and --topology are for --coverage; files belong to no stack");
                }
            }
            else if (ofFiles)
            {
                result.AddError("--coverage is about plans: it goes with no PATH and no --profile");
            }
            else if (report.IsGiven(result, "sarif"))
            {
                result.AddError("--coverage is written as text or json");
            }
        });
        command.SetAction(async (parsed, _) => parsed.GetValue(coverage)
            ? await CoverAsync(parsed, screen, stack, report) : CheckFiles(parsed));
        return command;

        int CheckFiles(ParseResult parsed)
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
        }
    }

    private static async Task<int> CoverAsync(ParseResult parsed, Screen screen, StackOption stack, ReportOption report)
    {
        var coverage = PolicyCoverage.Of([.. await Task.WhenAll(stack.LoadEach(parsed).Select(PlanRecorder.RecordAsync))]);
        if (report.Format(parsed) == "json")
        {
            report.Write(parsed, screen, CoverageReport.Json(coverage));
        }
        else
        {
            report.WriteText(parsed, screen, console => CoverageTable.Show(console, coverage));
        }

        return coverage.Vacuous.Any() ? ExitCode.Refused : ExitCode.Fine;
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
