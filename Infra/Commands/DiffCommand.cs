using System.CommandLine;
using System.CommandLine.Parsing;
using Infra.Reports;
using Infra.Settings;
using Infra.Systems;
using Spectre.Console;

namespace Infra.Commands;

/// <summary><c>diff</c>: what lies between a stack's plan and that of another revision, of another stack, or a saved one.</summary>
internal static class DiffCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Make(Screen screen, string directory)
    {
        var command = new Command("diff", "Shows what changes between two plans: of git revisions, of stacks, or saved ones");
        var stack = new StackOption(command, directory);
        var saved = new Option<string?>("--base")
        {
            Description = "Compare with a git revision (main, v1.2.0, HEAD~1), or with a plan saved by preview --format json",
            HelpName = "REF|FILE",
        };
        var other = new Option<string?>("--base-stack") { Description = "Compare with another stack", HelpName = "STACK" };
        var refuse = new Option<string[]>("--refuse")
        {
            Description =
                "Refuse what is replaced, deleted, or none of it; in production what holds data or serves traffic is neither, unless told",
            HelpName = "replace,delete|none",
            CustomParser = Words,
            Arity = ArgumentArity.ExactlyOne,
        };
        var accept = new Option<string[]>("--accept")
        {
            Description = "Accept that resources of these names are replaced or deleted",
            HelpName = "NAME,...",
            CustomParser = Words,
        };
        var report = new ReportOption(command, "text", "json", "markdown", "sarif", "html");
        stack.Complete(other);
        refuse.CompletionSources.Add("replace", "delete", "none");
        command.Add(saved);
        command.Add(other);
        command.Add(refuse);
        command.Add(accept);
        command.Validators.Add(result =>
        {
            if (IsWrong(saved) || IsWrong(other) || IsWrong(refuse) || IsWrong(accept))
            {
                return; // The parser says so itself: without a value, or given twice.
            }

            if (result.GetValue(saved) is "")
            {
                result.AddError("--base takes a git revision, such as main, or the file of a saved plan");
            }

            if (result.GetValue(saved) is null == result.GetValue(other) is null)
            {
                result.AddError("give one of --base REF, --base FILE and --base-stack STACK");
            }

            if (result.GetResult(refuse) is not null && result.GetValue(refuse) is var kinds && !AreKinds(kinds))
            {
                result.AddError(
                    $"--refuse takes replace, delete, both with a comma between, or none, not '{string.Join(',', kinds ?? [])}'");
            }

            if (result.GetResult(accept) is not null && result.GetValue(accept) is not { Length: > 0 })
            {
                result.AddError("--accept takes names of resources, with commas between");
            }

            bool IsWrong(Option option) => result.GetResult(option) is { Implicit: false } given
                && (given.Tokens.Count == 0 || given.Tokens.Count > option.Arity.MaximumNumberOfValues);
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var settings = stack.Load(parsed);
            var ((name, before), after) = parsed.GetValue(other) is { } stackName
                ? (($"stack {stackName}", await PlanAsync(stack.LoadOther(parsed, stackName))), await PlanAsync(settings))
                : await BesideAsync(
                    token => BaseAsync(parsed.GetValue(saved)!, stack, parsed, screen, directory, token), settings, cancellation);
            var holders = settings.Tier == Tier.Production && before.Stack == after.Stack ? Refusals.OfHolders : Refusals.None;
            var refusals = (parsed.GetResult(refuse) is null ? holders : Told(parsed.GetValue(refuse)!)) with
            {
                Accepted = [.. parsed.GetValue(accept) ?? []],
            };
            var difference = refusals.Apply(PlanComparison.Compare(before, name, after));
            if (refusals.AcceptedInVain(difference).FirstOrDefault() is { } unknown)
            {
                screen.Complain($"nothing that is replaced or deleted is named '{unknown}'; leave --accept {unknown} out");
                return ExitCode.Refused;
            }

            switch (report.Format(parsed))
            {
                case "json":
                    report.Write(parsed, screen, DifferenceJson.Write(difference));
                    break;
                case "markdown":
                    report.Write(parsed, screen, MarkdownReport.Of(difference));
                    break;
                case "sarif":
                    report.Write(parsed, screen, SarifReport.Write(difference.After, difference.NewFindings));
                    break;
                case "html":
                    report.Write(parsed, screen, HtmlReport.Of(difference));
                    break;
                default:
                    report.WriteText(parsed, screen, console => Show(console, difference));
                    break;
            }

            return difference.After.Violations > 0 || difference.IsRefused ? ExitCode.Refused : ExitCode.Fine;
        });
        return command;
    }

    private static string[] Words(ArgumentResult argument) =>
    [
        .. argument.Tokens.SelectMany(
            token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
    ];

    private static bool AreKinds(string[]? words) =>
        words is ["none"] || (words is { Length: > 0 } && words.All(word => word is "replace" or "delete"));

    private static Refusals Told(string[] kinds) => new()
    {
        Kinds = [.. kinds.Where(kind => kind != "none").Select(kind => kind == "replace" ? ChangeKind.Replaced : ChangeKind.Deleted)],
    };

    private static async Task<PlanDocument> PlanAsync(StackSettings settings) => (await PlanReview.OfAsync(settings)).Document;

    /// <summary>A revision is planned by its own program, so both plans are made at the same time; if one fails, the other is given
    /// up.</summary>
    private static async Task<((string Name, PlanDocument Document) Base, PlanDocument Own)> BesideAsync(
        Func<CancellationToken, Task<(string Name, PlanDocument Document)>> makeBase,
        StackSettings settings,
        CancellationToken cancellation)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var started = makeBase(together.Token);
        try
        {
            var own = await PlanAsync(settings);
            return (await started, own);
        }
        catch
        {
            await together.CancelAsync();
            await started.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>A file that exists is a saved plan; everything else is for git to know.</summary>
    private static async Task<(string Name, PlanDocument Document)> BaseAsync(
        string reference, StackOption stack, ParseResult parsed, Screen screen, string directory, CancellationToken cancellation)
    {
        var file = Path.Combine(directory, reference);
        if (File.Exists(file))
        {
            return (reference, PlanReader.Read(await File.ReadAllTextAsync(file, cancellation), reference));
        }

        var revision = await GitRevision.FindAsync(stack.Project, reference, cancellation);
        return ($"{reference} ({revision.Commit[..9]})", await revision.PlanAsync(stack.Words(parsed), screen, cancellation));
    }

    private static void Show(IAnsiConsole console, PlanDifference difference)
    {
        var after = difference.After;
        console.WriteLine($"{after.System} on {after.Topology}, stack {after.Stack}, against {difference.BeforeName}");
        foreach (var line in DifferenceLines.Of(difference))
        {
            console.MarkupLineInterpolated(Colour(line));
        }

        foreach (var cost in difference.Costs)
        {
            console.WriteLine(
                $"  cost of {cost.Component}: {cost.MinimumBefore:0.00} -> {cost.Minimum:0.00} USD a month at min, "
                + $"{cost.MaximumBefore:0.00} -> {cost.Maximum:0.00} at max");
        }

        foreach (var finding in difference.NewFindings)
        {
            console.MarkupLineInterpolated(
                $"[red]new: {finding.Severity} {finding.Rule} {finding.Resource}: {finding.Problem}. {finding.Remedy}.[/]");
        }

        foreach (var finding in difference.GoneFindings)
        {
            console.MarkupLineInterpolated(
                $"[green]no longer: {finding.Severity} {finding.Rule} {finding.Resource}: {finding.Problem}.[/]");
        }

        console.WriteLine($"{difference.Summary}; {MarkdownReport.CostSentence(difference)}");
    }

    private static FormattableString Colour(string line) => line switch
    {
        ['+', '-', ..] or ['-', ..] => $"[red]{line}[/]",
        ['+', ..] => $"[green]{line}[/]",
        ['~', ..] => $"[yellow]{line}[/]",
        _ => $"{line}",
    };
}
