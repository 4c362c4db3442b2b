using System.Net;
using System.Text.RegularExpressions;
using Infra.Planning;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>What servers, node pools and their networks are, and how a server is reached to be set up (PL-08, PL-12, PL-17).</summary>
internal static partial class MachineRules
{
    private const string Droplet = "digitalocean:index/droplet:Droplet";
    private const string Cluster = "digitalocean:index/kubernetesCluster:KubernetesCluster";
    private const string NodePool = "digitalocean:index/kubernetesNodePool:KubernetesNodePool";
    private const string Command = "command:remote:Command";
    private const string Copy = "command:remote:CopyToRemote";

    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "SRV-01",
            Title = "Nobody logs in to a server as root, and what is sent in secret is not shown",
            Scope = Scope.Server,
            Why = "Root's login is what everybody tries, and a log keeps what was printed (CIS Debian Benchmark, 5.1.20; CWE-532)",
            Remedy = "Set connection.user to the user that cloud-init makes, and logging to none where stdin has a secret",
            Judge = Rule.Each(resource => resource.Type is Command or Copy, resource =>
                Text(resource.Inputs, "connection", "user") is "" or "root" or "0" or "0:0" ? "logs in as root"
                : SecretMark.IsIn(Text(resource.Inputs, "stdin")) && Text(resource.Inputs, "logging") != "none" ? "shows what it sends"
                    : ""),
        },
        new()
        {
            Id = "SRV-02",
            Title = "What is sent to a server waits until it is ready, and is sent again to a new one",
            Scope = Scope.Server,
            Why = "A file that comes before its directory fails, and one that a new server never gets is missed at its first release (PL-12)",
            Remedy = "Name the command that waits for cloud-init in dependsOn, and the server's id in triggers",
            Judge = plan =>
            {
                var ready = plan.OfType(Command).Where(command => Text(command.Inputs, "create")
                    .Contains("cloud-init status --wait", StringComparison.Ordinal)).Select(command => command.Key).ToHashSet();
                var servers = plan.OfType(Droplet).Select(droplet => SimulatedCloud.IdOf(droplet.Type, droplet.Name)).ToHashSet();
                return plan.OfType(Command).Concat(plan.OfType(Copy)).Select(sent => new Subject(sent.Name,
                        !Items(sent.Inputs, "triggers").OfType<string>().Any(servers.Contains) ? "is not sent again to a new server"
                        : !ready.Contains(sent.Key) && !plan.Before(sent).Overlaps(ready)
                            ? "does not wait until the server is ready" : ""));
            },
        },
        new()
        {
            Id = "SRV-03",
            Title = "Servers are made of a named image, in the private network, by keys, and are looked at",
            Scope = Scope.Server,
            Why = "Another image is another system, a server without keys gets a password by mail, and one outside of the network is open "
                + "where nobody looks (PL-08; DigitalOcean, Droplets)",
            Remedy = "Set image to a distribution with its version, sshKeys, userData, vpcUuid and monitoring, leave ipv6 out, and let it "
                + "shut down gracefully",
            Judge = Rule.Each(resource => resource.Type == Droplet, droplet =>
                !Image().IsMatch(Text(droplet.Inputs, "image")) ? $"is made of '{Text(droplet.Inputs, "image")}', which may be anything"
                : !Items(droplet.Inputs, "sshKeys").Any() ? "gets a password instead of keys"
                : Text(droplet.Inputs, "userData").Length == 0 ? "is not set up"
                : Text(droplet.Inputs, "vpcUuid").Length == 0 ? "is outside of the private network"
                : IsTrue(droplet.Inputs, "ipv6") ? "has a second address, which nothing here declares"
                : !IsTrue(droplet.Inputs, "monitoring") ? "tells nobody how full it is"
                : !IsTrue(droplet.Inputs, "gracefulShutdown") ? "is switched off while it writes"
                : !IsFalse(droplet.Inputs, "resizeDisk") ? "cannot become smaller again"
                : ""),
        },
        new()
        {
            Id = "SRV-04",
            Title = "Clusters have a known version, a private network, and nodes enough to lose one",
            Scope = Scope.Kubernetes,
            Why = "The next minor version drops interfaces, and one node is one disk away from nothing (PL-11, PL-17; Kubernetes, version skew)",
            Remedy = "Set version to a minor version, vpcUuid, the day of maintenance, and two nodes or more in production",
            Judge = plan => plan.OfType(Cluster).Select(cluster => new Subject(cluster.Name,
                    !MinorVersion().IsMatch(Text(cluster.Inputs, "version")) ? $"is of version '{Text(cluster.Inputs, "version")}', which may be any"
                    : Text(cluster.Inputs, "vpcUuid").Length == 0 ? "is outside of the private network"
                    : Text(cluster.Inputs, "maintenancePolicy", "day").Length == 0 ? "is upgraded on whichever day"
                    : plan.Settings.IsProduction && Fewest(At(cluster.Inputs, "nodePool")) < 2 ? "has a pool of one node" : ""))
                .Concat(plan.OfType(NodePool).Select(pool => new Subject(pool.Name,
                    plan.Settings.IsProduction && Fewest(pool.Inputs) < 2 ? "may shrink to one node" : ""))),
        },
        new()
        {
            Id = "SRV-05",
            Title = "Private networks have private addresses",
            Why = "A range of others is where packets for them end (RFC 1918; DigitalOcean, VPC)",
            Remedy = "Set ipRange within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16, between /16 and /24",
            Judge = Rule.Each(resource => resource.Type == "digitalocean:index/vpc:Vpc", network => At(network.Inputs, "ipRange") switch
            {
                null => "",
                string text when IPNetwork.TryParse(text, out var range) && range.PrefixLength is >= 16 and <= 24
                    && Private.Any(all => all.Contains(range.BaseAddress)) => "",
                var other => $"has the range {other}",
            }),
        },
        new()
        {
            Id = "SRV-06",
            Title = "Alerts on machines look at machines that there are",
            Scope = Scope.Kubernetes,
            Why = "An alert by a tag that nothing has never fires (WP-06)",
            Remedy = "Give servers and node pools the tags that the alerts of the cloud select by",
            Judge = plan =>
            {
                var tags = plan.OfType(Droplet).Concat(plan.OfType(NodePool)).Select(machine => (object?)machine.Inputs)
                    .Concat(plan.OfType(Cluster).Select(cluster => At(cluster.Inputs, "nodePool")))
                    .Select(machine => (Machine: machine, Tags: Items(machine,
                        "tags").OfType<string>().ToHashSet(StringComparer.Ordinal))).ToArray();
                return (from alert in plan.OfType("digitalocean:index/monitorAlert:MonitorAlert")
                       from tag in Items(alert.Inputs, "tags").OfType<string>()
                       select new Subject(alert.Name, tags.Any(machine => !machine.Tags.Contains(tag))
                           ? $"looks at machines with the tag {tag}, which not all have" : ""))
                    .Concat(from cluster in plan.OfType(Cluster)
                            select new Subject(cluster.Name,
                                Items(cluster.Inputs, "tags").Except(Items(cluster.Inputs, "nodePool", "tags")).Any()
                                    ? "has nodes without its own tags" : ""));
            },
        },
    ];

    private static readonly ImmutableArray<IPNetwork> Private =
        [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16")];

    // The fewest nodes that a pool may have.
    private static double Fewest(object? pool) => IsTrue(pool, "autoScale") ? Number(pool, "minNodes") : Number(pool, "nodeCount");

    // debian-13-x64, ubuntu-24-04-x64 (DigitalOcean, image slugs).
    [GeneratedRegex("^[a-z]+(-[a-z]+)?-[0-9]+(-[0-9]+)?-x64$")]
    private static partial Regex Image();

    // A minor version, whatever the patch.
    [GeneratedRegex(@"^1\.[0-9]+\.")]
    private static partial Regex MinorVersion();
}
