using System.Text.RegularExpressions;

namespace Infra.Tests.Pipeline;

/// <summary>What the workflows have to keep so that neither a stranger's pull request nor a moved tag gets at the stacks. Each rule gives a
/// sentence for each breach.</summary>
public static partial class WorkflowRules
{
    /// <summary>The condition that keeps forks out of a job.</summary>
    public const string SameRepository = "github.event.pull_request.head.repo.full_name == github.repository";

    private static readonly ImmutableHashSet<string> Writable = ["id-token", "issues", "pull-requests", "security-events"];

    /// <summary>The rules by name.</summary>
    public static ImmutableDictionary<string, Func<Workflow, IEnumerable<string>>> All { get; } =
        new Dictionary<string, Func<Workflow, IEnumerable<string>>>
        {
            [nameof(ActionsArePinned)] = ActionsArePinned,
            [nameof(NothingIsAllowedUnlessAJobSaysSo)] = NothingIsAllowedUnlessAJobSaysSo,
            [nameof(JobsSayWhatTheyMay)] = JobsSayWhatTheyMay,
            [nameof(JobsEnd)] = JobsEnd,
            [nameof(RunsDoNotOverlap)] = RunsDoNotOverlap,
            [nameof(CommandsFailAsAWhole)] = CommandsFailAsAWhole,
            [nameof(CommandsHaveNoExpressions)] = CommandsHaveNoExpressions,
            [nameof(ForksGetNoSecrets)] = ForksGetNoSecrets,
            [nameof(WritersRunNothingForeign)] = WritersRunNothingForeign,
            [nameof(CheckoutsKeepNoToken)] = CheckoutsKeepNoToken,
            [nameof(RunnersAreNamed)] = RunnersAreNamed,
            [nameof(CommandsExist)] = CommandsExist,
        }.ToImmutableDictionary();

    /// <summary>The steps that <c>.ci/run</c> knows.</summary>
    public static ImmutableHashSet<string> StepsOfCi()
    {
        var script = File.ReadAllText(Path.Combine(Plans.Repository, ".ci", "run"));
        return
        [
            .. CiSteps().Matches(script).Select(match => match.Groups[1].Value),
            .. CiScripts().Match(script).Groups[1].Value.Split(' '),
        ];
    }

    private static IEnumerable<string> ActionsArePinned(Workflow workflow)
    {
        foreach (var line in workflow.Text.Split('\n').Where(line => Uses().IsMatch(line)))
        {
            var action = Uses().Match(line).Groups[1].Value;
            if (!action.StartsWith("./", StringComparison.Ordinal) && !Pinned().IsMatch(action))
            {
                yield return $"'{action}' has to be OWNER/ACTION@COMMIT # vVERSION, with all 40 digits: a tag can be moved to other code";
            }
        }

        // However the file is written, each action is seen: in one line, in quotes, as an anchor.
        var lines = workflow.Text.Split('\n').Count(line => Uses().IsMatch(line));
        var used = workflow.Steps.Count(step => Workflow.At(step.Step, "uses") is not null)
            + workflow.Jobs.Count(job => Workflow.At(job.Job, "uses") is not null);
        if (lines != used)
        {
            yield return $"{used} actions are used, {lines} lines say 'uses': write each on a line of its own";
        }
    }

    private static IEnumerable<string> NothingIsAllowedUnlessAJobSaysSo(Workflow workflow)
    {
        if (!workflow.IsAction && workflow.Top("permissions") is not IDictionary<object, object?> { Count: 0 })
        {
            yield return "the workflow has to say 'permissions: {}'; its jobs say what they need";
        }
    }

    private static IEnumerable<string> JobsSayWhatTheyMay(Workflow workflow)
    {
        foreach (var (name, job) in workflow.Jobs)
        {
            if (Workflow.At(job, "permissions") is not IDictionary<object, object?> rights)
            {
                yield return $"job {name} does not list its permissions";
                continue;
            }

            foreach (var (right, level) in rights)
            {
                if ($"{level}" is not ("read" or "none") && !($"{level}" == "write" && Writable.Contains($"{right}")))
                {
                    yield return $"job {name} may '{level}' {right}";
                }
            }
        }
    }

