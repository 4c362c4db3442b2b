namespace Infra.Tests.Pipeline;

/// <summary>Deployments, with a pulumi and a curl that note what they were asked for and answer what the test says.</summary>
public sealed class DeployScriptTests : IDisposable
{
    private readonly ScriptRepository repository = new();
    private readonly string first, second;

    public DeployScriptTests()
    {
        repository.Write("Pulumi.prod.yaml", "config: {}\n");
        first = repository.Commit("First");
        second = repository.Commit("Second");
        History($$$"""
            [{"kind": "update", "result": "failed", "startTime": "2026-11-03T00:00:00Z", "config": {"infra:imageTag": {"value": "1.2.0"}, "infra:commit": {"value": "{{{second}}}" } } },
             {"kind": "preview", "result": "succeeded", "startTime": "2026-11-02T00:00:00Z", "config": {"infra:imageTag": {"value": "9.9.9" } } },
             {"kind": "update", "result": "succeeded", "startTime": "2026-11-01T00:00:00Z", "config": {"infra:imageTag": {"value": "1.1.0", "secret": false}, "infra:commit": {"value": "{{{first}}}" } } },
             {"kind": "update", "result": "succeeded", "startTime": "2026-10-01T00:00:00Z", "config": {"infra:imageTag": {"value": "1.0.0" } } }]
            """);
        Works("*");
        repository.Stand("pulumi", """
            [[ "$*" != *"stack history"* ]] || cat "$HISTORY"
            [[ "$*" != "config get infra:system"* ]] || echo "${SYSTEM:-document-search}"
            [[ "$*" != *"stack output healthUrls"* ]] || printf '%s\n' ${HEALTH:-https://search.example.com/health}
            [[ "$*" != *"stack output url"* ]] || echo https://search.example.com
            [[ "$*" != *"config set infra:imageTag"* ]] || echo "$4" >"$HISTORY.running"
            [[ "$*" != "stack export"* ]] || printf '%s' "${STATE:-}"
            [[ "$*" != up\ * ]] || [[ $(cat "$HISTORY.running") != "${UP_FAILS:-}" ]]
            """);
        repository.Stand("curl", """
            output=/dev/null
            for ((i = 1; i <= $#; i++)); do [[ ${!i} != --output ]] || { j=$((i + 1)); output=${!j}; }; done
            [[ $(cat "$HISTORY.running") == $WORKS ]] || { [[ "$*" != *http_code* ]] || printf 503; exit 0; }
            case "$*" in
            *--head*) printf 'HTTP/2 200\r\nstrict-transport-security: max-age=63072000\r\n' ;;
            *redirect_url*) printf '301 https://search.example.com/' ;;
            *) printf '{"status":"healthy"}' >"$output"; printf 200 ;;
            esac
            """);
    }

    public void Dispose() => repository.Dispose();

