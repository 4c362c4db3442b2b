using Infra.Systems;

namespace Infra.Tests.Systems;

/// <summary>The rows of the requirements that are values of a system.</summary>
public sealed class RequirementTests
{
    private static readonly SystemDefinition Vision = SystemCatalogue.Get("vision").For(Tier.Production);
    private static readonly SystemDefinition FaciliAuto = SystemCatalogue.Get("faciliauto").For(Tier.Production);
    private static readonly SystemDefinition CarApi = SystemCatalogue.Get("car-api").For(Tier.Production);
    private static readonly SystemDefinition WebPlatform = SystemCatalogue.Get("web-platform").For(Tier.Production);

    [Fact]
    public void ED_03_limits_differ_by_system_and_route()
    {
        Assert.Equal(new RateLimit(10, 20), Route(Vision, "/api/").Limit);
        Assert.Equal(new RateLimit(10, 20), Route(CarApi, "/api/").Limit);
        Assert.Equal(RateLimit.None, Route(FaciliAuto, "/health").Limit);
        Assert.Equal(new RateLimit(10, 20), Route(FaciliAuto, "/stats").Limit);
        Assert.Equal(new RateLimit(2, 5), Route(FaciliAuto, "/recommend").Limit);
        Assert.Equal(new RateLimit(10, 10), Route(FaciliAuto, "/").Limit);
        Assert.Equal(10, Route(WebPlatform, "/").Limit.RequestsPerSecond);
        Assert.Equal(20, Route(WebPlatform, "/api/").Limit.RequestsPerSecond);
    }

    [Fact]
    public void ED_04_upstreams_stay_connected()
    {
        Assert.Equal(32, Vision.Edge.Keepalive);
        Assert.Equal(64, WebPlatform.Edge.Keepalive);
    }