    private static IEnumerable<string> JobsEnd(Workflow workflow) =>
        from job in workflow.Jobs
        where Workflow.At(job.Job, "uses") is null && !int.TryParse(Workflow.TextAt(job.Job, "timeout-minutes"), out _)
        select $"job {job.Name} has no timeout-minutes: it would run for six hours";

    private static IEnumerable<string> RunsDoNotOverlap(Workflow workflow)
    {
        if (!workflow.IsAction && Workflow.TextAt(workflow.Top("concurrency"), "group").Length == 0)
        {
            yield return "the workflow has no concurrency group";
        }

        if (Workflow.TextAt(workflow.Top("concurrency"), "cancel-in-progress") == "true" && Deploys().IsMatch(workflow.Text))
        {
            yield return "a deployment must not be cut off";
        }
    }

    /// <summary>Unasked, a command that fails ahead of a pipe goes unnoticed.</summary>
    private static IEnumerable<string> CommandsFailAsAWhole(Workflow workflow)
    {
        if (!workflow.IsAction && Workflow.TextAt(workflow.Top("defaults"), "run", "shell") != "bash")
        {
            yield return "the workflow has to say 'defaults: {run: {shell: bash}}', which has pipefail";
        }

        foreach (var (job, step) in workflow.Steps.Where(step =>
            Workflow.TextAt(step.Step, "shell") is { Length: > 0 } shell && shell != "bash"))
        {
            yield return $"a command of {job} takes another shell: {Workflow.TextAt(step, "shell")}";
        }
    }

    private static IEnumerable<string> CommandsHaveNoExpressions(Workflow workflow) =>
        from step in workflow.Steps
        where Workflow.TextAt(step.Step, "run").Contains("${{", StringComparison.Ordinal)
        select $"a command of {step.Job} contains an expression: what it stands for would be run; give it as an environment variable";

    private static IEnumerable<string> ForksGetNoSecrets(Workflow workflow)
    {
        if (workflow.Triggers.Contains("pull_request_target"))
        {
            yield return "pull_request_target runs with secrets beside foreign code";
        }

        if (!workflow.Triggers.Contains("pull_request"))
        {
            yield break;
        }

        foreach (var (name, job) in workflow.Jobs)
        {
            var privileged = Workflow.TextsIn(job)
                .Any(text => text.Contains("secrets.", StringComparison.Ordinal) || text.Contains("github.token", StringComparison.Ordinal))
                || Workflow.At(job, "secrets") is not null
                || Workflow.At(job, "environment") is not null
                || Workflow.Map(Workflow.At(job, "permissions")).Values.Contains("write");
            if (privileged && !Workflow.TextAt(job, "if").Contains(SameRepository, StringComparison.Ordinal))
            {
                yield return $"job {name} has secrets or may write, and runs for pull requests of forks: "
                    + $"its condition has to contain {SameRepository}";
            }
        }

        if (Workflow.TextsIn(workflow.Top("env")).Any(text => text.Contains("secrets.", StringComparison.Ordinal)))
        {
            yield return "the workflow gives a secret to every job";
        }
    }

    private static IEnumerable<string> WritersRunNothingForeign(Workflow workflow) =>
        from step in workflow.Steps
        where workflow.Triggers.Contains("workflow_run")
        let uses = Workflow.TextAt(step.Step, "uses")
        where uses.StartsWith("actions/checkout@", StringComparison.Ordinal) || uses.StartsWith("./", StringComparison.Ordinal)
            || LocalPaths().IsMatch(Workflow.TextAt(step.Step, "run"))
        select $"job {step.Job} runs after a pull request with the right to write, so it must not run anything from a checkout";

