using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// A map with text keys that is itself an input. It works with collection initialisers, and takes values and whole
/// maps, plain or as outputs; what it holds cannot be enumerated before the outputs are known.
/// </summary>
/// <typeparam name="TValue">Type of the values.</typeparam>
public sealed class InputMap<TValue>
    : Input<ImmutableDictionary<string, TValue>>, IEnumerable, IAsyncEnumerable<Input<KeyValuePair<string, TValue>>>
{
    // Parts in order: with a key, one entry; without, a whole map. See InputList.
    private readonly List<MapPart<TValue>> _parts;
    private Output<ImmutableDictionary<string, TValue>>? _joined;

    /// <summary>Creates an empty map.</summary>
    public InputMap()
        => _parts = [];

    private InputMap(Output<ImmutableDictionary<string, TValue>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        _parts = [new(null, null, values)];
        _joined = values;
    }

    /// <summary>Adds an entry.</summary>
    public Input<TValue> this[string key]
    {
        set => Add(key, value);
    }

    /// <summary>Adds an entry; reading the map fails if the key is there already with another value.</summary>
    public void Add(string key, Input<TValue> value)
    {
        _joined = null;
        _parts.Add(new(key, value, null));
    }

    /// <summary>Adds all entries of another map.</summary>
    public void Add(InputMap<TValue> values) => AddRange(values);

    /// <summary>Adds all entries of another map; reading the map fails if a key is in both with different values.</summary>
    public void AddRange(InputMap<TValue> values)
    {
        MapPart<TValue>[] parts = [.. values._parts];
        _joined = null;
        _parts.AddRange(parts);
    }

    /// <summary>A new map with the entries of both; for a key in both, the value of the second.</summary>
    public static InputMap<TValue> Merge(InputMap<TValue> first, InputMap<TValue> second)
        => new(Output.Tuple(first.Resolve(), second.Resolve()).Apply(both => both.Item1.SetItems(both.Item2)));

    /// <summary>A map of plain values.</summary>
    public static implicit operator InputMap<TValue>(Dictionary<string, TValue> values)
        => new(Output.Create(values).Apply(v => ImmutableDictionary.CreateRange(v)));

    /// <summary>A map of plain values.</summary>
    public static implicit operator InputMap<TValue>(ImmutableDictionary<string, TValue> values)
        => new(Output.Create(values));

    /// <summary>A map that is known later.</summary>
    public static implicit operator InputMap<TValue>(Output<Dictionary<string, TValue>> values)
        => new(values.Apply(v => ImmutableDictionary.CreateRange(v)));

    /// <summary>A map that is known later.</summary>
    public static implicit operator InputMap<TValue>(Output<IDictionary<string, TValue>> values)
        => new(values.Apply(v => ImmutableDictionary.CreateRange(v)));

    /// <summary>A map that is known later.</summary>
    public static implicit operator InputMap<TValue>(Output<ImmutableDictionary<string, TValue>> values)
        => new(values);

    /// <summary>Enumerates the entries once they are known; an unknown map has none.</summary>
    public async IAsyncEnumerator<Input<KeyValuePair<string, TValue>>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        var entries = await Resolve().GetValueAsync(ImmutableDictionary<string, TValue>.Empty).ConfigureAwait(false);
        foreach (var entry in entries)
            yield return entry;
    }

    IEnumerator IEnumerable.GetEnumerator()
        => throw new NotSupportedException(
            $"A {GetType().FullName} cannot be synchronously enumerated. Use {nameof(GetAsyncEnumerator)} instead.");

    private protected override Output<ImmutableDictionary<string, TValue>> Resolve() => _joined ??= MapOutput.Join(_parts);
}
