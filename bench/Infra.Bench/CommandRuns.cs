using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Infra.Bench;

/// <summary>Whole runs of the published program, from the start of the process to its end.</summary>
internal static partial class CommandRuns
{
    private const int Runs = 9;
    private const double LongestSeconds = 1.0;

    // Where processors are slow or shared everything takes longer: there a preview may take as long as so many starts of the program that do nothing.
    private const double MostStarts = 14;
    private const long MostMemoryMiB = 160;

    /// <summary>Measures previews of both stacks.</summary>
    public static IEnumerable<Result> Measure(string repository)
    {
        // Memory counts the largest child so far, so everything is run before the first figure is read.
        var starts = new List<double>();
        var seconds = new[] { "prod", "dev" }.ToDictionary(stack => stack, stack =>
            Median(Enumerable.Range(0, Runs + 1).Select(_ =>
            {
                starts.Add(Run(repository, "--version"));
                return Run(repository, "preview", "--stack", stack);
            }).Skip(1)));
        var start = Median(starts);
        yield return new("start of the program, which says its version", $"{start:0.00} s", "-", true);
        foreach (var (stack, median) in seconds)
        {
            yield return new(
                $"preview of {stack}, median of {Runs} runs after one",
                $"{median:0.00} s, {median / start:0.0} starts",
                $"<= {LongestSeconds:0.0} s, or {MostStarts:0} starts",
                median <= LongestSeconds || median <= MostStarts * start);
        }

        var memory = PeakMemoryOfChildrenMiB();
        yield return new("peak memory of a preview", $"{memory} MiB", $"<= {MostMemoryMiB} MiB", memory <= MostMemoryMiB);
    }

    private static double Run(string repository, params string[] words)
    {
        var program = Path.Combine(repository, "artifacts", "infra", "Infra.dll");
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. words])
        {
            WorkingDirectory = repository,
            RedirectStandardOutput = true,
        })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? watch.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"{string.Join(' ', words)} exited with {process.ExitCode}");
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static unsafe long PeakMemoryOfChildrenMiB()
    {
        // struct rusage of Linux: two times of two longs each, then the resident set in KiB.
        var usage = stackalloc long[18];
        const int Children = -1;
        return ResourceUsage(Children, usage) == 0 ? usage[4] / 1024
            : throw new InvalidOperationException("the operating system does not tell the memory of finished processes");
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static unsafe partial int ResourceUsage(int who, long* usage);
}
