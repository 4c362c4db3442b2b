namespace Infra.Costs;

/// <summary>How far a price can be trusted.</summary>
public enum PriceStatus
{
    /// <summary>Read on the seller's own page, specification or documentation.</summary>
    Primary,

    /// <summary>Read in public copies of the seller's page or of answers of its API.</summary>
    ThirdParty,

    /// <summary>Computed from other prices.</summary>
    Computed,

    /// <summary>From an old or a single weak source; look again before relying on it.</summary>
    Unconfirmed,
}

/// <summary>A list price, without tax.</summary>
/// <param name="Item">Short, unique name: <c>do-droplet:s-2vcpu-4gb</c>.</param>
/// <param name="Amount">US dollars for one unit.</param>
/// <param name="Unit">What is paid for: <c>month</c>, <c>GiB month</c>.</param>
/// <param name="Source">Where it was read.</param>
/// <param name="Date">When the source said so.</param>
/// <param name="Status">How far it can be trusted.</param>
public sealed record Price(string Item, decimal Amount, string Unit, string Source, string Date, PriceStatus Status);