    private static IEnumerable<string> CheckoutsKeepNoToken(Workflow workflow) =>
        from step in workflow.Steps
        where Workflow.TextAt(step.Step, "uses").StartsWith("actions/checkout@", StringComparison.Ordinal)
            && Workflow.TextAt(step.Step, "with", "persist-credentials") != "false"
        select $"a checkout of {step.Job} leaves the token in the checkout: say 'persist-credentials: false'";

    private static IEnumerable<string> RunnersAreNamed(Workflow workflow) =>
        from job in workflow.Jobs
        where Workflow.TextAt(job.Job, "runs-on").Contains("-latest", StringComparison.Ordinal)
        select $"job {job.Name} runs on a machine that changes by itself; name its version";

    private static IEnumerable<string> CommandsExist(Workflow workflow)
    {
        var steps = StepsOfCi();
        var targets = Targets().Matches(File.ReadAllText(Path.Combine(Plans.Repository, "Makefile"))).Select(match => match.Groups[1].Value)
            .ToImmutableHashSet();

        foreach (var (job, step) in workflow.Steps)
        {
            var command = Workflow.TextAt(step, "run");
            foreach (var path in LocalPaths().Matches(command).Select(match => match.Groups[1].Value).Where(path => !IsCommand(path)))
            {
                yield return $"{job} calls {path}, which is no command of the repository";
            }

            foreach (var target in Makes().Matches(command).Select(match => match.Groups[1].Value)
                .Where(target => !targets.Contains(target)))
            {
                yield return $"{job} makes {target}, which the Makefile does not know";
            }

            foreach (var name in CiRuns().Matches(command)
                .SelectMany(match => match.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            {
                if (!name.StartsWith('"') && !steps.Contains(name))
                {
                    yield return $"{job} asks .ci/run for {name}, which is no step of it";
                }
            }

            var uses = Workflow.TextAt(step, "uses");
            if (uses.StartsWith("./", StringComparison.Ordinal) && !File.Exists(Path.Combine(Plans.Repository, uses, "action.yml")))
            {
                yield return $"{job} uses {uses}, which does not exist";
            }
        }

        foreach (var (job, definition) in workflow.Jobs)
        {
            var uses = Workflow.TextAt(definition, "uses");
            if (uses.StartsWith("./", StringComparison.Ordinal) && !File.Exists(Path.Combine(Plans.Repository, uses)))
            {
                yield return $"{job} uses {uses}, which does not exist";
            }

            foreach (var name in (Workflow.At(definition, "strategy", "matrix", "step") as IEnumerable<object?> ?? [])
                .Where(name => !steps.Contains($"{name}")))
            {
                yield return $"{job} asks .ci/run for {name}, which is no step of it";
            }
        }
    }

    private static bool IsCommand(string path)
    {
        var file = Path.Combine(Plans.Repository, path);
        return File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & UnixFileMode.UserExecute) != 0);
    }

    [GeneratedRegex(@"^\s*(?:- )?uses:\s*(.+?)\s*$")]
    private static partial Regex Uses();

    [GeneratedRegex(@"^[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Pinned();

    [GeneratedRegex(@"(?<![\w/.])((?:\.ci|scripts|e2e|app/scripts)/[\w./-]+)")]
    private static partial Regex LocalPaths();

    [GeneratedRegex(@"(?:^|[;&|]\s*|\s)make\s+([a-z][a-z0-9-]*)", RegexOptions.Multiline)]
    private static partial Regex Makes();

    [GeneratedRegex(@"\.ci/run\s+(.+)$", RegexOptions.Multiline)]
    private static partial Regex CiRuns();

    [GeneratedRegex(@"^(?:step|begin) ([a-z][\w/-]*) ", RegexOptions.Multiline)]
    private static partial Regex CiSteps();

    [GeneratedRegex(@"^for script in (.+?); do$", RegexOptions.Multiline)]
    private static partial Regex CiScripts();

    [GeneratedRegex(@"scripts/deploy\b")]
    private static partial Regex Deploys();

    [GeneratedRegex(@"^([a-z][a-z-]*):", RegexOptions.Multiline)]
    private static partial Regex Targets();
}