    [Fact]
    public void What_runs_is_what_was_deployed_last_with_success()
    {
        Assert.Equal($"version=1.1.0\ncommit={first}\ntime=2026-11-01T00:00:00Z\n", repository.Run("deployed", "prod").Output);
        Assert.Equal(["2026-11-03T00:00:00Z\tfailed\t1.2.0\t" + second, "2026-11-01T00:00:00Z\tsucceeded\t1.1.0\t" + first, "2026-10-01T00:00:00Z\tsucceeded\t1.0.0\t"],
            repository.Run("deployed", "prod", "--list").Output.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void Nothing_runs_where_nothing_was_deployed()
    {
        History("[]");
        Assert.Equal("version=\ncommit=\ntime=\n", repository.Run("deployed", "prod").Output);
        History("null");
        Assert.Equal("version=\ncommit=\ntime=\n", repository.Run("deployed", "prod").Output);
    }

    [Fact]
    public void A_version_that_works_stays()
    {
        var outcome = repository.Run("deploy", "acme/prod", "--version", "1.2.0", "--seconds", "1");
        Assert.True(outcome.Code == 0, outcome.Output + outcome.Complaint);
        Assert.Equal(["1.2.0"], Deployed());
        Assert.Contains($"pulumi config set infra:commit {second} --stack acme/prod", repository.Calls, StringComparison.Ordinal);
        Assert.Contains("/api/v1/queue/health", repository.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public void A_system_is_asked_at_the_addresses_that_it_calls_its_health()
    {
        repository.Environment["SYSTEM"] = "car-api";
        repository.Environment["HEALTH"] = "https://search.example.com/health_check https://search.example.com/api/health";
        Assert.Equal(0, repository.Run("deploy", "prod", "--version", "1.2.0", "--seconds", "1").Code);
        Assert.Contains("https://search.example.com/health_check", repository.Calls, StringComparison.Ordinal);
        Assert.Contains("https://search.example.com/api/health", repository.Calls, StringComparison.Ordinal);
        Assert.DoesNotContain("https://search.example.com/health\n", repository.Calls, StringComparison.Ordinal);
        Assert.DoesNotContain("queue", repository.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_of_a_cluster_are_renewed_before_the_engine_uses_them()
    {
        const string Urn = "urn:pulumi:prod::infra::infra:kubernetes:Cluster$digitalocean:index/kubernetesCluster:KubernetesCluster::cluster";
        repository.Environment["STATE"] = $$"""{"deployment": {"resources": [{"type": "pulumi:pulumi:Stack", "urn": "x"}, {"type": "digitalocean:index/kubernetesCluster:KubernetesCluster", "urn": "{{Urn}}" } ] } }""";
        Assert.Equal(0, repository.Run("deploy", "prod", "--version", "1.2.0", "--seconds", "1").Code);
        var calls = repository.Calls.Split('\n').ToList();
        var refresh = calls.FindIndex(call => call.StartsWith($"pulumi refresh --yes --skip-preview --non-interactive --target {Urn} --stack prod", StringComparison.Ordinal));
        Assert.InRange(refresh, 0, calls.FindIndex(call => call.StartsWith("pulumi up ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_server_has_no_credentials_to_renew()
    {
        repository.Environment["STATE"] = """{"deployment": {"resources": [{"type": "pulumi:pulumi:Stack", "urn": "x"}]}}""";
        Assert.Equal(0, repository.Run("deploy", "prod", "--version", "1.2.0", "--seconds", "1").Code);
        Assert.DoesNotContain("pulumi refresh", repository.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_of_a_commit_is_its_tag()
    {
        repository.Git("tag", "v1.1.5", first);
        Assert.Equal(0, repository.Run("deploy", "prod", "--commit", "v1.1.5", "--seconds", "1").Code);
        Assert.Equal(["1.1.5"], Deployed());
    }

    [Fact]
    public void A_version_that_does_not_answer_is_taken_back()
    {
        Works("1.1.0");
        var outcome = repository.Run("deploy", "prod", "--version", "1.2.0", "--seconds", "1");
        Assert.Equal(1, outcome.Code);
        Assert.Equal(["1.2.0", "1.1.0"], Deployed());
        Assert.Contains($"infra:commit {first}", repository.Calls, StringComparison.Ordinal);
        Assert.Contains("1.1.0 runs in prod again", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_that_the_engine_cannot_deploy_is_taken_back()
    {
        repository.Environment["UP_FAILS"] = "1.2.0";
        Assert.Equal(1, repository.Run("deploy", "prod", "--version", "1.2.0", "--seconds", "1").Code);
        Assert.Equal(["1.2.0", "1.1.0"], Deployed());
    }

    [Fact]
    public void A_rollback_that_fails_is_told_apart()
    {
        Works("nothing");
        var outcome = repository.Run("deploy", "prod", "--version", "1.2.0", "--seconds", "1");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("going back failed too; next: docs/runbooks.md", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_version_has_nothing_to_go_back_to()
    {
        History("[]");
        Works("nothing");
        var outcome = repository.Run("deploy", "prod", "--version", "1.0.0", "--seconds", "1");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("nothing ran in prod before", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("destroy", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(["1.0.0"], Deployed());
    }

    [Fact]
    public void A_version_that_a_plain_pulumi_up_deployed_is_gone_back_to()
    {
        History($$$"""
            [{"kind": "update", "result": "succeeded", "startTime": "2026-11-01T00:00:00Z", "environment": {"git.head": "{{{first}}}", "git.dirty": "false"},
              "config": {"infra:imageTag": {"value": "1.1.0"} } }]
            """);
        Works("1.1.0");
        Assert.Equal(1, repository.Run("deploy", "prod", "--version", "1.2.0", "--seconds", "1").Code);
        Assert.Equal(["1.2.0", "1.1.0"], Deployed());
        Assert.Contains($"infra:commit {first}", repository.Calls, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"git.head": "0123456789012345678901234567890123456789", "git.dirty": "true"}""", "next: scripts/operate rollback 1.1.0 --stack prod")]
    [InlineData("""{"git.head": "0123456789012345678901234567890123456789"}""", "next: git fetch --all, then: scripts/deploy prod --version 1.1.0 --commit 0123456789012345678901234567890123456789")]
    [InlineData("{}", "next: scripts/operate rollback 1.1.0 --stack prod")]
    public void A_version_whose_program_cannot_be_had_is_named_with_what_to_do(string environment, string next)
    {
        History($$$"""[{"kind": "update", "result": "succeeded", "startTime": "x", "environment": {{{environment}}}, "config": {"infra:imageTag": {"value": "1.1.0"} } }]""");
        Works("nothing");
        var outcome = repository.Run("deploy", "prod", "--version", "1.2.0", "--seconds", "1");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("1.1.0 ran in prod", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(next, outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("destroy", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_only_shows()
    {
        Assert.Equal(0, repository.Run("deploy", "prod", "--version", "1.2.0", "--dry-run").Code);
        Assert.Empty(Deployed());
        Assert.Contains("pulumi preview --diff", repository.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public void The_directory_stays_as_it_is()
    {
        repository.Write("Pulumi.prod.yaml", "config: {changed: here}\n");
        Works("1.1.0");
        Assert.Equal(1, repository.Run("deploy", "prod", "--version", "1.2.0", "--seconds", "1").Code);
        Assert.Equal("config: {changed: here}\n", repository.Read("Pulumi.prod.yaml"));
        Assert.Single(repository.Git("worktree", "list").Split('\n'));
        Assert.All(repository.Calls.Split('\n').Where(call => call.Contains("config set", StringComparison.Ordinal)), call => Assert.DoesNotContain($"--cwd {repository.Path} ", call + " ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("say which stack")]
    [InlineData("git knows no commit 'v7.7.7'", "prod", "--commit", "v7.7.7")]
    [InlineData("--seconds 'soon' is no number", "prod", "--seconds", "soon")]
    [InlineData("there is one stack, not 'dev' and 'prod'", "dev", "prod")]
    public void What_is_not_understood_is_said(string reason, params string[] arguments)
    {
        var outcome = repository.Run("deploy", arguments);
        Assert.Equal(64, outcome.Code);
        Assert.Contains(reason, outcome.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_without_drift_is_found_to_have_none()
    {
        Assert.Equal(0, repository.Run("drift", "prod").Code);
        Assert.Contains("pulumi preview --refresh --expect-no-changes", repository.Calls, StringComparison.Ordinal);
        Assert.Contains("config set infra:imageTag 1.1.0", repository.Calls, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error: no changes were expected but changes occurred", 1)]
    [InlineData("error: no changes were expected but changes were proposed", 1)]
    [InlineData("error: no changes were expected for preview but changes were proposed", 1)]
    [InlineData("error: the token has expired", 2)]
    public void Drift_is_told_from_a_failure(string message, int code)
    {
        repository.Stand("pulumi", $$"""
            [[ "$*" != *"stack history"* ]] || cat "$HISTORY"
            [[ "$*" != preview* ]] || { echo "~ a firewall"; echo "{{message}}"; exit 255; }
            """);
        var outcome = repository.Run("drift", "prod", "--out", "drift.md");
        Assert.Equal(code, outcome.Code);
        Assert.Equal(code == 1, File.Exists(Path.Combine(repository.Path, "drift.md")));
        Assert.Single(repository.Git("worktree", "list").Split('\n'));
    }

    private string[] Deployed() =>
        [.. repository.Calls.Split('\n').Where(call => call.StartsWith("pulumi up ", StringComparison.Ordinal)).Select(call => call.Split("--message ")[1].Split(' ')[0])];

    private void History(string json)
    {
        var file = Path.Combine(repository.Path, "..", "history.json");
        File.WriteAllText(file, json);
        repository.Environment["HISTORY"] = file;
    }

    private void Works(string version) => repository.Environment["WORKS"] = version;
}
