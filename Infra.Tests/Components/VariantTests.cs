using System.Text.RegularExpressions;
using Infra.Files.Nginx;
using Infra.Planning;
using Infra.Policies;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Tests.Components;

public sealed class VariantTests
{
    private static readonly DateOnly Today = new(2026, 1, 1);

    [Theory]
    [InlineData("document-search", Topology.Droplet)]
    [InlineData("document-search", Topology.Kubernetes)]
    [InlineData("web-platform", Topology.Droplet)]
    [InlineData("web-platform", Topology.Kubernetes)]
    public async Task A_changed_image_tag_touches_no_server_no_database_and_no_cluster(string system, Topology topology)
    {
        string[] kept = ["Droplet", "DatabaseCluster", "DatabaseDb", "DatabaseUser", "DatabaseReplica", "KubernetesCluster", "KubernetesNodePool", "Bucket", "ReservedIp", "Vpc"];
        var before = await PlanRecorder.RecordAsync(Settings.Of("prod", system, topology, ("imageTag", "1.0.0")));
        var after = await PlanRecorder.RecordAsync(Settings.Of("prod", system, topology, ("imageTag", "2.0.0")));
        var compared = after.Deployed.Where(resource => kept.Contains(resource.Kind)).ToArray();
        Assert.NotEmpty(compared);
        Assert.All(compared, resource =>
        {
            var former = before.Resources.Single(other => other.Key == resource.Key);
            Assert.Equal(PlanText(former), PlanText(resource));
        });
    }

