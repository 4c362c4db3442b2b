using Infra.Planning;
using Infra.Systems;

namespace Infra.Tests.Systems;

/// <summary>The requirements of document-search, each by its id, as the plan of a stack shows them.</summary>
public sealed class DocumentSearchTests
{
    private const string System = "document-search";

    [Fact]
    public void DS_01_api_and_workers_are_one_image_called_with_different_arguments()
    {
        var system = SystemCatalogue.Get(System);
        Assert.Equal("document-search", Assert.Single(system.Services.Select(service => service.Image).Distinct()));
        Assert.Equal(["api"], system.Service("api").Arguments.AsEnumerable());
        Assert.Equal(8000, Assert.Single(system.Service("api").Ports).Number);
        Assert.Equal(["worker", "--queues", "document_processing", "--name", "worker-documents"], system.Service("worker-documents").Arguments.AsEnumerable());
        Assert.Equal(2, system.Service("worker-documents").OnHost.Replicas);
        Assert.Equal(["worker", "--queues", "cleanup_tasks", "--name", "worker-cleanup"], system.Service("worker-cleanup").Arguments.AsEnumerable());
        Assert.Equal(["worker", "--all"], system.Service("worker").Arguments.AsEnumerable());
        Assert.Equal("2", ((EnvironmentValue.Literal)system.Environment.Single(variable => variable.Name == "WORKERS").Value).Value);
    }

    [Theory]
    [InlineData("api", 512, 1024)]
    [InlineData("worker-documents", 512, 1024)]
    [InlineData("worker-cleanup", 128, 256)]
    public void DS_02_memory_on_a_host(string service, long reserved, long limit)
    {
        var resources = SystemCatalogue.Get(System).Service(service).OnHost.Resources;
        Assert.Equal((Memory.MiB(reserved), Memory.MiB(limit)), (resources.Reserved, resources.Limit));
    }

    [Fact]
    public void DS_02_memory_of_redis() => Assert.Equal(Memory.MiB(512), Assert.Single(SystemCatalogue.Get(System).Needs<Redis>()).Memory);

    [Theory]
    [InlineData("api", 3, "512Mi", "250m", "1Gi", "500m")]
    [InlineData("worker", 4, "256Mi", "100m", "512Mi", "250m")]
    public async Task DS_02_replicas_requests_and_limits_on_kubernetes(string service, double replicas, string memory, string cpu, string memoryLimit, string cpuLimit)
    {
        var deployment = await Object("kubernetes:apps/v1:Deployment", service);
        Assert.Equal(replicas, Read.At(deployment, "spec", "replicas"));
        var resources = Read.At(deployment, "spec", "template", "spec", "containers", 0, "resources");
        Assert.Equal((memory, cpu), (Read.At(resources, "requests", "memory"), Read.At(resources, "requests", "cpu")));
        Assert.Equal((memoryLimit, cpuLimit), (Read.At(resources, "limits", "memory"), Read.At(resources, "limits", "cpu")));
    }

    [Fact]
    public async Task DS_02_development_on_kubernetes_runs_one_of_each_on_two_nodes_and_grows_as_far()
    {
        var plan = await Plans.Of("dev", System, Topology.Kubernetes);
        foreach (var (service, most) in new[] { ("api", 10.0), ("worker", 12.0) })
        {
            Assert.Equal(1.0, Read.At(plan.OfType("kubernetes:apps/v1:Deployment").Single(deployment => deployment.Name == service), "spec", "replicas"));
            var scaler = plan.OfType("kubernetes:autoscaling/v2:HorizontalPodAutoscaler").Single(scaler => scaler.Name == service);
            Assert.Equal((1.0, most), (Read.At(scaler, "spec", "minReplicas"), Read.At(scaler, "spec", "maxReplicas")));
        }

        var nodes = plan.OfType("digitalocean:index/kubernetesNodePool:KubernetesNodePool").Single();
        Assert.Equal((2.0, 4.0), (Read.At(nodes, "minNodes"), Read.At(nodes, "maxNodes")));
    }

