namespace Infra.Systems;

/// <summary>Something that somebody has to be told about.</summary>
public sealed record Alert
{
    /// <summary>Name in CamelCase; with the service, where the condition names one, it is unique in the system.
    /// The runbook has a section of this name. An alert of the system replaces the platform's own of the same name.</summary>
    public required string Name { get; init; }

    /// <summary>How quickly somebody has to look.</summary>
    public required AlertSeverity Severity { get; init; }

    /// <summary>What is wrong.</summary>
    public required AlertCondition Condition { get; init; }

    /// <summary>How long it has to be wrong without a break.</summary>
    public required TimeSpan For { get; init; }
}
