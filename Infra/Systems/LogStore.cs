namespace Infra.Systems;

/// <summary>Where the logs of a system can be searched (VI-02): Elasticsearch, Logstash and Kibana.</summary>
public sealed record LogStore
{
    /// <summary>Memory of the Java heap; the rest of the limit is for the file cache.</summary>
    public Memory Heap { get; init; } = Memory.GiB(1);

    /// <summary>Most memory of Elasticsearch.</summary>
    public Memory Limit { get; init; } = Memory.GiB(2);

    /// <summary>Most processor time of Elasticsearch.</summary>
    public Cpu CpuLimit { get; init; } = Cpu.Cores(1);

    /// <summary>Days for which log entries are kept.</summary>
    public int RetentionDays { get; init; } = 30;

    /// <summary>Size at which a new index is begun, before its day is over.</summary>
    public Memory IndexSize { get; init; } = Memory.GiB(5);
}
