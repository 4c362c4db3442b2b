using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DocumentSearch.Metrics;

/// <summary>The process metrics every Prometheus client library exposes, read when asked for.</summary>
internal sealed class ProcessMetrics : IMetric
{
    public void Write(StringBuilder text)
    {
        using var process = Process.GetCurrentProcess();
        Line(text, "process_cpu_seconds_total", "counter", "Processor time used.", process.TotalProcessorTime.TotalSeconds);
        Line(text, "process_resident_memory_bytes", "gauge", "Resident memory.", Environment.WorkingSet);
        Line(text, "process_start_time_seconds", "gauge", "Start of the process since the epoch.", new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1_000d);
        Line(text, "process_num_threads", "gauge", "Threads.", process.Threads.Count);
        if (Directory.Exists("/proc/self/fd"))
            Line(text, "process_open_fds", "gauge", "Open file descriptors.", Directory.EnumerateFileSystemEntries("/proc/self/fd").Count());
        Line(text, "dotnet_gc_heap_bytes", "gauge", "Managed heap after the last collection.", GC.GetTotalMemory(forceFullCollection: false));
        TextFormat.Header(text, "dotnet_gc_collections_total", "Garbage collections by generation.", "counter");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
            text.Append(CultureInfo.InvariantCulture, $"dotnet_gc_collections_total{{generation=\"{generation}\"}} {GC.CollectionCount(generation)}\n");
    }

    private static void Line(StringBuilder text, string name, string type, string description, double value)
    {
        TextFormat.Header(text, name, description, type);
        text.Append(name).Append(' ').Append(TextFormat.Number(value)).Append('\n');
    }
}
