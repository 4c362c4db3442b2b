using System.Collections.Immutable;

namespace Pulumi;

/// <summary>What an output settled to, without its type argument.</summary>
internal abstract class Settled(ImmutableHashSet<Resource> resources, bool isKnown, bool isSecret)
{
    /// <summary>Resources the value comes from.</summary>
    public ImmutableHashSet<Resource> Resources { get; } = resources;

    public bool IsKnown { get; } = isKnown;

    public bool IsSecret { get; } = isSecret;

    public abstract object? UntypedValue { get; }

    /// <summary>Whether combining with this changes nothing but the value.</summary>
    public bool IsPlain => IsKnown && !IsSecret && Resources.IsEmpty;

    /// <summary>The union of two sets of resources; allocates only where neither contains the other trivially.</summary>
    public static ImmutableHashSet<Resource> Union(ImmutableHashSet<Resource> first, ImmutableHashSet<Resource> second)
    {
        if (second.IsEmpty || ReferenceEquals(first, second))
            return first;

        return first.IsEmpty ? second : first.Union(second);
    }
}
