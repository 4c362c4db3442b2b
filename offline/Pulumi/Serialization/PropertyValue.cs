namespace Pulumi.Serialization;

/// <summary>A serialised property.</summary>
/// <param name="Value">
/// Null, <see cref="bool"/>, <see cref="double"/>, <see cref="string"/>, an asset, an archive, a resource, or an immutable
/// list or map of these.
/// </param>
/// <param name="IsKnown">Whether all of it is known.</param>
/// <param name="IsSecret">Whether some of it is a secret.</param>
internal readonly record struct PropertyValue(object? Value, bool IsKnown, bool IsSecret);
