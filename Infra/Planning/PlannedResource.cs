namespace Infra.Planning;

/// <summary>A resource as the engine would get it: what a policy, an estimate or a person looks at.</summary>
public sealed record PlannedResource
{
    /// <summary>Type token: <c>kubernetes:apps/v1:Deployment</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Name in the program.</summary>
    public required string Name { get; init; }

    /// <summary>Parent, as <see cref="Key"/>; empty for what hangs directly below the stack.</summary>
    public required string Parent { get; init; }

    /// <summary>Whether it is a component: a group of resources that exists in the program only.</summary>
    public required bool IsComponent { get; init; }

    /// <summary>Inputs by their wire names. Values are text, <see cref="double"/>, <see cref="bool"/>, lists and maps; what came of a secret holds a <see cref="SecretMark"/>.</summary>
    public required ImmutableSortedDictionary<string, object?> Inputs { get; init; }

    /// <summary>Inputs that hold what only the cloud will know; found where the inputs are shown, so empty in a plan that was just
    /// recorded.</summary>
    public ImmutableArray<UnknownInput> UnknownInputs { get; init; } = [];

    /// <summary>Whether the engine refuses to delete it.</summary>
    public bool Protected { get; init; }

    /// <summary>Inputs whose changes are ignored.</summary>
    public ImmutableArray<string> IgnoredChanges { get; init; } = [];

    /// <summary>Resources it waits for, as <see cref="Key"/>.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <summary>Its explicit provider, as <see cref="Key"/>; empty where the engine's own is taken. A resource waits for its provider,
    /// and so for all that this waits for.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Whether the program asks for it to be deleted before it is made again.</summary>
    public bool DeletedBeforeReplaced { get; init; }

    /// <summary>Whether it stays in the cloud when the program does without it.</summary>
    public bool Retained { get; init; }

    /// <summary>Time in which the engine expects it to be made; none where the provider's own limit counts.</summary>
    public TimeSpan? CreationLimit { get; init; }

    /// <summary>Type and name, unique in a plan.</summary>
    public string Key => $"{Type}::{Name}";

    /// <summary>The last part of the type: <c>Deployment</c>.</summary>
    public string Kind => Type[(Type.LastIndexOf(':') + 1)..];

    /// <summary>Whether it is an object of the Kubernetes API, rather than a chart or a provider.</summary>
    public bool IsKubernetesObject => Type.StartsWith("kubernetes:", StringComparison.Ordinal) && !Type.StartsWith("kubernetes:helm.sh/", StringComparison.Ordinal);
}
