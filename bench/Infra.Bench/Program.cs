using Infra.Bench;

// Measures what the platform promises of its own speed, prints it as a table and fails where a bound is broken.
var repository = args.Length > 0 ? args[0] : Directory.GetCurrentDirectory();
var results = new List<Result>();
results.AddRange(CommandRuns.Measure(repository));
results.AddRange(await Differences.MeasureAsync(repository));
results.AddRange(await Growth.MeasureAsync(repository));
results.AddRange(Rendering.Measure(repository));

Console.WriteLine("| measure | result | bound | |");
Console.WriteLine("|---|---|---|---|");
foreach (var result in results)
{
    Console.WriteLine($"| {result.Measure} | {result.Value} | {result.Bound} | {(result.Kept ? "kept" : "BROKEN")} |");
}

return results.All(result => result.Kept) ? 0 : 1;