    [Theory]
    [InlineData(Topology.Droplet)]
    [InlineData(Topology.Kubernetes)]
    public async Task Chosen_addresses_are_those_of_the_network_and_of_what_may_reach_the_database(Topology topology)
    {
        var plan = await PlanRecorder.RecordAsync(Settings.Of("prod", "document-search", topology, ("vpcRange", "10.60.0.0/20")));
        Assert.Equal("10.60.0.0/20", Read.At(plan.OfType("digitalocean:index/vpc:Vpc").Single(), "ipRange"));
        if (topology == Topology.Kubernetes)
        {
            var policy = System.Text.Json.JsonSerializer.Serialize(PlanValues.Shown(plan.OfType("kubernetes:networking.k8s.io/v1:NetworkPolicy").Single(policy => policy.Name == "api")));
            Assert.Contains("10.60.0.0/20", policy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_volume_of_another_size_replaces_no_data()
    {
        var store = (await Plans.Of("prod", "document-search", Topology.Kubernetes)).OfType("kubernetes:apps/v1:StatefulSet").Single();
        Assert.Contains("spec.volumeClaimTemplates", store.IgnoredChanges);
    }

    [Fact]
    public async Task A_changed_tag_does_change_what_runs()
    {
        var after = await PlanRecorder.RecordAsync(Settings.Of("prod", "document-search", Topology.Kubernetes, ("imageTag", "2.0.0")));
        var api = after.Deployed.Single(resource => resource is { Kind: "Deployment", Name: "api" });
        Assert.EndsWith(":2.0.0", (string)Read.At(api, "spec", "template", "spec", "containers", 0, "image")!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Topology.Droplet)]
    [InlineData(Topology.Kubernetes)]
    public async Task A_managed_cache_is_private_encrypted_and_takes_the_place_of_ones_own(Topology topology)
    {
        var plan = await PlanRecorder.RecordAsync(Settings.Of("prod", "car-api", topology, ("managedCache", "true")));
        var cache = plan.OfType("digitalocean:index/databaseCluster:DatabaseCluster").Single(cluster => Equals(Read.At(cluster, "engine"), "valkey"));
        Assert.NotNull(Read.At(cache, "privateNetworkUuid"));
        Assert.Equal("noeviction", Read.At(cache, "evictionPolicy"));
        Assert.DoesNotContain(plan.Deployed, resource => resource.Kind == "StatefulSet");
        Assert.Empty(PolicyGate.Check(plan, Today).Findings.Where(finding => finding.Rule.Id.StartsWith("DAT", StringComparison.Ordinal) || finding.Rule.Id.StartsWith("OBS", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task CA_03_a_load_balancer_has_tls_and_leads_to_the_service_but_needs_exemptions_for_what_it_cannot_do()
    {
        var plan = await PlanRecorder.RecordAsync(Settings.Of("prod", "car-api", Topology.Kubernetes, ("exposure", "load-balancer")));
        var service = plan.Deployed.Single(resource => resource.Kind == "Service" && Equals(Read.At(resource, "spec", "type"), "LoadBalancer"));
        Assert.Equal("true", Read.At(service, "metadata", "annotations", "service.beta.kubernetes.io/do-loadbalancer-redirect-http-to-https"));
        Assert.Equal("443", Read.At(service, "metadata", "annotations", "service.beta.kubernetes.io/do-loadbalancer-tls-ports"));
        Assert.DoesNotContain(plan.Deployed, resource => resource.Kind == "Ingress");
        Assert.Contains(PolicyGate.Check(plan, Today).Findings, finding => finding.Rule.Id == "EDGE-04");
    }

    [Fact]
    public async Task An_existing_registry_is_looked_up_and_not_made()
    {
        var plan = await PlanRecorder.RecordAsync(Settings.Of("prod", "car-api", Topology.Kubernetes, ("registryExists", "true"), ("registryName", "shared")));
        Assert.DoesNotContain(plan.Deployed, resource => resource.Kind == "ContainerRegistry");
        var api = plan.Deployed.Single(resource => resource is { Kind: "Deployment", Name: "api" });
        Assert.StartsWith("registry.digitalocean.com/shared/car-api:", (string)Read.At(api, "spec", "template", "spec", "containers", 0, "image")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_is_built_here_says_which_commit_it_is_made_of()
    {
        var commit = new string('a', 40);
        var plan = await PlanRecorder.RecordAsync(Settings.Of("dev", "document-search", Topology.Droplet, ("buildImage", "true"), ("commit", commit)));
        var image = plan.OfType("docker:index/image:Image").Single();
        Assert.Equal((commit, "1"), (Read.At(image, "build", "args", "REVISION"), Read.At(image, "build", "args", "BUILDKIT_INLINE_CACHE")));
        Assert.Equal("linux/amd64", Read.At(image, "build", "platform"));
        Assert.Equal(
            ["registry.digitalocean.com/document-search-dev/document-search:buildcache", "registry.digitalocean.com/document-search-dev/document-search:1.0.0"],
            ((IEnumerable<object?>)Read.At(image, "build", "cacheFrom", "images")!).Cast<string>());
    }

    [Fact]
    public async Task WP_02_the_database_has_standby_replica_pool_and_parameters()
    {
        var plan = await Plans.Of("prod", "web-platform", Topology.Kubernetes);
        var cluster = plan.OfType("digitalocean:index/databaseCluster:DatabaseCluster").Single();
        Assert.Equal(("db-s-4vcpu-8gb", 2.0), (Read.At(cluster, "size"), Read.At(cluster, "nodeCount")));
        Assert.Single(plan.OfType("digitalocean:index/databaseReplica:DatabaseReplica"));
        Assert.Equal(150.0, Read.At(plan.OfType("digitalocean:index/databaseConnectionPool:DatabaseConnectionPool").Single(), "size"));
        var parameters = plan.OfType("digitalocean:index/databasePostgresqlConfig:DatabasePostgresqlConfig").Single();
        Assert.Equal((20.0, 8.0, 2.0), (Read.At(parameters, "sharedBuffersPercentage"), Read.At(parameters, "maxParallelWorkers"), Read.At(parameters, "backupHour")));
    }

    [Fact]
    public void A_pool_that_the_server_cannot_hold_is_a_mistake_of_the_settings()
    {
        var mistake = Assert.Throws<SettingsException>(() => Settings.Of("prod", "web-platform", Topology.Kubernetes, ("databaseSize", "db-s-1vcpu-2gb")));
        Assert.Contains("infra:databaseSize", mistake.Message, StringComparison.Ordinal);
        Assert.Contains("47 connections", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WP_09_static_files_are_behind_a_content_delivery_network()
    {
        var plan = await Plans.Of("prod", "web-platform", Topology.Droplet);
        var network = plan.OfType("digitalocean:index/cdn:Cdn").Single();
        Assert.Equal(("static.web-platform.example.com", 86400.0), (Read.At(network, "customDomain"), Read.At(network, "ttl")));
        Assert.Equal("private", Read.At(plan.OfType("digitalocean:index/spacesBucket:SpacesBucket").Single(), "acl"));
    }

    [Fact]
    public async Task WP_09_the_network_has_a_certificate_of_its_own_and_the_provider_makes_its_record()
    {
        var plan = await Plans.Of("prod", "web-platform", Topology.Kubernetes);
        var certificate = plan.OfType("digitalocean:index/certificate:Certificate").Single();
        Assert.Equal(("lets_encrypt", "static.web-platform.example.com"), (Read.At(certificate, "type"), Read.At(certificate, "domains", 0)));
        Assert.Equal(Read.At(certificate, "name"), Read.At(plan.OfType("digitalocean:index/cdn:Cdn").Single(), "certificateName"));
        Assert.All(plan.OfType("digitalocean:index/dnsRecord:DnsRecord"), record => Assert.NotEqual("CNAME", Read.At(record, "type")));
    }

    [Fact]
    public async Task WP_09_another_domain_gets_a_certificate_before_the_old_one_goes()
    {
        var names = new HashSet<object?>();
        foreach (var domain in new[] { "example.com", "example.org" })
        {
            var plan = await PlanRecorder.RecordAsync(Settings.Of("prod", "web-platform", Topology.Droplet, ("domain", domain)));
            Assert.True(names.Add(Read.At(plan.OfType("digitalocean:index/certificate:Certificate").Single(), "name")));
        }
    }

    [Fact]
    public async Task VI_02_logs_are_searchable_where_the_system_asks_and_nowhere_else()
    {
        var vision = await Plans.Of("prod", "vision", Topology.Kubernetes);
        Assert.Equal(["eck-beats", "eck-operator", "eck-stack"], Charts(vision).Where(chart => chart.StartsWith("eck", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Charts(await Plans.Of("prod", "car-api", Topology.Kubernetes)), chart => chart.StartsWith("eck", StringComparison.Ordinal));

        static IEnumerable<string> Charts(Plan plan) => plan.OfType("kubernetes:helm.sh/v3:Release").Select(release => release.Name);
    }

    [Theory]
    [InlineData("dev", "\"index.number_of_replicas\": 0")]
    [InlineData("prod", "\"index.number_of_replicas\": 1")]
    public async Task VI_02_a_cluster_reads_understands_and_keeps_logs_as_a_server_does(string stack, string replicas)
    {
        var plan = await Plans.Of(stack, "vision", Topology.Kubernetes);
        object? Values(string chart) => Read.At(plan.OfType("kubernetes:helm.sh/v3:Release").Single(release => release.Name == chart), "values");
        var files = Infra.Files.HostFiles.Render(Plans.SettingsOf(stack, "vision", Topology.Droplet)).ToDictionary(file => file.Path, file => file.Content);

        // The pipeline differs in the way to Elasticsearch only, and its variables are set.
        var pipeline = (string)Read.At(Values("eck-stack"), "eck-logstash", "pipelines", 0, "config.string")!;
        var server = files["logstash/pipeline.conf"].Split('\n');
        Assert.Equal(["    hosts => [\"${ELASTICSEARCH_URL}\"]"], server.Except(pipeline.Split('\n')));
        Assert.All(pipeline.Split('\n').Except(server), line => Assert.Contains("${LOGS_ES_", line, StringComparison.Ordinal));
        var variables = Regex.Matches(pipeline, @"\$\{(\w+)\}").Select(match => match.Groups[1].Value).Where(name => !name.StartsWith("LOGS_ES_", StringComparison.Ordinal)).Distinct();
        var container = Read.At(Values("eck-stack"), "eck-logstash", "podTemplate", "spec", "containers", 0);
        var set = ((IEnumerable<object?>)Read.At(container, "env")!).Select(variable => (string)Read.At(variable, "name")!);
        Assert.Equal(variables.Order(), set.Order());

        var input = Read.At(Values("eck-beats"), "config", "filebeat.inputs", 0);
        Assert.Equal(("/var/log/containers/*.log", true, "pod"), (Read.At(input, "paths", 0), Read.At(input, "prospector.scanner", "symlinks"), Read.At(input, "fields", "source")));
        Assert.Equal("logstash-ls-beats.logging.svc:5044", Read.At(Values("eck-beats"), "config", "output.logstash", "hosts", 0));

        var documents = plan.Deployed.Single(resource => resource is { Kind: "ConfigMap", Name: "log-documents" });
        foreach (var name in new[] { "lifecycle-policy.json", "data-view.json", "set-up" })
        {
            Assert.Equal(files[$"elasticsearch/{name}"], Read.At(documents, "data", name));
        }

        Assert.Contains(replicas, (string)Read.At(documents, "data", "index-template.json")!, StringComparison.Ordinal);
        Assert.Equal("/set-up/set-up", Read.At(Values("eck-stack"), "eck-logstash", "podTemplate", "spec", "initContainers", 0, "command", 1));
    }

    [Fact]
    public async Task Every_chart_is_pinned()
    {
        var plan = await Plans.Of("prod", "vision", Topology.Kubernetes);
        Assert.All(plan.OfType("kubernetes:helm.sh/v3:Release"), release => Assert.Matches(@"^v?\d+\.\d+\.\d+$", (string)Read.At(release, "version")!));
    }

    [Fact]
    public async Task CA_05_a_backup_comes_before_the_migrations_and_they_before_the_services()
    {
        var plan = await Plans.Of("prod", "car-api", Topology.Kubernetes);
        PlannedResource Job(string name) => plan.Deployed.Single(resource => resource.Kind == "Job" && resource.Name == name);
        Assert.Contains(Job("backup-before-release").Key, Job("migrate").DependsOn);
        Assert.Contains(Job("migrate").Key, Job("migrate-verify").DependsOn);
        Assert.Contains(Job("migrate-verify").Key, plan.Deployed.Single(resource => resource is { Kind: "Deployment", Name: "api" }).DependsOn);
    }

    [Fact]
    public async Task ED_06_the_edge_of_a_cluster_caches_compresses_and_hides_metrics()
    {
        var plan = await Plans.Of("prod", "web-platform", Topology.Kubernetes);
        var entries = Read.At(plan.OfType("kubernetes:helm.sh/v3:Release").Single(release => release.Name == "nginx-ingress"), "values", "controller", "config", "entries");
        var snippets = (string)Read.At(entries, "http-snippets")!;
        Assert.Contains("keys_zone=edge_api:10m max_size=1024m inactive=60m", snippets, StringComparison.Ordinal);
        Assert.Contains("keys_zone=edge_static:10m max_size=5120m inactive=1440m", snippets, StringComparison.Ordinal);
        Assert.Contains("gzip on;", snippets, StringComparison.Ordinal);
        Assert.Contains("/_next/static/", snippets, StringComparison.Ordinal);
        Assert.Equal("4096", Read.At(entries, "worker-connections"));
        var master = plan.Deployed.Single(resource => resource is { Kind: "Ingress", Name: "edge" });
        Assert.Matches(@"if \(\$not_public\) \{\s*return 404;", (string)Read.At(master, "metadata", "annotations", "nginx.org/server-snippets")!);
        Assert.Contains(PrivatePaths.Pattern(plan.Settings.System.Edge, "/metrics").Replace("\\", "\\\\", StringComparison.Ordinal), snippets, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VI_07_the_edge_of_a_cluster_takes_the_prefix_away()
    {
        var plan = await Plans.Of("prod", "vision", Topology.Kubernetes);
        var ingress = plan.Deployed.Single(resource => resource is { Kind: "Ingress", Name: "edge-10rps-burst20-stripped" });
        Assert.Equal("serviceName=api rewrite=/", Read.At(ingress, "metadata", "annotations", "nginx.org/rewrites"));
        var paths = ((System.Collections.IEnumerable)Read.At(ingress, "spec", "rules", 0, "http", "paths")!).Cast<object>();
        Assert.Equal(["Prefix /api/", "Exact /api"], paths.Select(path => $"{Read.At(path, "pathType")} {Read.At(path, "path")}"));
    }

    private static string PlanText(PlannedResource resource) =>
        $"{System.Text.Json.JsonSerializer.Serialize(PlanValues.Shown(resource))} protected={resource.Protected} ignored={string.Join(',', resource.IgnoredChanges)}";
}
