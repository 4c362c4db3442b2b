using Infra.Components.Cloud;

namespace Infra.Components;

/// <summary>What a system is deployed from, wherever it runs.</summary>
public sealed record SystemParts : StackPartArgs
{
    /// <summary>Private network of the machines and the database.</summary>
    public required Network Network { get; init; }

    /// <summary>Where images come from.</summary>
    public required Registry Registry { get; init; }

    /// <summary>Environment of the services.</summary>
    public required ServiceEnvironment Environment { get; init; }

    /// <summary>The system's databases; none or one.</summary>
    public required ImmutableArray<PostgresDatabase> Databases { get; init; }

    /// <summary>The Redis-compatible store, the provider's or the system's own; none or one.</summary>
    public required ImmutableArray<StoreConnection> Stores { get; init; }

    /// <summary>Generated secrets.</summary>
    public required GeneratedSecrets Secrets { get; init; }

    /// <summary>Where backups go; none where there is nothing to back up.</summary>
    public required ImmutableArray<ObjectStorage> Backups { get; init; }
}
