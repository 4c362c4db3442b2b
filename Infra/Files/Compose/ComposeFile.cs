namespace Infra.Files.Compose;

/// <summary>A Compose file. It has no version: the Compose specification knows only one.</summary>
public sealed record ComposeFile
{
    /// <summary>Name of the project: the prefix of containers and networks.</summary>
    public required string Name { get; init; }

    /// <summary>Containers by the name of their service.</summary>
    public required IReadOnlyDictionary<string, ComposeService> Services { get; init; }

    /// <summary>Networks.</summary>
    public required IReadOnlyDictionary<string, Network> Networks { get; init; }

    /// <summary>Volumes that Docker manages.</summary>
    public IReadOnlyDictionary<string, Volume>? Volumes { get; init; }
}
