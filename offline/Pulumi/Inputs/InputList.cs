using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// A list that is itself an input. It works with collection initialisers, and takes elements and whole lists, plain
/// or as outputs; what it holds cannot be enumerated before the outputs are known.
/// </summary>
/// <typeparam name="T">Type of the elements.</typeparam>
public sealed class InputList<T> : Input<ImmutableArray<T>>, IEnumerable, IAsyncEnumerable<Input<T>>
{
    // Parts in order: an Input<T> is one element, an Output<ImmutableArray<T>> is a run of them. They are put together
    // when the list is read, so that adding is cheap however long the list gets.
    private readonly List<object?> _parts;
    private Output<ImmutableArray<T>>? _joined;

    /// <summary>Creates an empty list.</summary>
    public InputList()
        => _parts = [];

    private InputList(int capacity)
        => _parts = new List<object?>(capacity);

    private InputList(InputList<T> other)
    {
        _parts = [.. other._parts];
        _joined = other._joined;
    }

    /// <summary>Appends elements.</summary>
    public void Add(params Input<T>[] inputs)
    {
        _joined = null;
        _parts.AddRange(inputs);
    }

    /// <summary>Appends all elements of another list.</summary>
    public void Add(InputList<T> inputs) => AddRange(inputs);

    /// <summary>Appends all elements of another list.</summary>
    public void AddRange(InputList<T> inputs)
    {
        // A copy first: a list may be appended to itself.
        object?[] parts = [.. inputs._parts];
        _joined = null;
        _parts.AddRange(parts);
    }

    /// <summary>A new list with the elements of this one followed by those of another.</summary>
    public InputList<T> Concat(InputList<T> other)
    {
        var list = new InputList<T>(_parts.Count + other._parts.Count);
        list._parts.AddRange(_parts);
        list._parts.AddRange(other._parts);
        return list;
    }

    /// <summary>A list of one plain value.</summary>
    public static implicit operator InputList<T>(T value) => Of((Input<T>)value);

    /// <summary>A list of one output.</summary>
    public static implicit operator InputList<T>(Output<T> value) => Of((Input<T>)value);

    /// <summary>A list of one input.</summary>
    public static implicit operator InputList<T>(Input<T> value) => Of(value);

    /// <summary>A list of plain values.</summary>
    public static implicit operator InputList<T>(T[] values) => Run(new Output<ImmutableArray<T>>(Settled<ImmutableArray<T>>.Known([.. values])));

    /// <summary>A list of outputs.</summary>
    public static implicit operator InputList<T>(Output<T>[] values) => Of(values);

    /// <summary>A list of inputs.</summary>
    public static implicit operator InputList<T>(Input<T>[] values) => Of(values.AsEnumerable());

    /// <summary>A list of plain values.</summary>
    public static implicit operator InputList<T>(List<T> values) => Run(new Output<ImmutableArray<T>>(Settled<ImmutableArray<T>>.Known([.. values])));

    /// <summary>A list of outputs.</summary>
    public static implicit operator InputList<T>(List<Output<T>> values) => Of(values);

    /// <summary>A list of inputs.</summary>
    public static implicit operator InputList<T>(List<Input<T>> values) => Of(values.AsEnumerable());

    /// <summary>A list of plain values.</summary>
    public static implicit operator InputList<T>(ImmutableArray<T> values) => Run(new Output<ImmutableArray<T>>(Settled<ImmutableArray<T>>.Known(values)));

    /// <summary>A list of outputs.</summary>
    public static implicit operator InputList<T>(ImmutableArray<Output<T>> values) => Of(values);

    /// <summary>A list of inputs.</summary>
    public static implicit operator InputList<T>(ImmutableArray<Input<T>> values) => Of(values.AsEnumerable());

    /// <summary>A list that is known later.</summary>
    public static implicit operator InputList<T>(Output<T[]> values) => Run(values.Apply(v => ImmutableArray.CreateRange(v)));

    /// <summary>A list that is known later.</summary>
    public static implicit operator InputList<T>(Output<List<T>> values) => Run(values.Apply(v => ImmutableArray.CreateRange(v)));

    /// <summary>A list that is known later.</summary>
    public static implicit operator InputList<T>(Output<IEnumerable<T>> values) => Run(values.Apply(v => ImmutableArray.CreateRange(v)));

    /// <summary>A list that is known later.</summary>
    public static implicit operator InputList<T>(Output<ImmutableArray<T>> values) => Run(values);

    /// <summary>Enumerates the elements once they are known; an unknown list has none.</summary>
    public async IAsyncEnumerator<Input<T>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        var elements = await Resolve().GetValueAsync(whenUnknown: []).ConfigureAwait(false);
        foreach (var element in elements)
            yield return element;
    }

    IEnumerator IEnumerable.GetEnumerator()
        => throw new NotSupportedException(
            $"A {GetType().FullName} cannot be synchronously enumerated. Use {nameof(GetAsyncEnumerator)} instead.");

    internal InputList<T> Clone() => new(this);

    internal bool IsEmpty => _parts.Count == 0;

    private protected override Output<ImmutableArray<T>> Resolve() => _joined ??= ListOutput.Join<T>(_parts);

    private static InputList<T> Run(Output<ImmutableArray<T>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var list = new InputList<T>(1);
        list._parts.Add(values);
        list._joined = values;
        return list;
    }

    private static InputList<T> Of(Input<T> value)
    {
        var list = new InputList<T>(1);
        list._parts.Add(value);
        return list;
    }

    private static InputList<T> Of(IEnumerable<Output<T>> values) => Of(values.Select(v => (Input<T>)v));

    private static InputList<T> Of(IEnumerable<Input<T>> values)
    {
        var list = new InputList<T>();
        list._parts.AddRange(values);
        return list;
    }
}
