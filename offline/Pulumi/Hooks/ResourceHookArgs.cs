using System.Collections.Immutable;

namespace Pulumi;

/// <summary>What a <see cref="ResourceHookCallback"/> gets; which inputs and outputs there are depends on the operation.</summary>
/// <param name="urn">URN of the resource.</param>
/// <param name="id">Id of the resource.</param>
/// <param name="name">Name of the resource.</param>
/// <param name="type">Type token of the resource.</param>
/// <param name="newInputs">Inputs after the operation.</param>
/// <param name="oldInputs">Inputs before the operation.</param>
/// <param name="newOutputs">Outputs after the operation.</param>
/// <param name="oldOutputs">Outputs before the operation.</param>
public class ResourceHookArgs(
    string urn,
    string id,
    string name,
    string type,
    ImmutableDictionary<string, object?>? newInputs = null,
    ImmutableDictionary<string, object?>? oldInputs = null,
    ImmutableDictionary<string, object?>? newOutputs = null,
    ImmutableDictionary<string, object?>? oldOutputs = null)
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

    /// <summary>Outputs after the operation.</summary>
    public ImmutableDictionary<string, object?>? NewOutputs { get; } = newOutputs;

    /// <summary>Outputs before the operation.</summary>
    public ImmutableDictionary<string, object?>? OldOutputs { get; } = oldOutputs;
}
