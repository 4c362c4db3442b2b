using System.Text;
using Infra.Costs;
using Infra.Costs.Scenarios;

namespace Infra.Documentation;

/// <summary>Prices and what they add up to at several providers.</summary>
internal static class PricePage
{
    /// <summary>The price book.</summary>
    public static string Prices()
    {
        var table = new MarkdownTable("item", "USD:", "unit", "date", "status", "source");
        foreach (var price in PriceBook.All)
        {
            var status = price.Status switch { PriceStatus.ThirdParty => "third party", var other => other.ToString().ToLowerInvariant() };
            table.Row($"`{price.Item}`", $"{price.Amount:0.00##}", price.Unit, price.Date, status, price.Source);
        }

        return table.ToString();
    }

    /// <summary>Web-platform at three providers, with what each is made of (WP-08).</summary>
    public static string Scenarios()
    {
        var sums = new MarkdownTable("provider", "write-up:", "list prices:", "why they differ");
        var parts = new StringBuilder();
        foreach (var scenario in WebPlatformScenarios.All)
        {
            sums.Row(scenario.Provider, $"{scenario.WrittenUp:0}", $"{scenario.Total:0.00}", $"{scenario.Why}.");
            var lines = new MarkdownTable("item", "quantity:", "USD each:", "USD a month:");
            foreach (var line in scenario.Lines)
            {
                lines.Row(line.Item, $"{line.Quantity:0.##}", $"{line.Price.Amount:0.00##}", $"{line.Amount:0.00}");
            }

            parts.Append($"\n#### {scenario.Provider}\n\n{lines}");
        }

        return $"{sums}{parts}";
    }
}
