using System.Runtime.InteropServices;

namespace DocumentSearch.Documents.Extraction;

/// <summary>Bounds that the kernel keeps for this process (setrlimit(2)), whatever becomes of the one that started it.</summary>
internal static class ProcessLimits
{
    // Numbers of /usr/include/asm-generic/resource.h.
    private const int Cpu = 0;
    private const int FileSize = 1;
    private const int Data = 2;
    private const int Core = 4;

    // What the runtime maps beside its heap: code, stacks, tables of the collector.
    private const long Beside = 256L * 1024 * 1024;

    /// <summary>Sets them; on systems other than Linux the process that started this one is alone to watch it.</summary>
    /// <param name="processorSeconds">Processor time after which the kernel ends this process.</param>
    /// <param name="memoryBytes">Size of the heap.</param>
    public static void Apply(long processorSeconds, long memoryBytes)
    {
        if (!OperatingSystem.IsLinux())
            return;
        // When memory runs out in a container it is this process that goes, not the worker. Anybody may volunteer.
        File.WriteAllText("/proc/self/oom_score_adj", "1000");
        Set(Cpu, processorSeconds);
        Set(Data, memoryBytes + Beside);
        // It writes to its standard output only, and leaves nothing behind when it dies.
        Set(FileSize, 0);
        Set(Core, 0);
    }

    private static void Set(int resource, long value)
    {
        var limit = new Limit { Soft = (nuint)value, Hard = (nuint)value };
        if (SetLimit(resource, in limit) != 0)
            throw new InvalidOperationException($"setrlimit({resource}) failed with {Marshal.GetLastPInvokeError()}.");
    }

    [DllImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetLimit(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public nuint Soft;
        public nuint Hard;
    }
}
