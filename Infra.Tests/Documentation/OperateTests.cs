using System.Text.Json;
using Infra.Systems;

namespace Infra.Tests.Documentation;

/// <summary>What <c>scripts/operate</c> types for a person, with stand-ins for pulumi, ssh and kubectl.</summary>
public sealed class OperateTests
{
    [Theory]
    [InlineData("logs api --follow --lines 5", "/opt/vision/bin/logs api --lines 5 --follow")]
    [InlineData("logs", "/opt/vision/bin/logs --lines 100")]
    [InlineData("health", "/opt/vision/bin/health-check")]
    [InlineData("status", "/opt/vision/bin/status")]
    [InlineData("rollback", "/opt/vision/bin/rollback")]
    [InlineData("rollback 1.4.1", "/opt/vision/bin/rollback 1.4.1")]
    [InlineData("scale api=4", "/opt/vision/bin/scale api=4")]
    [InlineData("dead-jobs", "/opt/vision/bin/dead-jobs list")]
    [InlineData("dead-jobs requeue --all", "/opt/vision/bin/dead-jobs requeue --all")]
    [InlineData(
        "dead-jobs remove document_processing/1767225600000-0",
        "/opt/vision/bin/dead-jobs remove document_processing/1767225600000-0")]
    [InlineData("backup", "/opt/vision/bin/backup")]
    [InlineData("restore --yes", "/opt/vision/bin/restore latest --yes")]
    [InlineData("restore 20260102T020000Z --yes", "/opt/vision/bin/restore 20260102T020000Z --yes")]
    [InlineData("restore-drill", "/opt/vision/bin/restore-drill")]
    [InlineData("migrate", "/opt/vision/bin/migrate")]
    [InlineData("db-shell", "/opt/vision/bin/db-shell")]
    [InlineData("db-shell --write", "/opt/vision/bin/db-shell --write")]
    public void A_server_is_asked_by_ssh(string words, string typed)
    {
        using var shell = Stack("droplet");
        var (code, _, error) = shell.Run("scripts/operate", [.. words.Split(' '), "--stack", "prod"]);
        Assert.True(code == 0, error);
        Assert.Equal($"ssh deploy@198.51.100.7 {typed}", Assert.Single(shell.Calls, call => call.StartsWith("ssh ", StringComparison.Ordinal)));
        Assert.Empty(CommandCheck.Problems(new("operate", $"```sh\n{typed}\n```\n")));
        Assert.All(shell.Calls.Where(call => call.StartsWith("pulumi ", StringComparison.Ordinal)), call => Assert.EndsWith("--stack prod", call, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("logs api --follow", "logs --selector app.kubernetes.io/part-of=vision,app.kubernetes.io/component=api --all-containers --prefix --tail 100 --max-log-requests 50 --follow")]
    [InlineData("status", "get deployments,statefulsets,hpa,pods,cronjobs --output wide")]
    [InlineData("scale api=4", "patch hpa/api --patch {\"spec\": {\"minReplicas\": 4, \"maxReplicas\": 10}}")]
    [InlineData("scale api=20", "patch hpa/api --patch {\"spec\": {\"minReplicas\": 20, \"maxReplicas\": 20}}")]
    [InlineData("scale dashboard=2", "scale deployment/dashboard --replicas 2")]
    [InlineData("health", "rollout status deployment.apps/api --timeout=10s")]
    public void A_cluster_is_asked_by_kubectl(string words, string typed)
    {
        using var shell = Stack("kubernetes");
        var (code, _, error) = shell.Run("scripts/operate", [.. words.Split(' '), "--stack", "prod"]);
        Assert.True(code == 0, error);
        Assert.Contains($"kubectl --namespace vision {typed}", shell.Calls);
    }

    [Theory]
    [InlineData("dead-jobs", "list")]
    [InlineData("dead-jobs requeue --all", "requeue --all")]
    [InlineData("dead-jobs remove document_processing/1767225600000-0", "remove document_processing/1767225600000-0")]
    public void Dead_jobs_are_handled_by_the_services_own_command(string words, string typed)
    {
        using var shell = Stack("kubernetes", system: "document-search");
        var (code, _, error) = shell.Run("scripts/operate", [.. words.Split(' '), "--stack", "prod"]);
        Assert.True(code == 0, error);
        Assert.Contains(
            $"kubectl --namespace document-search exec deployment/worker -- dotnet /program/document-search.dll dead-jobs {typed}", shell.Calls);

        using var other = Stack("kubernetes");
        Assert.Contains("vision has no queue of its own", other.Run("scripts/operate", "dead-jobs").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rollback_takes_all_services_of_the_system_and_nothing_else()
    {
        using var shell = Cluster(["api 7 1.4.2: 6 1.4.1, 5 1.4.0", "worker 4 1.4.2: 3 1.4.1", "redis-exporter 1 v1.92.1:"]);
        var (code, _, error) = shell.Run("scripts/operate", "rollback", "--stack", "prod");
        Assert.True(code == 0, error);
        Assert.Equal(["undo deployment/api --to-revision=6", "undo deployment/worker --to-revision=3", "status deployment/api --timeout=10m", "status deployment/worker --timeout=10m"], Rollouts(shell));
        Assert.Contains("infra:imageTag 1.4.1", error, StringComparison.Ordinal);
    }

    /// <summary>A configuration that changed with the same version is no version to go back to, and the newest one that all services had is taken.</summary>
    [Fact]
    public void A_rollback_goes_to_the_newest_version_that_every_service_had()
    {
        using var shell = Cluster(["api 9 1.4.2: 8 1.4.2, 7 1.4.1-hotfix, 6 1.4.1", "worker 4 1.4.2: 3 1.4.1"]);
        Assert.Equal(0, shell.Run("scripts/operate", "rollback", "--stack", "prod").Code);
        Assert.Equal(["undo deployment/api --to-revision=6", "undo deployment/worker --to-revision=3"], Rollouts(shell)[..2]);
    }

    [Fact]
    public void A_rollback_that_was_interrupted_is_brought_to_its_end()
    {
        using var shell = Cluster(["api 8 1.4.1: 7 1.4.2", "worker 4 1.4.2: 3 1.4.1"]);
        Assert.Equal(0, shell.Run("scripts/operate", "rollback", "--stack", "prod").Code);
        Assert.Equal(["undo deployment/worker --to-revision=3", "status deployment/worker --timeout=10m"], Rollouts(shell));
    }

    [Theory]
    [InlineData("worker never ran 1.4.1 here", "api 7 1.4.2: 6 1.4.1", "worker 1 1.4.2:")]
    [InlineData("the cluster knows no version before 1.4.2", "api 7 1.4.2: 6 1.4.2", "worker 1 1.4.2:")]
    [InlineData("no service runs an image of registry.example.com/acme", "redis-exporter 1 v1.92.1: 0 v1.91.0")]
    public void A_rollback_that_is_not_possible_for_all_touches_none(string reason, params string[] deployments)
    {
        using var shell = Cluster(deployments);
        var (code, _, error) = shell.Run("scripts/operate", "rollback", "--stack", "prod");
        Assert.Equal(1, code);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Contains("next: scripts/operate ", error, StringComparison.Ordinal);
        Assert.Empty(Rollouts(shell));
    }

    [Theory]
    [InlineData("rollout undo deployment/worker", "undo deployment/api --to-revision=6,undo deployment/worker --to-revision=3,undo deployment/api --to-revision=7")]
    [InlineData("rollout status deployment/worker", "undo deployment/api --to-revision=6,undo deployment/worker --to-revision=3,status deployment/api --timeout=10m,"
        + "status deployment/worker --timeout=10m,undo deployment/api --to-revision=7,undo deployment/worker --to-revision=4")]
    public void A_rollback_that_fails_for_one_puts_all_back(string failing, string rollouts)
    {
        using var shell = Cluster(["api 7 1.4.2: 6 1.4.1", "worker 4 1.4.2: 3 1.4.1"], failing);
        var (code, _, error) = shell.Run("scripts/operate", "rollback", "--stack", "prod");
        Assert.Equal(1, code);
        Assert.Equal(rollouts.Split(','), Rollouts(shell));
        Assert.Contains("next: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cluster_is_reached_with_credentials_that_are_valid_now()
    {
        using var shell = Stack("kubernetes");
        var (code, _, error) = shell.Run("scripts/operate", "status", "--stack", "prod");
        Assert.True(code == 0, error);
        Assert.Single(shell.Calls, call => call.EndsWith("/clusters/c1/kubeconfig?expiry_seconds=7200", StringComparison.Ordinal));
        Assert.DoesNotContain(shell.Calls, call => call.Contains("dop_v1_example", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("backup", "backup-manual-", "")]
    [InlineData("restore 20260102T020000Z --yes", "restore-manual-", "20260102T020000Z")]
    [InlineData("restore --yes", "restore-manual-", "newest")]
    [InlineData("restore-drill", "restore-drill-manual-", "")]
    public async Task A_job_is_made_of_the_clusters_own_template(string words, string name, string backup)
    {
        using var shell = Stack("kubernetes", await CronJobsAsync());
        var (code, _, error) = shell.Run("scripts/operate", words.Split(' '));
        Assert.True(code == 0, error);
        using var job = JsonDocument.Parse(shell.Files);
        Assert.StartsWith(name, job.RootElement.GetProperty("metadata").GetProperty("name").GetString(), StringComparison.Ordinal);
        var pod = job.RootElement.GetProperty("spec").GetProperty("template").GetProperty("spec");
        var containers = pod.GetProperty("initContainers").EnumerateArray().Concat(pod.GetProperty("containers").EnumerateArray()).ToArray();
        Assert.All(containers, container => Assert.Equal(backup, container.GetProperty("env").EnumerateArray().Where(entry => entry.GetProperty("name").GetString() == "BACKUP").Select(entry => entry.GetProperty("value").GetString()).SingleOrDefault("")));
        Assert.Contains(shell.Calls, call => call.Contains($"wait --for=condition=complete --timeout=1s job/{name}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("db-shell", "-c default_transaction_read_only=on")]
    [InlineData("db-shell --write", "")]
    public async Task A_shell_on_the_database_is_a_pod_as_confined_as_the_backups(string words, string settings)
    {
        using var shell = Stack("kubernetes", await CronJobsAsync());
        var (code, _, error) = shell.Run("scripts/operate", words.Split(' '));
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(shell.Files);
        var spec = json.RootElement.GetProperty("spec");
        Assert.True(spec.GetProperty("securityContext").GetProperty("runAsNonRoot").GetBoolean());
        var container = Assert.Single(spec.GetProperty("containers").EnumerateArray());
        Assert.True(container.GetProperty("securityContext").GetProperty("readOnlyRootFilesystem").GetBoolean());
        Assert.Contains(container.GetProperty("env").EnumerateArray(), entry => entry.GetProperty("name").GetString() == "PGPASSWORD");
        Assert.Equal(settings, container.GetProperty("env").EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == "PGOPTIONS").GetProperty("value").GetString());
        Assert.Contains(shell.Calls, call => call.Contains(" exec --stdin --tty db-shell-", StringComparison.Ordinal));
        Assert.Contains(shell.Calls, call => call.Contains(" delete pod db-shell-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_last_migration_is_run_again_after_a_backup()
    {
        // As Kubernetes gives it back: with a selector and labels of the first run, which a second one must not have.
        const string Job = """
            {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "migrate-1-4-2", "namespace": "vision", "uid": "1", "labels": {"app.kubernetes.io/component": "migrate"}},
             "spec": {"backoffLimit": 2, "selector": {"matchLabels": {"controller-uid": "1"}}, "template": {"metadata": {"labels":
             {"app.kubernetes.io/component": "migrate", "controller-uid": "1", "batch.kubernetes.io/controller-uid": "1", "job-name": "migrate-1-4-2", "batch.kubernetes.io/job-name": "migrate-1-4-2"}},
             "spec": {"containers": [{"name": "migrate", "image": "example/vision:1.4.2"}]}}}}
            """;
        using var shell = Stack("kubernetes", await CronJobsAsync(), Job);
        var (code, _, error) = shell.Run("scripts/operate", "migrate");
        Assert.True(code == 0, error);
        var created = shell.Calls.Where(call => call.Contains(" create --filename ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, created.Length);
        using var json = JsonDocument.Parse(shell.Files);
        Assert.StartsWith("migrate-manual-", json.RootElement.GetProperty("metadata").GetProperty("name").GetString(), StringComparison.Ordinal);
        Assert.False(json.RootElement.GetProperty("spec").TryGetProperty("selector", out _));
        var template = json.RootElement.GetProperty("spec").GetProperty("template");
        Assert.Equal("app.kubernetes.io/component", Assert.Single(template.GetProperty("metadata").GetProperty("labels").EnumerateObject()).Name);
        Assert.Equal("example/vision:1.4.2", template.GetProperty("spec").GetProperty("containers")[0].GetProperty("image").GetString());
        Assert.Contains(shell.Calls, call => call.Contains("wait --for=condition=complete --timeout=1s job/backup-manual-", StringComparison.Ordinal));
    }

    [Fact]
    public void A_failed_job_is_a_failure()
    {
        using var shell = Stack("kubernetes").With("kubectl", """
            case "$*" in
            *" get cronjob/"*) echo '{"metadata": {"namespace": "vision"}, "spec": {"jobTemplate": {"spec": {}}}}' ;;
            *" get job/"*) echo Failed ;;
            *" wait "*) exit 1 ;;
            esac
            """);
        var (code, _, error) = shell.Run("scripts/operate", "backup");
        Assert.Equal(1, code);
        Assert.Contains("next: kubectl --namespace vision describe job/backup-manual-", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("droplet")]
    [InlineData("kubernetes")]
    public void A_version_is_deployed_by_the_program(string topology)
    {
        using var shell = Stack(topology);
        Assert.Equal(0, shell.Run("scripts/operate", "deploy", "1.4.2", "--yes", "--stack", "prod").Code);
        var commit = shell.Run("git", "rev-parse", "HEAD").Output.Trim();
        Assert.Matches("^[0-9a-f]{40}$", commit);
        Assert.Equal(["pulumi config set infra:imageTag 1.4.2 --stack prod", $"pulumi config set infra:commit {commit} --stack prod", "pulumi stack export --stack prod",
            .. topology == "kubernetes" ? new[] { "pulumi refresh --yes --skip-preview --non-interactive --target urn:pulumi:prod::infra::cluster --stack prod" } : [], "pulumi up --stack prod --yes"], shell.Calls);
    }

    [Fact]
    public void What_pulumi_warns_of_is_no_part_of_what_a_stack_tells()
    {
        using var shell = new Shell().With("ssh", "").With("pulumi", """
            echo 'warning: A new version of Pulumi is available' >&2
            case "$*" in
            *"output topology"*) echo droplet ;;
            *"output system"*) echo vision ;;
            *"output address"*) echo 198.51.100.7 ;;
            esac
            """);
        var (code, _, error) = shell.Run("scripts/operate", "status", "--stack", "prod");
        Assert.True(code == 0, error);
        Assert.Contains("ssh deploy@198.51.100.7 /opt/vision/bin/status", shell.Calls);
    }

    [Fact]
    public void A_stack_may_name_its_organisation()
    {
        using var shell = Stack("droplet");
        Assert.Equal(0, shell.Run("scripts/operate", "health", "--stack", "acme/prod").Code);
        Assert.Contains("pulumi stack output topology --stack acme/prod", shell.Calls);
    }

    [Fact]
    public void A_dry_run_changes_nothing()
    {
        foreach (var words in new[] { "deploy 1.4.2", "rollback", "scale api=4", "backup", "migrate" })
        {
            using var shell = Stack("droplet");
            var (code, _, error) = shell.Run("scripts/operate", [.. words.Split(' '), "--dry-run"]);
            Assert.Equal(0, code);
            Assert.Contains("+ ", error, StringComparison.Ordinal);
            Assert.All(shell.Calls, call => Assert.StartsWith("pulumi stack output ", call, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("", "which command?")]
    [InlineData("relase", "there is no command 'relase'")]
    [InlineData("deploy", "next: scripts/operate deploy 1.4.2")]
    [InlineData("scale", "next: scripts/operate scale api=4")]
    [InlineData("scale api=0", "is not SERVICE=N")]
    [InlineData("scale api=101", "is not SERVICE=N")]
    [InlineData("dead-jobs requeue", "which jobs?")]
    [InlineData("dead-jobs list x", "dead-jobs list does not take 'x'")]
    [InlineData("dead-jobs bury x", "'bury' is not list, requeue or remove")]
    [InlineData("dead-jobs remove a;b", "is no ID of a job")]
    [InlineData("scale api=2 --all", "scale does not take --all")]
    [InlineData("restore", "this replaces the present data of stack dev")]
    [InlineData("health api", "health does not take 'api'")]
    [InlineData("logs api;id", "is not what logs takes")]
    [InlineData("logs --lines many", "is no number of lines")]
    [InlineData("logs --stack a;b", "is no name of a stack")]
    [InlineData("logs --folow", "there is no option '--folow'")]
    public void What_cannot_be_done_is_told_before_anything_is_asked(string words, string message)
    {
        using var shell = Stack("droplet");
        var (code, _, error) = shell.Run("scripts/operate", words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.NotEqual(0, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Contains("next: ", error, StringComparison.Ordinal);
        Assert.Empty(shell.Calls);
    }

    [Fact]
    public void A_stack_that_was_never_deployed_is_told()
    {
        using var shell = new Shell().With("pulumi", "echo \"error: no stack named 'dev' found\" >&2; exit 255");
        var (code, _, error) = shell.Run("scripts/operate", "health");
        Assert.Equal(1, code);
        Assert.Contains("no stack named 'dev' found", error, StringComparison.Ordinal);
        Assert.Contains("next: pulumi up --stack dev", error, StringComparison.Ordinal);
    }

    private static Shell Stack(string topology, string cronJobs = "", string migration = "", string system = "vision") => new Shell()
        .With("pulumi", $$"""
            case "$*" in
            *"output topology"*) echo {{topology}} ;;
            *"output system"*) echo {{system}} ;;
            *"output address"*) echo 198.51.100.7 ;;
            *"output healthUrls"*) echo https://vision.example.com/health ;;
            "config get digitalocean:token --stack "*) echo dop_v1_example ;;
            "stack export --stack "*) [ {{topology}} = droplet ] || echo '{"deployment": {"resources": [{"type": "pulumi:pulumi:Stack"}, {"type": "digitalocean:index/kubernetesCluster:KubernetesCluster", "id": "c1", "urn": "urn:pulumi:prod::infra::cluster"} ] } }' ;;
            esac
            """)
        .With("ssh", "")
        .With("curl", """case "$*" in *" https://api.digitalocean.com/v2/kubernetes/clusters/c1/kubeconfig?expiry_seconds=7200") cat >/dev/null; echo 'apiVersion: v1' ;; esac""")
        .With("kubectl", $$"""
            [ -s "$KUBECONFIG" ] || exit 9
            case "$*" in
            *" get deployments "*--output\ name*) printf 'deployment.apps/api\ndeployment.apps/dashboard\n' ;;
            *" get hpa/api "*) echo 10 ;;
            *" get hpa/"*) exit 1 ;;
            *" get cronjob/"*) words="$*"; name=${words#*cronjob/}; jq --arg name "${name%% *}" '.[$name]' <<'JSON'
            {{cronJobs}}
            JSON
            ;;
            *" get jobs "*) printf 'job.batch/migrate-1-4-1\njob.batch/migrate-1-4-2\n' ;;
            *" get job.batch/migrate-1-4-2 "*) cat <<'JSON'
            {{migration}}
            JSON
            ;;
            *" get job/"*) echo Complete ;;
            *" create --filename "*) words="$*"; cat "${words##* }" >FILES ;;
            esac
            """);

    private static string[] Rollouts(Shell shell) =>
        [.. shell.Calls.Where(call => call.Contains(" rollout ", StringComparison.Ordinal)).Select(call => call.Split(" rollout ")[1])];

    /// <summary>A cluster with deployments: name, revision and tag that run, and after a colon those before. Exporters run images of others.</summary>
    private static Shell Cluster(string[] deployments, string failing = "nothing")
    {
        const string Labels = "\"labels\": {\"app.kubernetes.io/part-of\": \"vision\"}";
        static string Spec(string name, string tag) =>
            $$"""{"template": {"spec": {"containers": [{"name": "{{name}}", "image": "{{(name.EndsWith("exporter", StringComparison.Ordinal) ? "docker.io/example" : "registry.example.com/acme")}}/vision:{{tag}}"} ] } } }""";
        static string Meta(string name, string revision, string more) => $$"""{"name": "{{name}}", {{Labels}}, "annotations": {"deployment.kubernetes.io/revision": "{{revision}}"}, {{more}}}""";
        var (items, sets) = (new List<string>(), new List<string>());
        foreach (var words in deployments.Select(line => line.Split([' ', ':', ','], StringSplitOptions.RemoveEmptyEntries)))
        {
            var name = words[0];
            items.Add($$"""{"metadata": {{Meta(name, words[1], $"\"uid\": \"{name}-uid\"")}}, "spec": {{Spec(name, words[2])}}}""");
            for (var index = 1; index < words.Length; index += 2)
            {
                // A version's set was made when the version came, and keeps its time when it is gone back to.
                var more = $"\"creationTimestamp\": \"2026-01-{Day(words[index + 1]) + 1:00}T00:00:00Z\", \"ownerReferences\": [{{\"uid\": \"{name}-uid\"}}]";
                sets.Add($$"""{"metadata": {{Meta($"{name}-{words[index]}", words[index], more)}}, "spec": {{Spec(name, words[index + 1])}}}""");
            }
        }

        return Stack("kubernetes").With("pulumi", """
            case "$*" in
            *"output topology"*) echo kubernetes ;;
            *"output system"*) echo vision ;;
            *"output registryEndpoint"*) echo registry.example.com/acme ;;
            "config get digitalocean:token --stack "*) echo dop_v1_example ;;
            "stack export --stack "*) echo '{"deployment": {"resources": [{"type": "digitalocean:index/kubernetesCluster:KubernetesCluster", "id": "c1", "urn": "urn:pulumi:prod::infra::cluster"}]}}' ;;
            esac
            """).With("kubectl", $$"""
            case "$*" in
            *" get deployments "*) echo '{"items": [{{string.Join(", ", items)}}]}' ;;
            *" get replicasets "*) echo '{"items": [{{string.Join(", ", sets)}}]}' ;;
            *"{{failing}} "*) exit 1 ;;
            esac
            """);
    }

    private static int Day(string tag) => tag switch { "1.4.0" => 1, "1.4.1" => 2, "1.4.1-hotfix" => 3, "1.4.2" => 4, _ => 0 };

    /// <summary>The CronJobs as the program makes them, by name.</summary>
    private static async Task<string> CronJobsAsync()
    {
        var plan = await Plans.Of("prod", "vision", Topology.Kubernetes);
        return JsonSerializer.Serialize(plan.OfType("kubernetes:batch/v1:CronJob").ToDictionary(job => job.Name, job => job.Inputs));
    }
}
