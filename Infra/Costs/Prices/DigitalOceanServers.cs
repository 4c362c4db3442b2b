using static Infra.Costs.PriceStatus;

namespace Infra.Costs.Prices;

/// <summary>Droplets and Kubernetes nodes, which cost the same. A month is capped at 672 hours.</summary>
internal static class DigitalOceanServers
{
    private const string List = "digitalocean.com/pricing/droplets, in public copies";
    private const string Sizes = "answers of the API's /v2/sizes, in public repositories";

    public static ImmutableArray<Price> All { get; } =
    [
        Droplet("s-1vcpu-512mb-10gb", 4, List, "2026-07-27"),
        Droplet("s-1vcpu-1gb", 6, List, "2026-07-27"),
        Droplet("s-1vcpu-2gb", 12, List, "2026-09-29"),
        Droplet("s-2vcpu-2gb", 18, List, "2026-07-27"),
        Droplet("s-2vcpu-4gb", 24, List, "2026-09-29"),
        Droplet("s-4vcpu-8gb", 48, List, "2026-10-04"),
        Droplet("s-8vcpu-16gb", 96, List, "2026-07-27"),
        Droplet("g-2vcpu-8gb", 63, Sizes, "2026"),
        Droplet("g-4vcpu-16gb", 126, Sizes, "2026"),
        Droplet("g-8vcpu-32gb", 252, Sizes, "2026"),
        Droplet("c-4", 84, Sizes, "2026-10-04"),
        Droplet("c-8", 168, Sizes, "2026-10-04"),
        new("do-droplet-backups:weekly", 0.20m, "dollar of the droplet's price", "digitalocean.com snapshot and backup pricing, in public copies", "2026", ThirdParty),
        new("do-droplet-backups:daily", 0.30m, "dollar of the droplet's price", "digitalocean.com snapshot and backup pricing, in public copies", "2026", ThirdParty),
    ];

    private static Price Droplet(string size, decimal amount, string source, string date) => new($"do-droplet:{size}", amount, "month", source, date, ThirdParty);
}
