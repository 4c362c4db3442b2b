using System.Numerics;

namespace Infra.Facts.Reach;

/// <summary>A set of whole numbers as ranges that neither touch nor overlap, in ascending order: two sets with the same members are
/// equal, however they were put together.</summary>
/// <typeparam name="T">Type of the numbers.</typeparam>
internal readonly struct RangeSet<T> : IEquatable<RangeSet<T>>
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    private readonly ImmutableArray<(T First, T Last)> ranges;

    private RangeSet(ImmutableArray<(T First, T Last)> ranges) => this.ranges = ranges;

    /// <summary>The ranges, both ends included.</summary>
    public ImmutableArray<(T First, T Last)> Ranges => ranges.IsDefault ? [] : ranges;

    /// <summary>Whether it has no member.</summary>
    public bool IsEmpty => Ranges.IsEmpty;

    /// <summary>A set of ranges in any order; one whose end comes before its beginning has no members.</summary>
    /// <param name="ranges">The ranges, both ends included.</param>
    public static RangeSet<T> Of(params IEnumerable<(T First, T Last)> ranges)
    {
        var merged = ImmutableArray.CreateBuilder<(T First, T Last)>();
        foreach (var (first, last) in ranges.Where(range => range.First <= range.Last).OrderBy(range => range.First))
        {
            if (merged.Count > 0 && (merged[^1].Last == T.MaxValue || first <= merged[^1].Last + T.One))
            {
                merged[^1] = (merged[^1].First, T.Max(merged[^1].Last, last));
            }
            else
            {
                merged.Add((first, last));
            }
        }

        return new(merged.ToImmutable());
    }

    /// <summary>What is in this set or in another.</summary>
    public RangeSet<T> Union(RangeSet<T> other) => IsEmpty ? other : other.IsEmpty ? this : Of([.. Ranges, .. other.Ranges]);

    /// <summary>What is in both sets.</summary>
    public RangeSet<T> Intersect(RangeSet<T> other) => Of(
        from one in Ranges
        from two in other.Ranges
        select (T.Max(one.First, two.First), T.Min(one.Last, two.Last)));

    /// <summary>What is in this set and not in another.</summary>
    public RangeSet<T> Except(RangeSet<T> other)
    {
        var left = ImmutableArray.CreateBuilder<(T, T)>();
        foreach (var (first, last) in Ranges)
        {
            var (next, done) = (first, false);
            foreach (var (from, to) in other.Ranges.Where(range => range.First <= last && range.Last >= first))
            {
                if (from > next)
                {
                    left.Add((next, from - T.One));
                }

                if (to >= last)
                {
                    done = true;
                    break;
                }

                next = to + T.One;
            }

            if (!done)
            {
                left.Add((next, last));
            }
        }

        return Of(left);
    }

    /// <summary>Whether all members of another set are in this one.</summary>
    public bool Covers(RangeSet<T> other) => other.Except(this).IsEmpty;

    /// <inheritdoc/>
    public bool Equals(RangeSet<T> other) => Ranges.SequenceEqual(other.Ranges);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RangeSet<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Ranges.Aggregate(Ranges.Length, HashCode.Combine);
}
