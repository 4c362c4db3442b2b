using Infra.Costs;
using Infra.Costs.Scenarios;
using Infra.Planning;
using Spectre.Console;

namespace Infra.Commands;

/// <summary>Estimates as tables on the screen.</summary>
internal static class CostTables
{
    /// <summary>The sums of the components, the total and the budget.</summary>
    public static void ShowComponents(IAnsiConsole console, CostEstimate estimate)
    {
        console.WriteLine("Costs, USD a month at list prices");
        var grid = Columns(3);
        grid.AddRow(new Text(""), new Text("at min"), new Text("at max"));
        foreach (var (component, minimum, maximum) in estimate.Components.Where(sum => sum.Maximum > 0))
        {
            grid.AddRow(new Text(component), Amount(minimum), Amount(maximum));
        }

        grid.AddRow(new Text("total"), Amount(estimate.Minimum), Amount(estimate.Maximum));
        grid.AddRow(new Text("budget"), Amount(estimate.Budget), Amount(estimate.Budget));
        console.Write(new Padder(grid, new Padding(2, 0, 0, 1)));
    }

    /// <summary>Every line with its price and where that is from.</summary>
    public static void ShowLines(IAnsiConsole console, CostEstimate estimate)
    {
        var table = new Table().SimpleBorder().AddColumn("Component").AddColumn("Resource").AddColumn("Item").AddColumn(Right("Quantity")).AddColumn(Right("USD each"))
            .AddColumn(Right("At min")).AddColumn(Right("At max")).AddColumn("Note");
        foreach (var line in estimate.Lines)
        {
            var (price, minimum, maximum) = (line.Charge.Price, line.Charge.Minimum, line.Charge.Maximum);
            var weak = price.Status == PriceStatus.Unconfirmed ? "price unconfirmed" : "";
            var note = string.Join("; ", new[] { line.Charge.Note, weak }.Where(text => text.Length > 0));
            table.AddRow(new Text(line.Component), new Text(line.Resource), new Text(price.Item), new Text(minimum == maximum ? $"{minimum:0.##}" : $"{minimum:0.##}-{maximum:0.##}"),
                new Text($"{price.Amount:0.00##}"), Amount(line.Minimum), Amount(line.Maximum), new Text(note));
        }

        console.Write(table);
        foreach (var unpriced in estimate.Unpriced)
        {
            console.MarkupLineInterpolated($"[red]not priced: {unpriced.Resource} ({unpriced.Type}): {unpriced.Problem}[/]");
        }

        var left = estimate.Budget - estimate.Maximum;
        console.WriteLine($"total {estimate.Minimum:0.00} USD a month, up to {estimate.Maximum:0.00} USD when everything is scaled out");
        console.WriteLine($"budget {estimate.Budget:0.00} USD, {(left >= 0 ? $"{left:0.00} USD left at the maximum" : $"{-left:0.00} USD exceeded at the maximum")}");
    }

    /// <summary>A write-up's lines beside the estimate's.</summary>
    public static void ShowWriteUp(IAnsiConsole console, Plan plan, CostEstimate estimate)
    {
        var lines = WriteUp.For(plan.Settings.System.Name, plan.Settings.Topology);
        if (lines.IsEmpty)
        {
            return;
        }

        console.WriteLine();
        console.WriteLine("Beside the write-up, USD a month");
        var table = new Table().SimpleBorder().AddColumn("Item").AddColumn(Right("Write-up")).AddColumn(Right("List price")).AddColumn(Right("Difference"));
        var compared = WriteUp.Compare(estimate, lines);
        foreach (var line in compared)
        {
            table.AddRow(new Text(line.Item), line.WrittenUp > 0 ? Amount(line.WrittenUp) : new Text("-"), Amount(line.Minimum), new Text($"{line.Minimum - line.WrittenUp:+0.00;-0.00;0.00}"));
        }

        var (written, listed) = (compared.Sum(line => line.WrittenUp), compared.Sum(line => line.Minimum));
        var both = compared.Where(line => line.WrittenUp > 0).Sum(line => line.Minimum);
        table.AddRow(new Text("total"), Amount(written), Amount(listed), new Text($"{listed - written:+0.00;-0.00;0.00}"));
        console.Write(table);
        console.WriteLine($"The write-up's own lines cost {both:0.00} USD at list prices; the rest is what it does not mention.");
    }

    /// <summary>The scenarios line by line, with what the write-up said.</summary>
    public static void ShowScenarios(IAnsiConsole console)
    {
        foreach (var scenario in WebPlatformScenarios.All)
        {
            console.WriteLine();
            console.WriteLine($"{scenario.Provider}: {scenario.Total:0.00} USD a month at list prices; the write-up said {scenario.WrittenUp:0} ({scenario.Total - scenario.WrittenUp:+0;-0;0})");
            var table = new Table().SimpleBorder().AddColumn("Item").AddColumn(Right("Quantity")).AddColumn(Right("USD each")).AddColumn(Right("USD a month"));
            foreach (var line in scenario.Lines)
            {
                table.AddRow(new Text(line.Item), new Text($"{line.Quantity:0.##}"), new Text($"{line.Price.Amount:0.00##}"), Amount(line.Amount));
            }

            console.Write(table);
            console.WriteLine($"Why it differs: {scenario.Why}.");
        }
    }

    /// <summary>The price book.</summary>
    public static void ShowPrices(IAnsiConsole console)
    {
        var table = new Table().SimpleBorder().AddColumn("Item").AddColumn(Right("USD")).AddColumn("Unit").AddColumn("Date").AddColumn("Status").AddColumn("Source");
        foreach (var price in PriceBook.All)
        {
            table.AddRow(new Text(price.Item), new Text($"{price.Amount:0.00##}"), new Text(price.Unit), new Text(price.Date), new Text(Words(price.Status)), new Text(price.Source));
        }

        console.Write(table);
    }

    private static string Words(PriceStatus status) => status switch
    {
        PriceStatus.Primary => "primary",
        PriceStatus.ThirdParty => "third party",
        PriceStatus.Computed => "computed",
        _ => "unconfirmed",
    };

    private static Text Amount(decimal dollars) => new($"{dollars:0.00}", Style.Plain) { Justification = Justify.Right };

    private static TableColumn Right(string title) => new TableColumn(title).RightAligned();

    private static Grid Columns(int count)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2));
        for (var column = 1; column < count; column++)
        {
            grid.AddColumn(new GridColumn().NoWrap().RightAligned().PadRight(2));
        }

        return grid;
    }
}
