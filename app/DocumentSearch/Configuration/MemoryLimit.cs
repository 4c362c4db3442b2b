namespace DocumentSearch.Configuration;

/// <summary>The memory this process and those it starts may use together.</summary>
internal static class MemoryLimit
{
    // The runtime's own figure is the limit of its heap, three quarters of the container's.
    private static readonly Lazy<double> Limit = new(() =>
    {
        foreach (var file in new[] { "/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes" })
        {
            if (File.Exists(file) && long.TryParse(File.ReadAllText(file).Trim(), out var limit) && limit < 1L << 50)
                return limit;
        }

        return GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    });

    /// <summary>Bytes: the limit of the container, or the memory of the host where there is none.</summary>
    public static double Bytes => Limit.Value;
}
