namespace Infra.Costs;

/// <summary>Something that a resource is billed for, or the fact that nobody knows its price.</summary>
public abstract record Charge
{
    private Charge()
    {
    }

    /// <summary>A quantity of a priced item.</summary>
    /// <param name="Price">Its price.</param>
    /// <param name="Minimum">Quantity while nothing has been scaled out.</param>
    /// <param name="Maximum">Quantity when everything has.</param>
    /// <param name="Note">Where the quantity comes from; empty where it speaks for itself.</param>
    public sealed record Of(Price Price, decimal Minimum, decimal Maximum, string Note = "") : Charge
    {
        /// <summary>A quantity that does not scale.</summary>
        public Of(Price price, decimal quantity, string note = "")
            : this(price, quantity, quantity, note)
        {
        }
    }

    /// <summary>Something that costs, but whose price is unknown.</summary>
    /// <param name="Problem">What is unknown, and where to add it.</param>
    public sealed record Unpriced(string Problem) : Charge;

    /// <summary>A quantity of an item named in the plan; unpriced where the book has no such item.</summary>
    public static Charge Named(string item, decimal minimum, decimal maximum, string note = "") => PriceBook.TryFind(item, out var price)
        ? new Of(price, minimum, maximum, note)
        : new Unpriced($"the price book has no item '{item}': add it in Infra/Costs/Prices with source and date");
}
