using System.Text.RegularExpressions;

namespace Infra.Tests.Pipeline;

public sealed partial class WorkflowTests
{
    /// <summary>A workflow that keeps every rule; the samples break it in one place each.</summary>
    private const string Good = """
        name: Good
        on:
          pull_request:
        permissions: {}
        defaults:
          run:
            shell: bash
        concurrency:
          group: good
          cancel-in-progress: true
        jobs:
          check:
            runs-on: ubuntu-24.04
            timeout-minutes: 5
            permissions:
              contents: read
            steps:
              - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
                with:
                  persist-credentials: false
              - run: .ci/run build tests
              - run: scripts/version current
        """;

    public static TheoryData<string, string, string> Samples => new()
    {
        { "ActionsArePinned", "checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "checkout@v7" },
        { "ActionsArePinned", "checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "checkout@3d3c42e5aac5ba805825da76410c181273ba90b1" },
        { "ActionsArePinned", "checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "checkout@3d3c42e # v7.0.1" },
        { "ActionsArePinned", "      - run: scripts/version current", "      - {name: hidden, uses: actions/cache@v4}" },
        { "NothingIsAllowedUnlessAJobSaysSo", "permissions: {}\n", "" },
        { "NothingIsAllowedUnlessAJobSaysSo", "permissions: {}", "permissions: {contents: read}" },
        { "NothingIsAllowedUnlessAJobSaysSo", "permissions: {}", "permissions: read-all" },
        { "JobsSayWhatTheyMay", "    permissions:\n      contents: read\n", "" },
        { "JobsSayWhatTheyMay", "      contents: read", "      contents: write" },
        { "JobsSayWhatTheyMay", "    permissions:\n      contents: read\n", "    permissions: write-all\n" },
        { "JobsEnd", "    timeout-minutes: 5\n", "" },
        { "RunsDoNotOverlap", "  group: good\n", "" },
        { "RunsDoNotOverlap", "scripts/version current", "scripts/deploy dev" },
        { "CommandsFailAsAWhole", "    shell: bash\n", "    shell: sh\n" },
        { "CommandsFailAsAWhole", "scripts/version current", "scripts/version current\n        shell: sh" },
        { "CommandsHaveNoExpressions", "scripts/version current", "echo ${{ github.event.pull_request.title }}" },
        { "ForksGetNoSecrets", "  pull_request:", "  pull_request_target:" },
        { "ForksGetNoSecrets", "scripts/version current", "scripts/version current\n        env:\n          TOKEN: ${{ secrets.TOKEN }}" },
        { "ForksGetNoSecrets", "      contents: read", "      id-token: write" },
        { "ForksGetNoSecrets", "    timeout-minutes: 5", "    timeout-minutes: 5\n    environment: production" },
        { "ForksGetNoSecrets", "permissions: {}", "permissions: {}\nenv:\n  TOKEN: ${{ secrets.TOKEN }}" },
        { "WritersRunNothingForeign", "  pull_request:", "  workflow_run:\n    workflows: [CI]" },
        { "CheckoutsKeepNoToken", "persist-credentials: false", "fetch-depth: 0" },
        { "RunnersAreNamed", "ubuntu-24.04", "ubuntu-latest" },
        { "CommandsExist", "scripts/version current", "scripts/no-such-script" },
        { "CommandsExist", "scripts/version current", "make no-such-target" },
        { "CommandsExist", "build tests", "build no-such-step" },
        { "CommandsExist", "scripts/version current", "true\n      - uses: ./.github/actions/no-such-action" },
    };

    [Fact]
    public void The_workflows_keep_every_rule() => Assert.Empty(
        from workflow in Workflow.OfRepository()
        from rule in WorkflowRules.All
        from breach in rule.Value(workflow)
        select $"{workflow.Name}: {breach} ({rule.Key})");

    [Fact]
    public void The_repository_has_the_workflows_that_it_promises() => Assert.Subset(
        Workflow.OfRepository().Select(workflow => Path.GetFileName(workflow.Name)).ToHashSet(),
        new HashSet<string> { "ci.yml", "preview.yml", "preview-comment.yml", "deploy.yml", "drift.yml", "restore-drill.yml" });

    [Fact]
    public void A_good_workflow_breaks_no_rule() => Assert.Empty(WorkflowRules.All.SelectMany(rule => rule.Value(new("good.yml", Good))));

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_breach_is_found(string rule, string what, string by)
    {
        Assert.Contains(what, Good, StringComparison.Ordinal);
        Assert.NotEmpty(WorkflowRules.All[rule](new("broken.yml", Good.Replace(what, by, StringComparison.Ordinal))));
    }

    [Fact]
    public void Every_rule_has_a_sample_that_breaks_it() =>
        Assert.Equal(WorkflowRules.All.Keys.Order(), Samples.Select(sample => (string)sample[0]).Distinct().Order());

    [Fact]
    public void Forks_are_kept_out_by_a_condition() => Assert.Empty(WorkflowRules.All["ForksGetNoSecrets"](new("guarded.yml", Good
        .Replace("timeout-minutes: 5", $"timeout-minutes: 5\n    environment: read-only\n    if: {WorkflowRules.SameRepository}", StringComparison.Ordinal))));

    [Fact]
    public void An_action_is_the_same_commit_and_version_everywhere()
    {
        var pins = Workflow.OfRepository().SelectMany(workflow => Pin().Matches(workflow.Text)).Select(match => (Action: match.Groups[1].Value, Commit: match.Groups[2].Value)).Distinct();
        Assert.Empty(pins.GroupBy(pin => pin.Action).Where(group => group.Count() > 1).Select(group => $"{group.Key}: {string.Join(", ", group.Select(pin => pin.Commit))}"));
    }

    [Fact]
    public void Production_waits_for_its_environment_and_is_deployed_from_version_tags_only()
    {
        var deploy = Workflow.OfRepository().Single(workflow => workflow.Name.EndsWith("/deploy.yml", StringComparison.Ordinal));
        var job = deploy.Jobs.Single(job => job.Name == "deploy").Job;
        Assert.Equal("${{ github.ref_type == 'tag' && 'production' || 'development' }}", Workflow.TextAt(job, "environment"));
        Assert.Equal(["v[0-9]+.[0-9]+.[0-9]+"], Assert.IsAssignableFrom<IEnumerable<object?>>(deploy.Top("on", "push", "tags")));
        Assert.Equal(["develop"], Assert.IsAssignableFrom<IEnumerable<object?>>(deploy.Top("on", "push", "branches")));
        Assert.Equal("push", Assert.Single(deploy.Triggers));
    }

    [Fact]
    public void An_image_is_deployed_only_after_tests_a_scan_and_a_signature()
    {
        var deploy = Workflow.OfRepository().Single(workflow => workflow.Name.EndsWith("/deploy.yml", StringComparison.Ordinal));
        string[] Needs(string job) => [.. Workflow.TextsIn(Workflow.At(deploy.Jobs.Single(found => found.Name == job).Job, "needs"))];
        Assert.Equal(["ci"], Needs("image"));
        Assert.Equal(["image"], Needs("deploy"));

        var steps = deploy.Steps.Where(step => step.Job == "image").Select(step => step.Step).ToList();
        var scan = steps.FindIndex(step => Workflow.TextAt(step, "uses").StartsWith("aquasecurity/trivy-action@", StringComparison.Ordinal));
        var sign = steps.FindIndex(step => Workflow.TextAt(step, "run").Contains("cosign sign", StringComparison.Ordinal));
        Assert.InRange(scan, 0, sign - 1);
        Assert.Equal("1", Workflow.TextAt(steps[scan], "with", "exit-code"));
        Assert.Contains("HIGH,CRITICAL", Workflow.TextAt(steps[scan], "with", "severity"), StringComparison.Ordinal);

        var build = steps.Single(step => Workflow.TextAt(step, "uses").StartsWith("docker/build-push-action@", StringComparison.Ordinal));
        Assert.Equal("linux/amd64,linux/arm64", Workflow.TextAt(build, "with", "platforms"));
        Assert.Equal("true", Workflow.TextAt(build, "with", "sbom"));
        Assert.Equal("mode=max", Workflow.TextAt(build, "with", "provenance"));
        Assert.Contains(deploy.Steps, step => step.Job == "deploy" && Workflow.TextAt(step.Step, "run").Contains("cosign verify", StringComparison.Ordinal));
    }

    [Fact]
    public void Both_sources_of_Pulumi_packages_are_tested()
    {
        var tests = Workflow.OfRepository().Single(workflow => workflow.Name.EndsWith("/ci.yml", StringComparison.Ordinal)).Jobs.Single(job => job.Name == "tests").Job;
        Assert.Equal(["nuget", "offline"], Assert.IsAssignableFrom<IEnumerable<object?>>(Workflow.At(tests, "strategy", "matrix", "packages")));
        Assert.Equal("${{ matrix.packages }}", Workflow.TextAt(tests, "env", "PulumiPackages"));
    }

    [Fact]
    public void The_one_check_of_ci_waits_for_every_other_job()
    {
        var jobs = Workflow.OfRepository().Single(workflow => workflow.Name.EndsWith("/ci.yml", StringComparison.Ordinal)).Jobs.ToList();
        Assert.Equal(jobs.Select(job => job.Name).Where(name => name != "ci").Order(), Workflow.TextsIn(Workflow.At(jobs.Single(job => job.Name == "ci").Job, "needs")).Order());
    }

    [Fact]
    public void The_workflow_runs_every_step_of_ci()
    {
        var asked = File.ReadAllText(Path.Combine(Plans.Repository, ".github", "workflows", "ci.yml")).Split([' ', '\n']);
        Assert.Empty(WorkflowRules.StepsOfCi().Except(asked));
    }

    [Fact]
    public void The_pipeline_leaves_its_layers_where_other_builds_look_for_them() => Assert.Contains(
        "cache-to: type=registry,ref=${{ steps.version.outputs.repository }}:buildcache,mode=max",
        File.ReadAllText(Path.Combine(Plans.Repository, ".github", "workflows", "deploy.yml")),
        StringComparison.Ordinal);

    [Fact]
    public void Every_environment_secret_and_variable_is_explained()
    {
        var page = File.ReadAllText(Path.Combine(Plans.Repository, "docs", "pipeline.md"));
        var names = Workflow.OfRepository().SelectMany(workflow => Named().Matches(workflow.Text)).Select(match => match.Groups[1].Value)
            .Concat(["production", "development", "images", "read-only", "operations"]).Distinct();
        Assert.Empty(names.Where(name => !page.Contains($"`{name}`", StringComparison.Ordinal)).Select(name => $"docs/pipeline.md does not say what {name} is"));
    }

    [GeneratedRegex(@"uses: ([\w./-]+)@([0-9a-f]{40} # v[\d.]+)")]
    private static partial Regex Pin();

    [GeneratedRegex(@"\b(?:secrets|vars)\.([A-Z_]+)")]
    private static partial Regex Named();
}
