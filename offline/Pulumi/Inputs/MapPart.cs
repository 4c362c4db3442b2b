using System.Collections.Immutable;

namespace Pulumi;

/// <summary>One entry of a map that is being put together, or (without a key) all entries of another map.</summary>
internal readonly record struct MapPart<TValue>(
    string? Key, Input<TValue>? Value, Output<ImmutableDictionary<string, TValue>>? Entries);
