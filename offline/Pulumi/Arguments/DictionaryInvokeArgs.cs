using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Arguments of a provider function whose inputs have no type of their own, as a map.</summary>
public sealed class DictionaryInvokeArgs : InvokeArgs
{
    private readonly ImmutableDictionary<string, object?> _dictionary;

    /// <summary>Creates the arguments; values of types that cannot be serialised are refused.</summary>
    /// <param name="dictionary">Inputs by wire name.</param>
    public DictionaryInvokeArgs(ImmutableDictionary<string, object?> dictionary)
    {
        TargetTypes.CheckDictionary(nameof(dictionary), dictionary);
        _dictionary = dictionary;
    }

    internal override NamedInput[] GetInputs()
        => [.. _dictionary.Select(entry => new NamedInput(entry.Key, entry.Value, Json: false))];
}
