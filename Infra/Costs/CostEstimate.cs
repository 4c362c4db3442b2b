namespace Infra.Costs;

/// <summary>One line of an estimate.</summary>
/// <param name="Component">Component that the resource belongs to; empty for what hangs below the stack.</param>
/// <param name="Resource">Name of the resource.</param>
/// <param name="Type">Its type.</param>
/// <param name="Charge">What is billed.</param>
public sealed record CostLine(string Component, string Resource, string Type, Charge.Of Charge)
{
    /// <summary>US dollars a month while nothing has been scaled out.</summary>
    public decimal Minimum => Math.Round(Charge.Minimum * Charge.Price.Amount, 2);

    /// <summary>US dollars a month when everything has been scaled out.</summary>
    public decimal Maximum => Math.Round(Charge.Maximum * Charge.Price.Amount, 2);
}

/// <summary>A resource that costs, nobody knows how much.</summary>
/// <param name="Resource">Name of the resource.</param>
/// <param name="Type">Its type.</param>
/// <param name="Problem">What is unknown, and where to add it.</param>
public sealed record UnpricedResource(string Resource, string Type, string Problem);

/// <summary>What a stack costs in a month at list prices, without tax.</summary>
/// <param name="Lines">What is billed, in the order of the plan.</param>
/// <param name="Unpriced">What cannot be priced: the sums are too low by it.</param>
/// <param name="Budget">Most that it may cost.</param>
public sealed record CostEstimate(ImmutableArray<CostLine> Lines, ImmutableArray<UnpricedResource> Unpriced, decimal Budget)
{
    /// <summary>US dollars a month while nothing has been scaled out.</summary>
    public decimal Minimum => Lines.Sum(line => line.Minimum);

    /// <summary>US dollars a month when everything has been scaled out.</summary>
    public decimal Maximum => Lines.Sum(line => line.Maximum);

    /// <summary>The sums of each component, in the order of the plan.</summary>
    public IEnumerable<(string Component, decimal Minimum, decimal Maximum)> Components =>
        Lines.GroupBy(line => line.Component).Select(group => (group.Key, group.Sum(line => line.Minimum), group.Sum(line => line.Maximum)));
}
