using System.Text.Json;

namespace Infra.ProviderFacts;

/// <summary>A condition: the input at a path has one of some values. <c>*</c> is any value, an empty text an absent one.</summary>
/// <param name="Path">Dotted names.</param>
/// <param name="Values">The values.</param>
public sealed record InputCondition(string Path, ImmutableArray<string> Values)
{
    /// <summary>The condition in words.</summary>
    public override string ToString() => Values switch
    {
        ["*"] => $"{Path} is given",
        _ => $"{Path} is {string.Join(" or ", Values.Select(value => value.Length == 0 ? "absent" : value))}",
    };
}

/// <summary>What has to hold between several inputs of a resource.</summary>
public sealed record InputRule
{
    /// <summary>Name of a list, each item of which the rule is about; null for the resource itself.</summary>
    public string? Each { get; init; }

    /// <summary>When the rule applies: all of these.</summary>
    public ImmutableArray<InputCondition> If { get; init; } = [];

    /// <summary>When it does not: all of these.</summary>
    public ImmutableArray<InputCondition> Unless { get; init; } = [];

    /// <summary>Inputs that then have to be given.</summary>
    public ImmutableArray<string> Require { get; init; } = [];

    /// <summary>Inputs that then must not be given.</summary>
    public ImmutableArray<string> Forbid { get; init; } = [];

    /// <summary>Inputs of which then at least one has to be given.</summary>
    public ImmutableArray<string> RequireOneOf { get; init; } = [];

    /// <summary>What then has to hold as well.</summary>
    public ImmutableArray<InputCondition> Expect { get; init; } = [];

    /// <summary>File and line that state it.</summary>
    public required string From { get; init; }

    internal static InputRule Read(JsonElement json) => new()
    {
        Each = Fact.Text(json, "each"),
        If = Conditions(json, "if"),
        Unless = Conditions(json, "unless"),
        Require = Fact.List(json, "require"),
        Forbid = Fact.List(json, "forbid"),
        RequireOneOf = Fact.List(json, "requireOneOf"),
        Expect = Conditions(json, "expect"),
        From = Fact.Text(json, "from") ?? "",
    };

    private static ImmutableArray<InputCondition> Conditions(JsonElement json, string name) => json.TryGetProperty(name, out var all)
        ? [.. all.EnumerateObject().Select(entry => new InputCondition(entry.Name, ValuesOf(entry.Value)))]
        : [];

    // A missing value is null in the file and reads as an empty text.
    private static ImmutableArray<string> ValuesOf(JsonElement value) => value.ValueKind is JsonValueKind.Array
        ? [.. value.EnumerateArray().Select(item => item.ToString())]
        : [value.ToString()];
}
