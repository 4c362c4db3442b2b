using System.Collections;
using System.Text.Json;
using Infra.Files;
using Infra.Files.Compose;
using Infra.Files.Observability.Grafana;
using Infra.Files.Observability.Prometheus;
using Infra.Files.Valkey;
using Infra.Planning;
using Infra.Systems;

namespace Infra.Tests.Systems;

/// <summary>What the write-ups of the systems ask for, seen in what is rendered: Compose files, manifests and plans.</summary>
public sealed class WriteUpTests
{
    private const Topology Host = Topology.Droplet;
    private const Topology Cluster = Topology.Kubernetes;

    [Theory]
    [InlineData(Host)]
    [InlineData(Cluster)]
    public async Task CA_11_lists_are_json_arrays(Topology topology)
    {
        var plan = await Plans.Of("prod", "car-api", topology);
        var host = plan.Settings.PublicHost;
        Assert.Equal(JsonSerializer.Serialize(plan.Settings.CorsOrigins.Prepend($"https://{host}")), Variable(plan, "CORS_ORIGINS"));
        Assert.Equal($"[\"{host}\"]", Variable(plan, "ALLOWED_HOSTS"));
    }

    [Theory]
    [InlineData(Host)]
    [InlineData(Cluster)]
    public async Task CA_11_the_database_is_named_as_its_driver_wants_it(Topology topology)
    {
        var plan = await Plans.Of("prod", "car-api", topology);
        Assert.Contains(Texts(plan), text => text.Contains("postgresql+psycopg://", StringComparison.Ordinal));
        var vision = await Plans.Of("prod", "vision", topology);
        Assert.DoesNotContain(Texts(vision), text => text.Contains("postgresql+", StringComparison.Ordinal));
    }

    [Fact]
    public void Forms_are_written_by_the_model()
    {
        Assert.Equal("https://a,https://b", VariableForm.CommaJoined.Of(["https://a", "https://b"]));
        Assert.Equal("[\"https://a\",\"https://b\"]", VariableForm.JsonArray.Of(["https://a", "https://b"]));
        Assert.Equal("postgresql+psycopg://u:p@h:1/d?sslmode=require", VariableForm.UrlScheme("postgresql+psycopg").Of(["postgresql://u:p@h:1/d?sslmode=require"]));
        Assert.Equal("one", VariableForm.Plain.Of(["one"]));
        Assert.Contains("CommaJoined or a JsonArray", Assert.Throws<InvalidOperationException>(() => VariableForm.Plain.Of(["one", "two"])).Message);
        Assert.Throws<InvalidOperationException>(() => VariableForm.UrlScheme("x").Of(["no address"]));
    }

    [Fact]
    public void Who_reads_several_values_says_in_which_form()
    {
        foreach (var variable in SystemCatalogue.Names.SelectMany(name => SystemCatalogue.Get(name).Environment).Where(variable => variable.Value is EnvironmentValue.Known(Fact.CorsOrigins)))
        {
            Assert.NotEqual(VariableForm.Plain, variable.Form);
        }
    }

