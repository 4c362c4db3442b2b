namespace Infra.Costs.Scenarios;

/// <summary>A line of a scenario.</summary>
/// <param name="Item">What it is for.</param>
/// <param name="Quantity">How much of it.</param>
/// <param name="Price">What one costs.</param>
public sealed record ScenarioLine(string Item, decimal Quantity, Price Price)
{
    /// <summary>US dollars a month.</summary>
    public decimal Amount => Math.Round(Quantity * Price.Amount, 2);
}

/// <summary>The same workload at one provider.</summary>
/// <param name="Provider">Provider.</param>
/// <param name="WrittenUp">US dollars a month that the write-up said.</param>
/// <param name="Why">Why list prices say something else.</param>
/// <param name="Lines">What it is made of.</param>
public sealed record Scenario(string Provider, decimal WrittenUp, string Why, ImmutableArray<ScenarioLine> Lines)
{
    /// <summary>US dollars a month at list prices.</summary>
    public decimal Total => Lines.Sum(line => line.Amount);
}
