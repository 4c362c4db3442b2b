namespace Infra.Systems;

/// <summary>A machine by what it offers, without naming anybody's product.</summary>
/// <param name="Cpu">Processor time.</param>
/// <param name="Memory">Memory.</param>
public sealed record Machine(Cpu Cpu, Memory Memory);

/// <summary>The machines a system asks for; each can be overridden by a setting.</summary>
public sealed record Sizing
{
    /// <summary>The server, or one worker node of the cluster.</summary>
    public required Machine Machine { get; init; }

    /// <summary>Least worker nodes; 1 on a single server.</summary>
    public int MinimumMachines { get; init; } = 1;

    /// <summary>Most worker nodes; 1 on a single server.</summary>
    public int MaximumMachines { get; init; } = 1;

    /// <summary>The database server.</summary>
    public required Machine Database { get; init; }

    /// <summary>Database servers: the primary and its standbys. Standbys need at least 2 GiB of memory.</summary>
    public int DatabaseNodes { get; init; } = 1;

    /// <summary>Most that a month may cost, in US dollars at list prices.</summary>
    public required decimal MonthlyBudget { get; init; }
}
