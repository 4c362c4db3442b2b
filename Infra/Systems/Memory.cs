namespace Infra.Systems;

/// <summary>An amount of memory in bytes, made from binary units (1 KiB = 1,024 bytes).</summary>
/// <param name="Bytes">The amount in bytes; never negative.</param>
public readonly record struct Memory(long Bytes) : IComparable<Memory>
{
    private const long Mebibyte = 1024 * 1024;
    private const long Gibibyte = 1024 * Mebibyte;

    /// <summary>Mebibytes (2^20 bytes).</summary>
    /// <param name="count">How many; 0 or more.</param>
    public static Memory MiB(long count) => new(count * Mebibyte);

    /// <summary>Gibibytes (2^30 bytes).</summary>
    /// <param name="count">How many; 0 or more.</param>
    public static Memory GiB(long count) => new(count * Gibibyte);

    /// <summary>The amount in whole mebibytes, rounded down.</summary>
    public long WholeMiB => Bytes / Mebibyte;

    /// <inheritdoc/>
    public int CompareTo(Memory other) => Bytes.CompareTo(other.Bytes);

    /// <summary>Both amounts together.</summary>
    public static Memory operator +(Memory left, Memory right) => new(left.Bytes + right.Bytes);

    /// <summary>Whether the left amount is the smaller one.</summary>
    public static bool operator <(Memory left, Memory right) => left.Bytes < right.Bytes;

    /// <summary>Whether the left amount is the larger one.</summary>
    public static bool operator >(Memory left, Memory right) => left.Bytes > right.Bytes;

    /// <summary>Whether the left amount is no larger than the right one.</summary>
    public static bool operator <=(Memory left, Memory right) => left.Bytes <= right.Bytes;

    /// <summary>Whether the left amount is no smaller than the right one.</summary>
    public static bool operator >=(Memory left, Memory right) => left.Bytes >= right.Bytes;

    /// <summary>The amount as a Kubernetes quantity in the largest unit that keeps it whole: <c>512Mi</c>, <c>1Gi</c>.</summary>
    public override string ToString() =>
        Bytes % Gibibyte == 0 && Bytes != 0 ? $"{Bytes / Gibibyte}Gi"
        : Bytes % Mebibyte == 0 ? $"{Bytes / Mebibyte}Mi"
        : $"{Bytes}";
}
