using Infra.Files;
using Infra.Planning;
using Infra.Policies;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Tests.Policies;

/// <summary>No policy is kept because it looks at nothing (POL-05).</summary>
public sealed class SubjectTests
{
    /// <summary>Policies whose scope no stack of these systems is in, each with an edge that gives it something to judge.</summary>
    public static TheoryData<string, string> OfOthers => new()
    {
        { "NGX-04", "http { server { location /files/ { alias /srv/files/; } } }" },
        { "NGX-05", "http { server { allow 10.0.0.0/8; deny all; } }" },
        { "NGX-08", "http { server { location / { if ($slow) { return 503; } } } }" },
        { "NGX-09", "http { server { if ($http_origin ~ ^https://example\\.com$) { return 204; } } }" },
        { "NGX-12", "http { server { valid_referers example.com; } }" },
    };

    [Theory]
    [MemberData(nameof(Plans.Everywhere), MemberType = typeof(Plans))]
    public async Task A_policy_judges_something_where_its_scope_says_so_and_nowhere_else(string stack, string system, Topology topology) =>
        Assert.Empty(OutOfScope(await Plans.Of(stack, system, topology)));

    [Theory]
    [InlineData("car-api", Topology.Kubernetes, "infra:exposure", "load-balancer")]
    [InlineData("web-platform", Topology.Kubernetes, "infra:exposure", "load-balancer")]
    [InlineData("faciliauto", Topology.Droplet, "infra:managedCache", "true")]
    [InlineData("faciliauto", Topology.Kubernetes, "infra:managedCache", "true")]
    public async Task The_same_holds_for_other_settings(string system, Topology topology, string key, string value) =>
        Assert.Empty(OutOfScope(await PlanRecorder.RecordAsync(SettingsLoader.Load(StackFiles.Read(Plans.Repository, "prod")
            .With(SettingsCatalogue.System.Key, system, "test")
            .With(SettingsCatalogue.Topology.Key, topology.ToString().ToLowerInvariant(), "test")
            .With(key, value, "test")))));

    [Theory]
    [MemberData(nameof(OfOthers))]
    public async Task A_policy_about_what_others_do_judges_it(string id, string edge)
    {
        var plan = await Plans.Of("prod", "document-search", Topology.Droplet);
        var rule = Assert.Single(PolicyGate.Rules, rule => rule.Id == id);
        Assert.Equal(1, rule.Subjects(plan with { Files = [new HostFile("nginx/nginx.conf", edge)] }));
    }

    [Fact]
    public void Every_policy_has_a_stack_in_its_scope_or_says_why_there_is_none() => Assert.Equal(
        OfOthers.Select(row => (string)row[0]),
        PolicyGate.Rules.Where(rule => rule.Scope.IsNowhere).Select(rule => rule.Id));

    [Fact]
    public async Task What_has_several_faults_is_judged_once()
    {
        var plan = await Plans.Of("prod", "document-search", Topology.Droplet);
        var rule = PolicyGate.Rules.Single(rule => rule.Id == "EDGE-07");
        var cached = plan with { Files = [new HostFile("nginx/nginx.conf", "location / {\n proxy_cache pages;\n}\n")] };
        Assert.Equal(1, rule.Subjects(cached));
        Assert.True(rule.Check(cached).Count() > 1);
    }

    [Fact]
    public async Task A_policy_that_judges_nothing_in_its_scope_is_named()
    {
        var plan = await Plans.Of("prod", "document-search", Topology.Droplet);
        Assert.Empty(PolicyCoverage.Of([plan]).Vacuous);
        var less = plan with { Resources = [.. plan.Resources.Where(resource => resource.Kind != "DatabaseConnectionPool")] };
        Assert.Equal(["DAT-06"], PolicyCoverage.Of([plan, less]).Vacuous.Select(policy => policy.Rule.Id));
    }

    private static IEnumerable<string> OutOfScope(Plan plan) =>
        from rule in PolicyGate.Rules
        let subjects = rule.Subjects(plan)
        where (subjects > 0) != rule.Scope.Includes(plan.Settings)
        select $"{rule.Id} judges {subjects} subjects in a stack {(subjects > 0 ? "outside of" : "within")} its scope: {rule.Scope.Name}";
}
