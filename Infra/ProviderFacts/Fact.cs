using System.Text.Json;

namespace Infra.ProviderFacts;

/// <summary>Bounds of a number, a length or a count; an absent one does not bound.</summary>
/// <param name="Least">The least value that is accepted.</param>
/// <param name="Most">The greatest value that is accepted.</param>
public sealed record Bounds(double? Least, double? Most)
{
    /// <summary>Whether a value lies within.</summary>
    public bool Hold(double value) => !(value < Least) && !(value > Most);

    /// <summary>The bounds in words: <c>1 to 10</c>, <c>at least 1</c>, <c>at most 10</c>.</summary>
    public override string ToString() => (Least, Most) switch
    {
        ({ } least, { } most) => $"{least:0.####} to {most:0.####}",
        ({ } least, null) => $"at least {least:0.####}",
        (null, { } most) => $"at most {most:0.####}",
        _ => "any",
    };

    internal static Bounds? Read(JsonElement fact, string name) => fact.TryGetProperty(name, out var pair)
        ? new(Number(pair[0]), Number(pair[1]))
        : null;

    private static double? Number(JsonElement value) => value.ValueKind is JsonValueKind.Number ? value.GetDouble() : null;
}

/// <summary>What a provider accepts as one input, or as one member of an object.</summary>
public sealed record Fact
{
    /// <summary>
    /// JSON type: <c>string</c>, <c>integer</c>, <c>number</c>, <c>boolean</c>, <c>array</c>, <c>object</c>, <c>asset</c>, <c>any</c> or
    /// <c>int-or-string</c>.
    /// </summary>
    public required string Type { get; init; }

    /// <summary>Whether it has to be given.</summary>
    public bool Required { get; init; }

    /// <summary>Whether the provider treats it as a secret, so that its value is never shown.</summary>
    public bool Secret { get; init; }

    /// <summary>Whether a change replaces the resource.</summary>
    public bool Replaces { get; init; }

    /// <summary>Name of the object type; null where its members are free or it is no object.</summary>
    public string? Of { get; init; }

    /// <summary>What an item of a list is.</summary>
    public Fact? Items { get; init; }

    /// <summary>What a value of a map is.</summary>
    public Fact? Values { get; init; }

    /// <summary>The only values that are accepted: text, or numbers written as text; empty for any.</summary>
    public ImmutableArray<string> Allowed { get; init; } = [];

    /// <summary>Whether upper and lower case count as the same in <see cref="Allowed"/>.</summary>
    public bool IgnoreCase { get; init; }

    /// <summary>Bounds of a number.</summary>
    public Bounds? Range { get; init; }

    /// <summary>Bounds of the length of a text, in bytes.</summary>
    public Bounds? Length { get; init; }

    /// <summary>Bounds of the number of items of a list.</summary>
    public Bounds? Count { get; init; }

    /// <summary>Whether zero is refused.</summary>
    public bool NonZero { get; init; }

    /// <summary>Regular expression (RE2) that matches somewhere in the text.</summary>
    public string? Pattern { get; init; }

    /// <summary>Form of a text: <c>cidr</c>, <c>ipv4</c>, <c>json</c>, <c>quantity</c> and the like.</summary>
    public string? Format { get; init; }

    /// <summary>Inputs that must not be given beside it.</summary>
    public ImmutableArray<string> ConflictsWith { get; init; } = [];

    /// <summary>Inputs that have to be given beside it.</summary>
    public ImmutableArray<string> RequiredWith { get; init; } = [];

    /// <summary>Inputs of which exactly one has to be given.</summary>
    public ImmutableArray<string> ExactlyOneOf { get; init; } = [];

    /// <summary>Inputs of which at least one has to be given.</summary>
    public ImmutableArray<string> AtLeastOneOf { get; init; } = [];

    /// <summary>Inputs whose sum it must not be below.</summary>
    public ImmutableArray<string> MinSumOf { get; init; } = [];

    /// <summary>Switches of which at least one has to stay on; they are on unless given otherwise.</summary>
    public ImmutableArray<string> AtLeastOneTrue { get; init; } = [];

    /// <summary>What to use instead; null if it is not deprecated.</summary>
    public string? Deprecated { get; init; }

    /// <summary>File and line, or file and member, that state it; null for the package's schema.</summary>
    public string? From { get; init; }

    /// <summary>Further limits that the service's API states and the provider does not check: they fail at creation.</summary>
    public Fact? Api { get; init; }

    internal static Fact Read(JsonElement json) => new()
    {
        Type = Text(json, "type") ?? "string",
        Required = Flag(json, "required"),
        Secret = Flag(json, "secret"),
        Replaces = Flag(json, "replaces"),
        Of = Text(json, "of"),
        Items = Nested(json, "items"),
        Values = Nested(json, "values"),
        Allowed = List(json, "allowed"),
        IgnoreCase = Flag(json, "ignoreCase"),
        Range = Bounds.Read(json, "range"),
        Length = Bounds.Read(json, "length"),
        Count = Bounds.Read(json, "count"),
        NonZero = Flag(json, "nonZero"),
        Pattern = Text(json, "pattern"),
        Format = Text(json, "format"),
        ConflictsWith = List(json, "conflictsWith"),
        RequiredWith = List(json, "requiredWith"),
        ExactlyOneOf = List(json, "exactlyOneOf"),
        AtLeastOneOf = List(json, "atLeastOneOf"),
        MinSumOf = List(json, "minSumOf"),
        AtLeastOneTrue = List(json, "atLeastOneTrue"),
        Deprecated = Text(json, "deprecated"),
        From = Text(json, "from"),
        Api = Nested(json, "api"),
    };

    internal static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    internal static ImmutableArray<string> List(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(item => item.ToString())] : [];

    private static bool Flag(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.GetBoolean();

    private static Fact? Nested(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? Read(value) : null;
}
