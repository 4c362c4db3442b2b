using System.Collections.Immutable;

namespace Pulumi;

/// <summary>What an output settled to.</summary>
internal sealed class Settled<T>(ImmutableHashSet<Resource> resources, T value, bool isKnown, bool isSecret)
    : Settled(resources, isKnown, isSecret)
{
    public T Value { get; } = value;

    public override object? UntypedValue => Value;

    public static Settled<T> Known(T value) => new(ImmutableHashSet<Resource>.Empty, value, true, false);

    /// <summary>This, with what another value brings along: its resources, secrecy and lack of knowledge.</summary>
    public Settled<T> With(Settled other)
        => other.IsPlain ? this : new(Union(other.Resources, Resources), Value, IsKnown && other.IsKnown, IsSecret || other.IsSecret);
}
