using Infra.Costs.Prices;

namespace Infra.Costs;

/// <summary>Every list price that estimates are made of.</summary>
public static class PriceBook
{
    /// <summary>The prices, in the order of their families.</summary>
    public static ImmutableArray<Price> All { get; } =
        [.. DigitalOceanServers.All, .. DigitalOceanDatabases.All, .. DigitalOceanServices.All, .. AwsPrices.All, .. HetznerPrices.All];

    private static readonly ImmutableDictionary<string, Price> ByItem = All.ToImmutableDictionary(price => price.Item, StringComparer.Ordinal);

    /// <summary>The price of an item that the program itself names.</summary>
    /// <exception cref="KeyNotFoundException">The book has no such item.</exception>
    public static Price Of(string item) =>
        ByItem.TryGetValue(item, out var price) ? price : throw new KeyNotFoundException($"the price book has no item '{item}'; add it in Infra/Costs/Prices with source and date");

    /// <summary>The price of an item that may be missing, such as a size from a plan.</summary>
    public static bool TryFind(string item, out Price price) => ByItem.TryGetValue(item, out price!);
}
