namespace Infra.Tests.Pipeline;

/// <summary>The scripts that ask a running system.</summary>
public sealed class SystemScriptTests : IDisposable
{
    private readonly ScriptRepository repository = new();

    public void Dispose() => repository.Dispose();

    [Fact]
    public void A_system_that_answers_passes()
    {
        using var system = new HttpStand((_, path) => (200, path == "/api/v1/queue/health" ? """{"status":"healthy"}""" : "ok"));
        var outcome = repository.Run("smoke-test", system.Url, "--expect", "/api/v1/queue/health=\"status\":\"healthy\"", "--seconds", "5");
        Assert.True(outcome.Code == 0, outcome.Output + outcome.Complaint);
        Assert.EndsWith("2 passed, 0 failed\n", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(503, "ok", "status 503 instead of 200")]
    [InlineData(200, "unhealthy", "the answer does not contain fine: unhealthy")]
    public void A_system_that_is_ill_fails(int status, string body, string reason)
    {
        using var system = new HttpStand((_, path) => path == "/health" ? (200, "ok") : (status, body));
        var outcome = repository.Run("smoke-test", system.Url, "--expect", "/ready=fine", "--seconds", "1");
        Assert.Equal(1, outcome.Code);
        Assert.Contains(reason, outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 passed, 1 failed\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_system_may_take_its_time()
    {
        var asked = 0;
        using var system = new HttpStand((_, _) => (Interlocked.Increment(ref asked) < 3 ? 502 : 200, "ok"));
        Assert.Equal(0, repository.Run("smoke-test", system.Url, "--seconds", "30").Code);
        Assert.Equal(3, asked);
    }

    [Theory]
    [InlineData("strict-transport-security: max-age=1", "301 https://search.example.com/", 0, "3 passed, 0 failed")]
    [InlineData("server: nginx", "301 https://search.example.com/", 1, "no header Strict-Transport-Security")]
    [InlineData("strict-transport-security: max-age=0", "301 https://search.example.com/", 1, "no header Strict-Transport-Security")]
    [InlineData("strict-transport-security: max-age=1", "200 ", 1, "instead of a redirect to https")]
    [InlineData("strict-transport-security: max-age=1", "301 http://search.example.com/", 1, "instead of a redirect to https")]
    public void A_public_system_is_encrypted(string header, string redirect, int code, string said)
    {
        repository.Environment["HEADER"] = header;
        repository.Environment["REDIRECT"] = redirect;
        repository.Stand("curl", """
            case "$*" in
            *--head*) printf 'HTTP/2 200\r\n%s\r\n' "$HEADER" ;;
            *redirect_url*) printf '%s' "$REDIRECT" ;;
            *) printf 200 ;;
            esac
            """);
        var outcome = repository.Run("smoke-test", "https://search.example.com/", "--seconds", "1");
        Assert.Equal(code, outcome.Code);
        Assert.Contains(said, outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'' is no URL")]
    [InlineData("'search.example.com' is no URL", "search.example.com")]
    [InlineData("'https://example.com/path' is no URL", "https://example.com/path")]
    [InlineData("is not of the form /PATH=TEXT", "https://example.com", "--expect", "health")]
    public void What_is_not_understood_is_said(string reason, params string[] arguments)
    {
        var outcome = repository.Run("smoke-test", arguments);
        Assert.Equal(64, outcome.Code);
        Assert.Contains(reason, outcome.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_droplet_drills_itself()
    {
        Pulumi("droplet");
        repository.Stand("ssh", "exit \"${SSH_ENDS:-0}\"");
        var outcome = repository.Run("restore-drill", "acme/prod");
        Assert.True(outcome.Code == 0, outcome.Complaint);
        Assert.Contains("StrictHostKeyChecking=yes", repository.Calls, StringComparison.Ordinal);
        Assert.Contains("deploy@203.0.113.7 /opt/vision/bin/restore-drill\n", repository.Calls, StringComparison.Ordinal);

        repository.Environment["SSH_ENDS"] = "1";
        Assert.Equal(1, repository.Run("restore-drill", "acme/prod").Code);
    }

    [Theory]
    [InlineData("Complete", 0)]
    [InlineData("Failed", 1)]
    [InlineData("FailureTarget Failed", 1)]
    public void A_cluster_drills_in_a_job(string condition, int code)
    {
        using var api = new HttpStand((_, _) => (200, "apiVersion: v1"));
        repository.Environment["DIGITALOCEAN_API_URL"] = api.Url;
        repository.Environment["DIGITALOCEAN_TOKEN"] = "dop_v1_example";
        repository.Environment["CONDITION"] = condition;
        repository.Environment["RESTORE_DRILL_WAIT_SECONDS"] = "0";
        Pulumi("kubernetes");
        repository.Stand("kubectl", """
            [[ -s $KUBECONFIG ]] || exit 9
            [[ "$*" != *"get job"* ]] || { [[ -e ${KUBECONFIG}.asked ]] && printf '%s' "$CONDITION"; touch "${KUBECONFIG}.asked"; exit 0; }
            """);

        var outcome = repository.Run("restore-drill", "prod");
        Assert.True(outcome.Code == code, outcome.Output + outcome.Complaint);
        Assert.Equal("GET /v2/kubernetes/clusters/c1/kubeconfig?expiry_seconds=7200", Assert.Single(api.Requests));
        Assert.Matches(@"kubectl --namespace vision create job restore-drill-\d{8}-\d{6} --from=cronjob/restore-drill", repository.Calls);
        Assert.Contains("logs job/restore-drill-", repository.Calls, StringComparison.Ordinal);
        Assert.Equal(code == 0, outcome.Output.Contains("the newest backup of prod can be restored", StringComparison.Ordinal));
    }

    [Fact]
    public void A_dry_run_of_a_drill_starts_nothing()
    {
        Pulumi("kubernetes");
        repository.Environment["DIGITALOCEAN_TOKEN"] = "dop_v1_example";
        repository.Stand("kubectl", "exit 9");
        var outcome = repository.Run("restore-drill", "prod", "--dry-run");
        Assert.True(outcome.Code == 0, outcome.Complaint);
        Assert.DoesNotContain("kubectl", repository.Calls, StringComparison.Ordinal);
        Assert.Contains("in the namespace vision of the cluster c1", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_script_explains_itself()
    {
        foreach (var script in Directory.EnumerateFiles(Path.Combine(Plans.Repository, "scripts")).Select(Path.GetFileName))
        {
            var outcome = repository.Run(script!, "--help");
            Assert.True(outcome.Code == 0 && outcome.Output.Contains($"scripts/{script}", StringComparison.Ordinal), $"scripts/{script} --help: {outcome.Output}{outcome.Complaint}");
        }
    }

    private void Pulumi(string topology)
    {
        repository.Environment["TOPOLOGY"] = topology;
        repository.Stand("pulumi", """
            case "$*" in
            "config get infra:topology"*) echo "$TOPOLOGY" ;;
            "config get infra:system"*) echo vision ;;
            "stack output address"*) echo 203.0.113.7 ;;
            "stack export"*) echo '{"deployment": {"resources": [{"type": "pulumi:pulumi:Stack"}, {"type": "digitalocean:index/kubernetesCluster:KubernetesCluster", "id": "c1"}]}}' ;;
            esac
            """);
    }
}
