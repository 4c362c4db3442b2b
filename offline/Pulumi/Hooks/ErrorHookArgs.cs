using System.Collections.Immutable;

namespace Pulumi;

/// <summary>What an <see cref="ErrorHookCallback"/> gets.</summary>
/// <param name="urn">URN of the resource.</param>
/// <param name="id">Id of the resource.</param>
/// <param name="name">Name of the resource.</param>
/// <param name="type">Type token of the resource.</param>
/// <param name="newInputs">Inputs after the operation.</param>
/// <param name="oldInputs">Inputs before the operation.</param>
/// <param name="oldOutputs">Outputs before the operation.</param>
/// <param name="failedOperation">The operation that failed.</param>
/// <param name="errors">What went wrong, one text an attempt.</param>
public class ErrorHookArgs(
    string urn,
    string id,
    string name,
    string type,
    ImmutableDictionary<string, object?>? newInputs = null,
    ImmutableDictionary<string, object?>? oldInputs = null,
    ImmutableDictionary<string, object?>? oldOutputs = null,
    string failedOperation = "",
    IReadOnlyList<string>? errors = null)
{
    /// <summary>URN of the resource.</summary>
    public string Urn { get; } = urn;

    /// <summary>Id of the resource.</summary>
    public string Id { get; } = id;

    /// <summary>Name of the resource.</summary>
    public string Name { get; } = name;

    /// <summary>Type token of the resource.</summary>
    public string Type { get; } = type;

    /// <summary>Inputs after the operation.</summary>
    public ImmutableDictionary<string, object?>? NewInputs { get; } = newInputs;

    /// <summary>Inputs before the operation.</summary>
    public ImmutableDictionary<string, object?>? OldInputs { get; } = oldInputs;

    /// <summary>Outputs before the operation.</summary>
    public ImmutableDictionary<string, object?>? OldOutputs { get; } = oldOutputs;

    /// <summary>The operation that failed.</summary>
    public string FailedOperation { get; } = failedOperation;

    /// <summary>What went wrong, one text an attempt.</summary>
    public IReadOnlyList<string> Errors { get; } = errors ?? [];
}