    [Fact]
    public async Task DS_03_redis_appends_every_write_and_takes_snapshots()
    {
        var configuration = (string)Read.At(await Object("kubernetes:core/v1:ConfigMap", "redis-config"), "data", "valkey.conf")!;
        Assert.Contains("\nappendonly yes\n", configuration, StringComparison.Ordinal);
        Assert.Contains("\nsave 900 1\nsave 300 10\n", configuration, StringComparison.Ordinal);
        Assert.Contains("\nmaxmemory-policy noeviction\n", configuration, StringComparison.Ordinal);
        var volume = Read.At(await Object("kubernetes:apps/v1:StatefulSet", "redis"), "spec", "volumeClaimTemplates", 0, "spec");
        Assert.Equal("5Gi", Read.At(volume, "resources", "requests", "storage"));
    }

    [Fact]
    public void DS_04_health_is_routed_without_a_limit()
    {
        var routes = SystemCatalogue.Get(System).Edge.Routes;
        Assert.All(
            new[] { "/health", "/api/v1/queue/health" },
            path => Assert.Contains(routes, route => route.Path == path && route is { Exact: true, Health: true, Limit.Limits: false }));
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task DS_05_the_droplet_and_its_database_are_the_recommended_sizes(string stack)
    {
        var plan = await Plans.Of(stack, System, Topology.Droplet);
        Assert.Equal("s-2vcpu-4gb", Read.At(plan.OfType("digitalocean:index/droplet:Droplet").Single(), "size"));
        var database = plan.OfType("digitalocean:index/databaseCluster:DatabaseCluster").Single();
        Assert.Equal(("db-s-1vcpu-1gb", 1.0), (Read.At(database, "size"), Read.At(database, "nodeCount")));
        Assert.Equal(100m, plan.Settings.MonthlyBudget);
    }

    [Theory]
    [InlineData(Topology.Droplet)]
    [InlineData(Topology.Kubernetes)]
    public async Task DS_06_the_bucket_is_private_encrypted_tls_only_and_expires(Topology topology)
    {
        var plan = await Plans.Of("prod", System, topology);
        var block = plan.OfType("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").First();
        Assert.All(new[] { "blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets" }, name => Assert.Equal(true, Read.At(block, name)));
        Assert.NotEmpty(plan.OfType("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"));
        Assert.Contains("\"aws:SecureTransport\":\"false\"", (string)Read.At(plan.OfType("aws:s3/bucketPolicy:BucketPolicy").First(), "policy")!, StringComparison.Ordinal);
        Assert.Equal(7.0, Read.At(plan.OfType("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").First(), "rules", 0, "expiration", "days"));
    }

    [Fact]
    public async Task DS_06_the_user_of_the_bucket_may_do_nothing_else()
    {
        var policy = (string)Read.At((await Plans.Of("prod", System, Topology.Kubernetes)).OfType("aws:iam/userPolicy:UserPolicy").First(), "policy")!;
        Assert.DoesNotContain("\"*\"", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("s3:*", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DS_07_the_firewall_lets_in_the_web_and_administrators()
    {
        var firewall = (await Plans.Of("dev", System, Topology.Droplet)).OfType("digitalocean:index/firewall:Firewall").Single();
        var rules = Enumerable.Range(0, 3).Select(i => ($"{Read.At(firewall, "inboundRules", i, "portRange")}", $"{Read.At(firewall, "inboundRules", i, "sourceAddresses", 0)}"));
        Assert.Equal([("22", "203.0.113.0/24"), ("80", "0.0.0.0/0"), ("443", "0.0.0.0/0")], rules);
    }

    [Fact]
    public async Task The_database_is_reached_by_the_platform_only()
    {
        foreach (var (topology, source) in new[] { (Topology.Droplet, "droplet"), (Topology.Kubernetes, "k8s") })
        {
            var firewall = (await Plans.Of("prod", System, topology)).OfType("digitalocean:index/databaseFirewall:DatabaseFirewall").Single();
            Assert.Equal(source, Read.At(firewall, "rules", 0, "type"));
            Assert.Null(Read.At(firewall, "rules", 1));
        }
    }

    [Fact]
    public async Task Migrations_run_before_the_services_and_past_the_connection_pool()
    {
        var plan = await Plans.Of("prod", System, Topology.Kubernetes);
        var job = plan.OfType("kubernetes:batch/v1:Job").Single(job => job.Name == "migrate");
        Assert.Equal(["migrate"], ((IEnumerable<object>)Read.At(job, "spec", "template", "spec", "containers", 0, "args")!).Cast<string>());
        Assert.All(plan.OfType("kubernetes:apps/v1:Deployment").Where(deployment => deployment.Name is "api" or "worker"), deployment => Assert.Contains(job.Key, deployment.DependsOn));
        Assert.Equal("25060", Read.At(await Object("kubernetes:core/v1:ConfigMap", "migrate-config"), "data", "POSTGRES_PORT"));
        Assert.Equal("25061", Read.At(await Object("kubernetes:core/v1:ConfigMap", "api-config"), "data", "POSTGRES_PORT"));
    }

    [Fact]
    public async Task The_administrator_lets_the_systems_login_create_tables_before_the_migration()
    {
        var plan = await Plans.Of("prod", System, Topology.Kubernetes);
        var rights = plan.OfType("kubernetes:batch/v1:Job").Single(job => job.Name == "database-rights");
        var arguments = ((IEnumerable<object>)Read.At(rights, "spec", "template", "spec", "containers", 0, "args")!).Cast<string>().ToArray();
        Assert.Contains("CREATE EXTENSION IF NOT EXISTS \"vector\";", arguments);
        Assert.Contains("GRANT USAGE, CREATE ON SCHEMA public TO \"document_search\";", arguments);
        Assert.Contains(rights.Key, plan.OfType("kubernetes:batch/v1:Job").Single(job => job.Name == "migrate").DependsOn);
        Assert.Contains(Infra.Files.HostFiles.Render(Plans.SettingsOf("dev", System, Topology.Droplet)), file => file.Path == "lib/database-rights.sql");
    }

    [Fact]
    public async Task Secrets_reach_the_services_as_files()
    {
        var config = (IReadOnlyDictionary<string, object?>)Read.At(await Object("kubernetes:core/v1:ConfigMap", "api-config"), "data")!;
        Assert.Equal("/run/secrets/app/jwt-secret-key", config["JWT_SECRET_KEY_FILE"]);
        Assert.DoesNotContain("JWT_SECRET_KEY", config.Keys);
        Assert.DoesNotContain(config.Values, value => SecretMark.IsIn((string)value!));
    }

    [Fact]
    public async Task The_api_gets_the_hashes_of_its_clients_secrets_and_not_the_secrets()
    {
        var clients = (string)Read.At(await Object("kubernetes:core/v1:Secret", "api-secrets"), "stringData", "api-clients")!;
        Assert.Matches(@"^uploader:writer:pbkdf2-sha256\.1000\.[A-Za-z0-9+/=]{24}\.[A-Za-z0-9+/=]{44},searcher:reader:pbkdf2-sha256\.", clients);
    }

    [Fact]
    public async Task The_signing_key_has_64_characters() =>
        Assert.Equal(64.0, Read.At((await Plans.Of("dev", System, Topology.Droplet)).OfType("random:index/randomPassword:RandomPassword").Single(password => password.Name == "jwt-secret-key"), "length"));

    private static async Task<PlannedResource> Object(string type, string name) =>
        (await Plans.Of("prod", System, Topology.Kubernetes)).OfType(type).Single(resource => resource.Name == name);
}