    [Fact]
    public void ED_05_waits_and_bodies_are_bounded()
    {
        Assert.Equal(new ProxyTimeouts(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60)), CarApi.Edge.Timeouts);
        Assert.Equal(TimeSpan.FromSeconds(300), SystemCatalogue.Get("document-search").Edge.Timeouts.Read);
        Assert.All(SystemCatalogue.Names, name => Assert.True(SystemCatalogue.Get(name).Edge.MaximumBody > default(Memory)));
    }

    [Fact]
    public void ED_06_the_web_platform_caches()
    {
        var api = Route(WebPlatform, "/api/").Cache;
        Assert.Equal((Memory.MiB(10), Memory.GiB(1), TimeSpan.FromMinutes(60)), (api.Keys, api.Maximum, api.KeepFor));
        var files = Route(WebPlatform, "/").Cache;
        Assert.Equal((Memory.MiB(10), Memory.GiB(5), TimeSpan.FromHours(24)), (files.Keys, files.Maximum, files.KeepFor));
        Assert.True(files.StaticFilesOnly);
        var built = WebPlatform.Edge.StaticFiles[0];
        Assert.Equal(("/_next/static/", TimeSpan.FromDays(365), true), (built.Prefix, built.KeepFor, built.Immutable));
        Assert.All(WebPlatform.Edge.StaticFiles.Skip(1), rule => Assert.InRange(rule.KeepFor.TotalDays, 7, 30));
        Assert.DoesNotContain("html", WebPlatform.Edge.StaticFiles.SelectMany(rule => rule.Extensions));
    }

    [Fact]
    public void ED_07_workers_hold_connections() =>
        Assert.Equal((4096, 1024), (WebPlatform.Edge.WorkerConnections, CarApi.Edge.WorkerConnections));

    [Fact]
    public void VI_01_the_api_has_its_size_and_both_ports()
    {
        var api = Vision.Service("api");
        Assert.Equal(new Resources(Memory.GiB(1), Memory.GiB(2), Cpu.Cores(1), Cpu.Cores(2)), api.OnHost.Resources);
        Assert.Equal([8000, 8080], api.Ports.Select(port => port.Number));
        var liveness = api.ProbesOf(ProbeKind.Liveness).Single();
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10)), (liveness.Period, liveness.Timeout));
    }

    [Fact]
    public void VI_02_logs_are_indexed()
    {
        var index = Vision.Needs<LogIndex>().Single();
        Assert.Equal((Memory.GiB(1), Memory.GiB(2), Cpu.Cores(1)), (index.Heap, index.Resources.Limit, index.Resources.CpuLimit));
        Assert.Empty(CarApi.Needs<LogIndex>());
    }

    [Fact]
    public void VI_03_the_api_is_scraped_every_ten_seconds() =>
        Assert.Equal(new MetricsEndpoint("/metrics", 8000, TimeSpan.FromSeconds(10)), Vision.Service("api").Metrics.Single());

    [Fact]
    public void VI_06_reload_and_debug_are_for_development_and_https_for_production()
    {
        Assert.Equal(new PerTier<string>("true", "false"), ByTier("API_RELOAD"));
        Assert.Equal(new PerTier<string>("true", "false"), ByTier("DEBUG"));
        Assert.Equal(new PerTier<string>("false", "true"), ByTier("ENABLE_HTTPS"));
        Assert.Equal(new EnvironmentValue.Generated(64), Variable(Vision, "SECRET_KEY").Value);

        static PerTier<string> ByTier(string name) => Assert.IsType<EnvironmentValue.ByTier>(Variable(Vision, name).Value).Values;
    }

    [Fact]
    public void FA_02_objectives_are_promised() => Assert.Equal(
        (99.5, TimeSpan.FromMilliseconds(500), 0.5, 100),
        (FaciliAuto.Objectives.AvailabilityPercent, FaciliAuto.Objectives.LatencyP95, FaciliAuto.Objectives.ErrorRatePercent, FaciliAuto.Objectives.RequestsPerSecondPerInstance));

    [Fact]
    public void FA_04_and_CA_04_scale_by_load()
    {
        Assert.Equal(new Autoscaling(2, 10, 70, 80), FaciliAuto.Service("api").OnKubernetes.Autoscaling);
        Assert.Equal(["car-api api", "faciliauto api"], from name in SystemCatalogue.Names.Order(StringComparer.Ordinal)
                                                        from service in SystemCatalogue.Get(name).Services
                                                        where service.OnKubernetes.Autoscaling.ByMemory
                                                        select $"{name} {service.Name}");
        Assert.Equal(new Autoscaling(3, 10, 70, 80), CarApi.Service("api").OnKubernetes.Autoscaling);
    }

    [Fact]
    public void CA_01_the_api_has_its_size_and_probes()
    {
        var api = CarApi.Service("api");
        Assert.Equal(3, api.OnKubernetes.Replicas);
        Assert.Equal(new Resources(Memory.MiB(128), Memory.MiB(512), Cpu.Cores(0.1), Cpu.Cores(0.5)), api.OnKubernetes.Resources);
        var liveness = api.ProbesOf(ProbeKind.Liveness).Single();
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10)), (liveness.InitialDelay, liveness.Period));
        var readiness = api.ProbesOf(ProbeKind.Readiness).Single();
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)), (readiness.InitialDelay, readiness.Period));
    }

    [Fact]
    public void CA_03_the_service_publishes_port_80() => Assert.Equal((80, 8000), (CarApi.Service("api").Port(8000).Published, CarApi.Service("api").Port(8000).Number));

    [Theory]
    [InlineData("DATABASE_URL")]
    [InlineData("CORS_ORIGINS")]
    [InlineData("ALLOWED_HOSTS")]
    [InlineData("SENTRY_DSN")]
    public void CA_10_variables_are_there(string name) => Assert.NotNull(Variable(CarApi, name));

    [Theory]
    [InlineData("JWT_ALGORITHM", "HS256")]
    [InlineData("JWT_EXPIRATION_MINUTES", "30")]
    [InlineData("LOG_LEVEL", "INFO")]
    [InlineData("WORKERS", "4")]
    [InlineData("MAX_CONNECTIONS", "100")]
    public void CA_02_and_CA_10_values_are_said(string name, string value) => Assert.Equal(new EnvironmentValue.Literal(value), Variable(CarApi, name).Value);

    [Fact]
    public void WP_01_instances_have_their_size()
    {
        Assert.Equal((3, Cpu.Cores(2), Memory.GiB(2)), Size(WebPlatform.Service("backend")));
        Assert.Equal((4, Cpu.Cores(1), Memory.GiB(1)), Size(WebPlatform.Service("frontend")));

        static (int, Cpu, Memory) Size(Service service) => (service.OnKubernetes.Replicas, service.OnKubernetes.Resources.CpuLimit, service.OnKubernetes.Resources.Limit);
    }

    [Fact]
    public void WP_02_and_WP_03_stores_differ_by_tier()
    {
        var production = WebPlatform.Needs<Postgres>().Single();
        Assert.Equal(("500", "1GB", "3GB", "8"), (production.Parameters["max_connections"], production.Parameters["shared_buffers"], production.Parameters["effective_cache_size"], production.Parameters["max_parallel_workers"]));
        Assert.Equal((150, 1), (production.PoolSize, production.ReadReplicas));
        Assert.Equal((Memory.MiB(1536), true), (WebPlatform.Needs<Redis>().Single().Memory, WebPlatform.Needs<Redis>().Single().AppendOnly));

        var development = SystemCatalogue.Get("web-platform").For(Tier.Development);
        Assert.Equal(("200", "256MB"), (development.Needs<Postgres>().Single().Parameters["max_connections"], development.Needs<Postgres>().Single().Parameters["shared_buffers"]));
        Assert.Equal((Memory.MiB(512), Eviction.LeastRecentlyUsed), (development.Needs<Redis>().Single().Memory, development.Needs<Redis>().Single().Eviction));
    }

    [Fact]
    public void DS_08_and_WP_04_logs_are_rotated()
    {
        Assert.Equal(new LogRotation(Memory.MiB(10), 3), SystemCatalogue.Get("document-search").Logs);
        Assert.Equal(new LogRotation(Memory.MiB(100), 10), WebPlatform.Logs);
    }

    [Fact]
    public void WP_10_about_a_hundred_variables_are_catalogued_in_their_categories()
    {
        Assert.InRange(WebPlatform.Environment.Length, 95, 120);
        Assert.Equal(
            ["General", "Registry", "Database", "Redis", "Back end", "Front end", "E-mail", "OAuth", "Storage and CDN", "Monitoring", "Payment", "Security", "Performance", "Backup"],
            WebPlatform.Environment.Select(variable => variable.Category).Distinct());
    }

    private static Route Route(SystemDefinition system, string path) => system.Edge.Routes.Single(route => route.Path == path);

    private static EnvironmentVariable Variable(SystemDefinition system, string name) => system.Environment.Single(variable => variable.Name == name);
}
