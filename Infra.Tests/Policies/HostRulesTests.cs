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
