using static Infra.Costs.PriceStatus;

namespace Infra.Costs.Prices;

/// <summary>Everything else of DigitalOcean.</summary>
internal static class DigitalOceanServices
{
    private const string LoadBalancers = "docs.digitalocean.com/products/networking/load-balancers/details/pricing";
    private const string Registry = "docs.digitalocean.com/products/container-registry/details/pricing";

    public static ImmutableArray<Price> All { get; } =
    [
        new("do-load-balancer:REGIONAL", 12, "node month", LoadBalancers, "2026-09-29", Primary),
        new("do-load-balancer:REGIONAL_NETWORK", 15, "node month", LoadBalancers, "2025-02-28", Primary),
        new("do-load-balancer:GLOBAL", 15, "month", LoadBalancers, "2025-02-28", Primary),
        new("do-kubernetes-ha", 40, "month", "docs.digitalocean.com/products/kubernetes/details/pricing", "2026-08-13", Primary),
        new("do-registry:starter", 0, "month", Registry, "2025-06-11", Primary),
        new("do-registry:basic", 5, "month", Registry, "2025-06-11", Primary),
        new("do-registry:professional", 20, "month", Registry, "2025-06-11", Primary),
        new("do-volume", 0.10m, "GiB month", "docs.digitalocean.com/products/volumes/details/pricing", "2026-05", ThirdParty),
        new("do-snapshot", 0.06m, "GiB month", "docs.digitalocean.com/products/images/snapshots/details/pricing", "2026", Primary),
        new("do-reserved-ip:assigned", 0, "month", "docs.digitalocean.com/products/networking/reserved-ips/how-to/modify", "2025-06-17", Primary),
        new("do-reserved-ip:unassigned", 5, "month", "remembered; the page says only that it is charged", "2025-06-17", Unconfirmed),
        new("do-spaces", 5, "month", "digitalocean.com community answers and public repositories", "2026-08-13", ThirdParty),
        new("do-uptime-check", 1, "check month", "docs.digitalocean.com/products/uptime/details", "2026-03-27", Primary),
        new("do-transfer", 0.01m, "GiB", "docs.digitalocean.com/products/droplets/details/pricing", "2026-05-29", Primary),
    ];
}