    [Fact]
    public async Task VI_07_both_ports_are_asked_every_thirty_seconds_on_both_topologies()
    {
        string[] both = ["http://127.0.0.1:8000/health", "http://127.0.0.1:8080/health"];
        var check = HostCompose.Of(Plans.SettingsOf("prod", "vision", Host), HostFiles.Configuration(Plans.SettingsOf("prod", "vision", Host))).Services["api-blue"].Healthcheck!;
        Assert.Equal(("30s", "10s"), (check.Interval, check.Timeout));
        Assert.Equal(both, check.Test.Where(word => word.StartsWith("http", StringComparison.Ordinal)));

        var api = (await Plans.Of("prod", "vision", Cluster)).Resources.Single(resource => resource is { Kind: "Deployment", Name: "api", IsComponent: false });
        foreach (var probe in new[] { "livenessProbe", "readinessProbe" })
        {
            var asked = Read.At(api, "spec", "template", "spec", "containers", 0, probe);
            Assert.Equal("30 10", $"{Read.At(asked, "periodSeconds")} {Read.At(asked, "timeoutSeconds")}");
            Assert.Equal(both, ((IEnumerable)Read.At(asked, "exec", "command")!).Cast<string>().Where(word => word.StartsWith("http", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void WP_12_the_front_end_is_off_the_network_of_the_stores_on_a_server()
    {
        var services = HostCompose.Of(Plans.SettingsOf("prod", "web-platform", Host), HostFiles.Configuration(Plans.SettingsOf("prod", "web-platform", Host))).Services;
        Assert.Equal("app", string.Join(' ', services["frontend-blue"].Networks));
        Assert.Equal("app data", string.Join(' ', services["backend-blue"].Networks));
        Assert.Equal("1001:1001", services["frontend-blue"].User);
        Assert.Equal("1001:1001", services["backend-blue"].User);
        Assert.Contains("http://127.0.0.1:3001/health", services["backend-blue"].Healthcheck!.Test);
    }

    [Fact]
    public async Task WP_12_and_WP_14_the_front_end_reaches_the_back_end_and_no_store_and_mail_leaves_on_Kubernetes()
    {
        var plan = await Plans.Of("prod", "web-platform", Cluster);
        Assert.Equal(["3001", "443"], Egress("frontend"));
        Assert.Equal(["25060", "25061", "443", "587", "6379"], Egress("backend"));
        var store = Json(Policy("redis"), "ingress");
        Assert.Contains("backend", store);
        Assert.DoesNotContain("frontend", store);

        PlannedResource Policy(string name) => plan.Resources.Single(resource => resource.Kind == "NetworkPolicy" && resource.Name == name && !resource.IsComponent);
        IEnumerable<string> Egress(string name) => ((IEnumerable)Read.At(Policy(name), "spec", "egress")!).Cast<object?>()
            .SelectMany(rule => ((IEnumerable)Read.At(rule, "ports")!).Cast<object?>()).Select(port => $"{Read.At(port, "port")}").Distinct().Order(StringComparer.Ordinal);
        static string Json(PlannedResource policy, string part) => JsonSerializer.Serialize(Read.At(policy, "spec", part));
    }

    [Theory]
    [InlineData("PAYPAL_CLIENT_ID")]
    [InlineData("PAYPAL_CLIENT_SECRET")]
    [InlineData("PAYPAL_MODE")]
    [InlineData("DATADOG_API_KEY")]
    [InlineData("NEW_RELIC_LICENSE_KEY")]
    [InlineData("NODE_OPTIONS")]
    [InlineData("BACKUP_SCHEDULE")]
    [InlineData("BACKUP_RETENTION_DAYS")]
    [InlineData("REGISTRY_URL")]
    [InlineData("INTERNAL_API_KEY")]
    public void WP_14_variables_are_catalogued(string name) => Assert.Single(SystemCatalogue.Get("web-platform").Environment, variable => variable.Name == name);

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public void WP_15_connections_are_judged_by_what_the_server_allows(string stack)
    {
        var alert = Assert.Single(RuleFiles.Alerts(Plans.SettingsOf(stack, "web-platform", Host)), alert => alert.Name == "DatabaseConnectionsHigh");
        Assert.Contains("pg_settings_max_connections", alert.Expression);
        Assert.EndsWith("> 0.8", alert.Expression);
    }

    [Fact]
    public async Task FA_07_sessions_outlive_the_store_and_are_copied_away_on_both_topologies()
    {
        foreach (var topology in new[] { Host, Cluster })
        {
            var settings = Plans.SettingsOf("prod", "faciliauto", topology);
            var configuration = ValkeyConfiguration.Render(settings.System.Needs<Redis>().Single());
            Assert.Contains("appendonly yes", configuration);
            Assert.Contains("maxmemory-policy volatile-ttl", configuration);
            Assert.NotEmpty(settings.BackupBuckets);
        }

        Assert.Contains((await Plans.Of("prod", "faciliauto", Cluster)).Resources, resource => resource is { Kind: "CronJob", Name: "backup" }
            && JsonSerializer.Serialize(resource.Inputs).Contains("dump-store", StringComparison.Ordinal));
    }

    [Fact]
    public void FA_07_the_processes_of_a_container_are_counted_together()
    {
        var alert = Assert.Single(RuleFiles.Alerts(Plans.SettingsOf("prod", "faciliauto", Host)), alert => alert.Name == "ServiceMemoryHigh");
        Assert.StartsWith("sum by (job, instance", alert.Expression);
    }

    [Fact]
    public void PL_20_the_traffic_of_a_server_is_its_own()
    {
        foreach (var system in SystemCatalogue.Names)
        {
            var settings = Plans.SettingsOf("prod", system, Host);
            var exporter = HostCompose.Of(settings, HostFiles.Configuration(settings)).Services["network-exporter"];
            Assert.Null(exporter.Pid);
            Assert.Equal("65534:65534", exporter.User);
            Assert.Equal(Mount.Reading("/proc/1/net", "/host/proc/net"), Assert.Single(exporter.Volumes!.Value));
            Assert.Contains("--no-collector.netdev.netlink", exporter.Command!.Value);
            Assert.Contains(ScrapeJobs.Of(settings), job => job.JobName == JobNames.MachineNetwork);
            Assert.Contains(Dashboards.Of(settings), file => file.Path.EndsWith("infrastructure.json", StringComparison.Ordinal) && file.Content.Contains("node_network_receive_bytes_total", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(Host)]
    [InlineData(Cluster)]
    public void PL_13_old_backups_are_told_about(Topology topology)
    {
        foreach (var system in SystemCatalogue.Names)
        {
            var settings = Plans.SettingsOf("prod", system, topology);
            var alert = Assert.Single(RuleFiles.Alerts(settings), alert => alert.Name == "BackupTooOld");
            Assert.Contains(topology == Host ? HostMetrics.BackupSuccess : $"{KubernetesMetrics.LastSuccess}{{namespace=\"{system}\",cronjob=\"backup\"}}", alert.Expression);
        }
    }

    private static string Variable(Plan plan, string name) => plan.Settings.Topology == Cluster
        ? $"{Read.At(plan.Resources.Single(resource => resource is { Kind: "ConfigMap", Name: "api-config" }), "data", name)}"
        : Texts(plan).SelectMany(text => text.Split('\n')).First(line => line.StartsWith($"{name}=", StringComparison.Ordinal))[(name.Length + 1)..];

    /// <summary>Every text in the inputs of a plan.</summary>
    private static IEnumerable<string> Texts(Plan plan) => plan.Resources.SelectMany(resource => Texts(resource.Inputs));

    private static IEnumerable<string> Texts(object? value) => value switch
    {
        string text => [text],
        IReadOnlyDictionary<string, object?> map => map.Values.SelectMany(Texts),
        IEnumerable items => items.Cast<object?>().SelectMany(Texts),
        _ => [],
    };
}
