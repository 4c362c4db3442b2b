namespace Infra.Systems;

/// <summary>What one instance of a service is promised and what it may take at most.</summary>
/// <param name="Reserved">Memory set aside for the instance (request).</param>
/// <param name="Limit">Memory above which the instance is stopped by the kernel.</param>
/// <param name="CpuReserved">Processor time set aside for the instance (request).</param>
/// <param name="CpuLimit">Processor time above which the instance is throttled.</param>
public sealed record Resources(Memory Reserved, Memory Limit, Cpu CpuReserved, Cpu CpuLimit)
{
    /// <summary>Nothing: for a service that does not run.</summary>
    public static Resources None { get; } = new(default, default, default, default);
}
