namespace Infra.Costs.Scenarios;

/// <summary>Web-platform for a million users at three providers (WP-08), each with 16 cores for 3 back ends and 4 front ends (WP-01), PostgreSQL for
/// 500 connections with a standby (WP-02), a 2 GiB cache (WP-03), a load balancer and the same traffic.</summary>
public static class WebPlatformScenarios
{
    // Ten megabytes for each of a million users in a month.
    private const decimal TrafficGb = 10_000;

    private const decimal DatabaseGb = 100;

    /// <summary>The scenarios, the most expensive first.</summary>
    public static ImmutableArray<Scenario> All { get; } =
    [
        new("AWS", 2125, "traffic alone is 42 % of it; most of what is left are two database servers and four nodes",
        [
            Line("EKS control plane", 1, "aws-eks"),
            Line("4 nodes m7g.xlarge, 4 cores and 16 GiB", 4, "aws-m7g.xlarge"),
            Line("RDS db.m7g.xlarge, primary and standby", 2, "aws-rds:db.m7g.xlarge"),
            Line("RDS storage, Multi-AZ", DatabaseGb, "aws-rds-storage:multi-az"),
            Line("ElastiCache, 4 shards of 0.5 GiB", 4, "aws-cache.t4g.micro"),
            Line("application load balancer", 1, "aws-alb"),
            Line("capacity units of the load balancer", 3, "aws-alb-lcu"),
            Line("NAT gateways in 2 zones", 2, "aws-nat-gateway"),
            Line("public IPv4 addresses", 4, "aws-ipv4"),
            Line("S3 storage", 50, "aws-s3-storage"),
            Line("traffic to the internet beyond 100 GB", TrafficGb - UsageAssumptions.FreeTransfer, "aws-transfer"),
        ]),
        new("DigitalOcean", 582, "20 TB of traffic come with the nodes; sizes of the database have moved by a few dollars each",
        [
            Line("Kubernetes, several control planes", 1, "do-kubernetes-ha"),
            Line("4 nodes s-4vcpu-8gb", 4, "do-droplet:s-4vcpu-8gb"),
            Line("managed PostgreSQL db-s-4vcpu-8gb, primary and standby", 2, "do-pg:db-s-4vcpu-8gb"),
            Line("managed Valkey db-s-1vcpu-2gb", 1, "do-valkey:db-s-1vcpu-2gb"),
            Line("network load balancer", 1, "do-load-balancer:REGIONAL_NETWORK"),
            Line("registry, professional", 1, "do-registry:professional"),
            Line("Spaces with CDN", 1, "do-spaces"),
            Line("traffic beyond what 4 nodes include (5 TB each)", Math.Max(0, TrafficGb - 20_000), "do-transfer"),
        ]),
        new("Hetzner", 160, "dedicated cores were repriced twice in 2026; cluster, database and cache are run by oneself, which no list price shows",
        [
            Line("2 nodes CX43, 8 shared cores and 16 GB", 2, "hetzner-cx43"),
            Line("PostgreSQL on CCX23, primary and standby", 2, "hetzner-ccx23"),
            Line("Redis on CX33", 1, "hetzner-cx33"),
            Line("load balancer LB11", 1, "hetzner-lb11"),
            Line("backups of the database servers", 2 * PriceBook.Of("hetzner-ccx23").Amount, "hetzner-backups"),
            Line("public IPv4 addresses", 5, "hetzner-ipv4"),
        ]),
    ];

    private static ScenarioLine Line(string item, decimal quantity, string price) => new(item, quantity, PriceBook.Of(price));
}
