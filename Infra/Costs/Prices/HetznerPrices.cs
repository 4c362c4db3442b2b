using static Infra.Costs.PriceStatus;

namespace Infra.Costs.Prices;

/// <summary>Hetzner Cloud in Germany and Finland, without VAT. It was repriced on 1 April and on 15 June 2026.</summary>
internal static class HetznerPrices
{
    // The public copies list both currencies: 8.49 EUR beside 9.80 USD, 99.21 USD beside 85.99 EUR.
    private const decimal DollarsPerEuro = 1.154m;

    private const string List = "docs.hetzner.com price adjustment, in public repositories";

    public static ImmutableArray<Price> All { get; } =
    [
        Euros("hetzner-cx33", 8.49m, "month", "2026-08-13", ThirdParty),
        Euros("hetzner-cx43", 15.99m, "month", "2026-08-13", ThirdParty),
        Euros("hetzner-ccx23", 85.99m, "month", "2026-10-04", ThirdParty),
        Euros("hetzner-ipv4", 0.50m, "address month", "2026-08-13", ThirdParty),
        new("hetzner-lb11", 6, "month", "one public estimate, no list price", "2026-08-13", Unconfirmed),
        new("hetzner-backups", 0.20m, "dollar of the server's price", "docs.hetzner.com billing questions, in public repositories", "2026", ThirdParty),
    ];

    private static Price Euros(string item, decimal euros, string unit, string date, PriceStatus status) =>
        new(item, Math.Round(euros * DollarsPerEuro, 2), unit, $"{List}: {euros} EUR", date, status);
}
