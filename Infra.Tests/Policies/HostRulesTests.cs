using Infra.Planning;
using Infra.Policies;
using Infra.Systems;

namespace Infra.Tests.Policies;

/// <summary>What the rules about a server's units, files and declared resources let pass, and that they miss no file.</summary>
public sealed class HostRulesTests
{
    private const string Units = "systemd/document-search";
    private static readonly DateOnly Today = new(2026, 1, 1);

    // Other spellings of the same, and what is as good.
    public static TheoryData<string, string, string> Good => new()
    {
        { "-backup.timer", "OnCalendar=*-*-* 02:00:00 UTC", "OnCalendar=daily" },
        { "-backup.timer", "Persistent=true", "Persistent = Yes" },
        { "-backup.timer", "WantedBy=timers.target", "WantedBy=graphical.target timers.target" },
        { "-health-check.timer", "Persistent=true", "Persistent=no" },
        { "-health-check.timer", "OnCalendar=*:0/5", "OnCalendar=minutely\nOnCalendar=Mon 12:00" },
        { "-certificate.timer", "RandomizedDelaySec=1h", "RandomizedDelaySec=1800" },
        { "-certificate.timer", "[Timer]", "[Timer]\nUnit=document-search-certificate.service" },
        { "-restore-drill.timer", "Sun *-*-*", "Sunday" },
        { "-backup.service", "TimeoutStartSec=2h", "TimeoutStartSec=1h 30min" },
        { "-backup.service", "TimeoutStartSec=2h", "TimeoutSec=5400" },
        { "-backup.service", "ExecStart=/opt", "ExecStart=/usr/bin/bash /opt" },
        { "-backup.service", "ProtectHome=read-only", "ProtectHome=tmpfs" },
        { "-backup.service", "PrivateTmp=yes\nNoNewPrivileges=yes", "PrivateTmp=1\nNoNewPrivileges=on" },
        { "-blocked.service", "Before=network-pre.target docker.service", "Before=docker.service\nBefore=network-pre.target" },
        { "-blocked.service", "WantedBy=multi-user.target", "RequiredBy=sysinit.target" },
        { "-blocked.service", "DefaultDependencies=no", "DefaultDependencies=0" },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public async Task What_systemd_reads_alike_is_judged_alike(string unit, string old, string other) => Assert.Empty(New(
        await Plans.Of("prod", "document-search", Topology.Droplet), Mutation.File($"{Units}{unit}", old, other)));

    // The same declared in other words, and more than is declared.
    public static TheoryData<string, Topology, Func<Plan, Plan>> Kept => new()
    {
        { "a CAA record with conditions", Topology.Droplet,
            Mutation.Set(Named("DnsRecord", "dns-caa"), "letsencrypt.org.; validationmethods=http-01", "value") },
        { "a record with the whole name of a relative host", Topology.Droplet, Mutation.Set(Named("DnsRecord", "dns-a"),
            "document-search.", "name") },
        { "a longer password", Topology.Droplet, Mutation.Set(Named("RandomPassword", "client-uploader"), 64.0, "length") },
        { "a shorter deadline", Topology.Kubernetes, Mutation.Set(Named("CronJob", "backup"), 900.0, "spec", "startingDeadlineSeconds") },
        { "a parameter with slashes", Topology.Droplet, Mutation.File("sysctl/60-document-search.conf", "net.ipv4.tcp_syncookies = 1",
            "-net/ipv4/tcp_syncookies=1") },
        { "a stricter parameter", Topology.Droplet, Mutation.File("sysctl/60-document-search.conf", "conf.all.rp_filter = 2",
            "conf.all.rp_filter = 1") },
        { "a rotation by size", Topology.Droplet, Mutation.File("logrotate/document-search", "    daily\n", "    size 100M\n") },
        { "a file of nobody", Topology.Droplet, plan => plan with { Files = plan.Files.Add(new("notes/readme.txt", "Read me")) } },
    };

    [Theory]
    [MemberData(nameof(Kept))]
    public async Task What_keeps_the_declaration_is_let_pass(string what, Topology topology, Func<Plan, Plan> change) =>
        Assert.True(!New(await Plans.Of("prod", "document-search", topology), change).Any(), what);

    [Fact]
    public async Task A_dashboard_that_would_be_empty_is_not_asked_for()
    {
        var plan = await Plans.Of("prod", "document-search", Topology.Droplet);
        var quiet = Mutation.System_(system => system with { Monitoring = system.Monitoring with { Sources = [], Measures = [] } })(plan);
        var less = quiet with
        {
            Files =
            [
                .. plan.Files.Where(file =>
                    file.Path is not ("grafana/dashboards/application.json" or "grafana/dashboards/business.json")),
            ],
        };
        var rule = PolicyGate.Rules.Single(rule => rule.Id == "INV-09");
        Assert.Empty(rule.Check(less));
        Assert.Equal(2, rule.Check(plan with { Files = less.Files }).Count());
    }

    /// <summary>Whichever single file a server lacks, a rule says so.</summary>
    [Theory]
    [InlineData("document-search")]
    [InlineData("vision")]
    [InlineData("faciliauto")]
    [InlineData("car-api")]
    [InlineData("web-platform")]
    public async Task No_file_of_a_server_can_be_left_out(string system)
    {
        var plan = await Plans.Of("prod", system, Topology.Droplet);
        var notices = Noticing(plan);
        Assert.Empty(plan.Files.Where(file => !notices(plan with { Files = plan.Files.Remove(file) })).Select(file => file.Path));
    }

    /// <summary>Whichever single one of these a stack lacks, a rule says so.</summary>
    [Theory]
    [InlineData("document-search", Topology.Droplet)]
    [InlineData("web-platform", Topology.Droplet)]
    [InlineData("web-platform", Topology.Kubernetes)]
    [InlineData("vision", Topology.Kubernetes)]
    [InlineData("car-api", Topology.Kubernetes)]
    public async Task No_declared_resource_can_be_left_out(string system, Topology topology)
    {
        string[] kinds =
        [
            "DnsRecord", "ReservedIpAssignment", "DatabaseDb", "DatabaseUser", "DatabaseConnectionPool", "Cdn", "Certificate", "Firewall",
            "SpacesBucketCorsConfiguration", "ProjectResources", "BucketVersioning", "ContainerRegistryDockerCredentials", "CopyToRemote",
            "StatefulSet", "LimitRange", "ResourceQuota", "PodDisruptionBudget", "Ingress", "ConfigMap", "Secret", "CronJob", "Release",
        ];
        var plan = await Plans.Of("prod", system, topology);
        var removable = plan.Deployed.Where(resource => kinds.Contains(resource.Kind)).ToArray();
        Assert.NotEmpty(removable);
        var notices = Noticing(plan);
        Assert.Empty(removable.Where(resource => !notices(plan with { Resources = plan.Resources.Remove(resource) }))
            .Select(resource => resource.Key));
    }

    private static Func<PlannedResource, bool> Named(string kind, string name) => resource =>
        resource.Kind == kind && resource.Name == name;

    // The rules about what is there come first: most of what is missing is theirs.
    private static Func<Plan, bool> Noticing(Plan plan)
    {
        var rules = PolicyGate.Rules.OrderBy(rule => rule.Id[..3] is "HST" or "INV" or "REF" ? 0 : 1)
            .Select(rule => (Rule: rule, Before: rule.Check(plan).ToHashSet())).ToArray();
        return less => rules.Any(rule => rule.Rule.Check(less).Any(found => !rule.Before.Contains(found)));
    }

    private static IEnumerable<string> New(Plan plan, Func<Plan, Plan> change) => PolicyGate.Check(change(plan), Today).Findings
        .Select(finding => $"{finding}").Except(PolicyGate.Check(plan, Today).Findings.Select(finding => $"{finding}"));
}
