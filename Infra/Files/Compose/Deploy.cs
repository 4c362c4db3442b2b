using System.Globalization;
using Infra.Systems;

namespace Infra.Files.Compose;

/// <summary>Instances and their share of the machine.</summary>
/// <param name="Replicas">Instances; a number, or a variable with a default.</param>
/// <param name="Resources">What each may take and is promised.</param>
public sealed record Deploy(string? Replicas, DeployResources Resources)
{
    /// <summary>One instance.</summary>
    public static Deploy Single(Resources resources) => new(null, DeployResources.Of(resources));

    /// <summary>Instances by a variable that the <c>scale</c> command sets.</summary>
    public static Deploy Scaled(string service, int replicas, Resources resources) =>
        new($"${{REPLICAS_{Variable(service)}:-{replicas}}}", DeployResources.Of(resources));

    /// <summary>The end of the name of a service's variables: <c>worker-documents</c> becomes <c>WORKER_DOCUMENTS</c>.</summary>
    public static string Variable(string service) => service.ToUpperInvariant().Replace('-', '_');
}

/// <summary>Limits and reservations.</summary>
/// <param name="Limits">What it may take at most.</param>
/// <param name="Reservations">What it is promised.</param>
public sealed record DeployResources(Limits Limits, Share Reservations)
{
    private const int Processes = 512; // More is a runaway, and would take the whole machine with it.

    /// <summary>The resources of the model.</summary>
    public static DeployResources Of(Resources resources) => new(
        new(Cpus(resources.CpuLimit), Amount(resources.Limit), Processes),
        new(Cpus(resources.CpuReserved), Amount(resources.Reserved)));

    /// <summary>An amount of memory: <c>512m</c>.</summary>
    public static string Amount(Memory memory) => $"{memory.WholeMiB}m";

    private static string Cpus(Cpu cpu) => (cpu.Millicores / 1000m).ToString("0.0##", CultureInfo.InvariantCulture);
}

/// <summary>Processor time in cores, and memory.</summary>
/// <param name="Cpus">Cores.</param>
/// <param name="Memory">Memory.</param>
public record Share(string Cpus, string Memory);

/// <summary>What a container may take at most.</summary>
/// <param name="Cpus">Cores.</param>
/// <param name="Memory">Memory.</param>
/// <param name="Pids">Processes and threads.</param>
public sealed record Limits(string Cpus, string Memory, int Pids) : Share(Cpus, Memory);
