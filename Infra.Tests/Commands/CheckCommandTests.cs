using System.Text.Json;
using Infra.Commands;

namespace Infra.Tests.Commands;

public sealed class CheckCommandTests : IDisposable
{
    private const string Deployment =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec:\n  template:\n    spec:\n      hostNetwork: true\n      containers: [{name: main, image: shop}]\n";

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("check-");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public async Task Findings_name_file_line_rule_and_remedy_and_end_with_one()
    {
        Write("a/deployment.yaml", $"# written elsewhere\n---\nkind: Values\n---\n{Deployment}");
        var (code, output) = await Check("a");
        Assert.Equal(1, code);
        Assert.Contains("a/deployment.yaml:5: error POD-09 Deployment shop: shares the network of its node. Leave hostNetwork", output,
            StringComparison.Ordinal);
        Assert.EndsWith($"findings{Environment.NewLine}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_without_findings_end_with_zero()
    {
        Write("site.conf", "server_tokens off;\n");
        Assert.Equal((0, $"1 files, 1 pods, containers and directives, 0 findings{Environment.NewLine}"), await Check("site.conf"));
    }

    [Fact]
    public async Task A_Compose_project_is_judged_container_by_container()
    {
        Write("shop/compose.yaml", "services:\n  web:\n    image: shop:1.2.3\n  db:\n    image: postgres\n    ports: ['5432:5432']\n");
        Write("shop/values.yaml", "services: [web]\n");
        var (code, output) = await Check("shop");
        Assert.Equal(1, code);
        Assert.Contains("shop/compose.yaml:4: error CMP-08 container db: takes its image 'postgres' by a moving tag.", output, StringComparison.Ordinal);
        Assert.Contains("shop/compose.yaml:4: error CMP-20 container db: publishes", output, StringComparison.Ordinal);
        Assert.DoesNotContain("CMP-08 container web", output, StringComparison.Ordinal);
        Assert.Contains("1 files, 2 pods, containers and directives", output, StringComparison.Ordinal);

        Assert.Equal(0, (await Check("shop", "--profile", "restricted")).Code);
    }

    [Fact]
    public async Task A_directory_is_read_as_Compose_reads_it_there()
    {
        Write("shop/docker-compose.yml",
            "include: [store.yaml]\nservices:\n  web:\n    image: shop\n    extends: {file: base.yaml, service: base}\n");
        Write("shop/docker-compose.override.yml", "services:\n  web: {image: shop:1.2.3}\n  store: {ports: !reset []}\n");
        Write("shop/store.yaml", "services:\n  store:\n    image: store:1.2.3\n    ports: ['6379:6379']\n");
        Write("shop/base.yaml", "services:\n  base:\n    image: moving\n    pid: host\n");
        Write("shop/debug.yaml", "services:\n  web:\n    environment: {DEBUG: 1}\n");
        var (_, output) = await Check("shop");
        Assert.Contains("shop/docker-compose.yml:3: error CMP-10 container web: shares pid", output, StringComparison.Ordinal);
        Assert.Contains("shop/store.yaml:2: error CMP-02 container store", output, StringComparison.Ordinal);
        Assert.DoesNotContain("CMP-08", output, StringComparison.Ordinal);
        Assert.DoesNotContain("CMP-20", output, StringComparison.Ordinal);
        Assert.DoesNotContain("container base", output, StringComparison.Ordinal);
        Assert.Contains("1 files, 2 pods", output, StringComparison.Ordinal);

        Assert.Contains("CMP-20 container store", (await Check("shop/docker-compose.yml")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_only_overrides_another_one_cannot_be_judged_alone()
    {
        Write("debug.yaml", "services:\n  web:\n    environment: {DEBUG: 1}\n");
        var (code, output) = await Check("debug.yaml");
        Assert.Equal(1, code);
        Assert.Contains("debug.yaml:2: web has neither image nor build", output, StringComparison.Ordinal);

        Write("debug.yaml", "services:\n  web:\n    environment: {DEBUG: 1}\n  mail:\n    image: mail\n");
        (code, output) = await Check("debug.yaml");
        Assert.Equal(1, code);
        Assert.Contains("CMP-08 container mail", output, StringComparison.Ordinal);
        Assert.DoesNotContain("container web:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_asks_only_for_what_the_standard_says()
    {
        Write("pod.json", """
            {"apiVersion": "v1", "kind": "List", "items": [
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "shop"}, "spec": {"containers": [{"name": "main", "image": "shop"}]}}
            ]}
            """);
        Assert.Equal(0, (await Check("pod.json", "--profile", "baseline")).Code);
        var (code, output) = await Check("pod.json", "--profile", "restricted", "--format", "json");
        Assert.Equal(1, code);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(["POD-01", "POD-03", "POD-04", "POD-05"], json.RootElement.GetProperty("findings").EnumerateArray()
            .Select(finding => finding.GetProperty("rule").GetString()!));
        Assert.All(json.RootElement.GetProperty("findings").EnumerateArray(), finding =>
            Assert.Equal("restricted", finding.GetProperty("profile").GetString()));
    }

    [Fact]
    public async Task Sarif_names_every_rule_that_it_reports()
    {
        Write("b/pod.yaml", Deployment);
        Write("b/site.conf", "resolver 198.51.100.53;\n");
        var (_, output) = await Check("b", "--format", "sarif");
        using var json = JsonDocument.Parse(output);
        var run = json.RootElement.GetProperty("runs")[0];
        var known = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()
            .Select(rule => rule.GetProperty("id").GetString()).ToHashSet();
        var results = run.GetProperty("results").EnumerateArray().ToArray();
        Assert.Contains(results, result => result.GetProperty("ruleId").GetString() == "NGX-10");
        Assert.All(results, result => Assert.Contains(result.GetProperty("ruleId").GetString(), known));
    }

    [Theory]
    [InlineData("missing.yaml", null, "does not exist")]
    [InlineData("notes.txt", "hello", "is neither a Kubernetes manifest, nor a Compose project, nor a configuration of nginx")]
    [InlineData("values.yaml", "replicas: 3\n", "is neither a Kubernetes manifest, nor a Compose project, nor a configuration of nginx")]
    [InlineData("broken.yaml", "a: [", "broken.yaml:")]
    [InlineData("twice.yaml", "a: 1\na: 2\n", "twice.yaml:2:")]
    [InlineData("pod.yaml", "apiVersion: v1\nkind: Pod\nspec: {containers: [{name: main, securityContext: {runAsUser: root}}]}\n",
        "is no pod that an API server would take")]
    [InlineData("site.conf", "server {", "site.conf:1: the block of \"server\" (line 1) is not closed")]
    public async Task What_cannot_be_read_is_refused_with_a_reason(string path, string? content, string reason)
    {
        if (content is not null)
        {
            Write(path, content);
        }

        var (code, output) = await Check(path);
        Assert.Equal(1, code);
        Assert.Contains(reason, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Aliases_that_would_fill_the_memory_are_refused()
    {
        var levels = Enumerable.Range(1, 7).Select(level => $"l{level}: &l{level} [{string.Join(',', Enumerable.Repeat($"*l{level - 1}", 10))}]");
        Write("bomb.yaml", $"l0: &l0 1\n{string.Join('\n', levels)}\n");
        var (code, output) = await Check("bomb.yaml");
        Assert.Equal(1, code);
        Assert.Contains("more than 1000000 values", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Below_a_directory_files_of_other_programs_are_left_out_and_named()
    {
        Write("d/store.conf", "bind 127.0.0.1\n");
        Write("d/template.yaml", "{{ if .Values.on }}\n");
        Write("d/pod.yaml", Deployment);
        var (code, output) = await Check("d");
        Assert.Equal(1, code);
        Assert.Contains("store.conf:2: \"bind\" is not ended by \";\"", output, StringComparison.Ordinal);
        Assert.Contains("left out: ", output, StringComparison.Ordinal);
        Assert.Contains("template.yaml:1: ", output, StringComparison.Ordinal);
        Assert.Contains("d/pod.yaml:1: error POD-09", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Included_files_are_read_in_their_place()
    {
        Write("c/nginx.conf", "http { include parts/*.conf; }\n");
        Write("c/parts/tls.conf", "ssl_protocols TLSv1;\n");
        var (_, output) = await Check("c/nginx.conf");
        Assert.Contains("tls.conf:1: error NGX-14 speaks TLSv1", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coverage_counts_what_each_policy_judges_in_plans()
    {
        var (code, output) = await RunIn(Plans.Repository, "--coverage", "--stack", "prod", "--system", "faciliauto", "--format", "json");
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        var databases = json.RootElement.GetProperty("policies").EnumerateArray()
            .Single(policy => policy.GetProperty("rule").GetString() == "DAT-06");
        Assert.Equal("with a database", databases.GetProperty("scope").GetString());
        var plans = databases.GetProperty("plans").EnumerateArray().ToArray();
        Assert.Equal(["droplet", "kubernetes"], plans.Select(plan => plan.GetProperty("topology").GetString()!));
        Assert.All(plans, plan => Assert.Equal(0, plan.GetProperty("subjects").GetInt32()));
        Assert.Equal(0, json.RootElement.GetProperty("vacuous").GetInt32());

        (code, output) = await RunIn(Plans.Repository, "--coverage", "--stack", "prod", "--system", "vision", "--topology", "droplet");
        Assert.Equal(0, code);
        Assert.Matches(@"DAT-06 +The connection pool fits the server +1\s", output);
        Assert.Contains("policies, 1 plans, 0 policies with nothing to judge in their scope", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("give a PATH, or --coverage")]
    [InlineData("--stack, --system and --topology are for --coverage", "pod.yaml", "--stack", "prod")]
    [InlineData("--coverage is about plans", "pod.yaml", "--coverage")]
    [InlineData("--coverage is about plans", "--coverage", "--profile", "baseline")]
    [InlineData("--coverage is written as text or json", "--coverage", "--format", "sarif")]
    public async Task Files_and_coverage_are_asked_for_one_at_a_time(string reason, params string[] words)
    {
        var (code, output) = await Check(words);
        Assert.Equal(2, code);
        Assert.Contains(reason, output, StringComparison.Ordinal);
    }

    private void Write(string path, string text)
    {
        var full = Path.Combine(directory.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private Task<(int Code, string Output)> Check(params string[] args) => RunIn(directory.FullName, args);

    private static async Task<(int Code, string Output)> RunIn(string place, params string[] args)
    {
        using var output = new StringWriter();
        var code = await CommandLine.RunAsync(["check", .. args], output, output, place);
        return (code, output.ToString());
    }
}
