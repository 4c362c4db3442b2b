using System.Text.Json;

namespace Offline.Generator.Facts;

/// <summary>A public property or field.</summary>
public sealed record Member
{
    /// <summary>Name in C#.</summary>
    public required string Name { get; init; }

    /// <summary>Type as listed.</summary>
    public required string Type { get; init; }

    /// <summary>Whether null may be read from it.</summary>
    public bool Nullable { get; init; }

    /// <summary>Whether the value inside its output may be null although the type does not show it.</summary>
    public bool NullableValue { get; init; }

    /// <summary>Whether it may be assigned.</summary>
    public bool Settable { get; init; }

    /// <summary>Whether it belongs to the type.</summary>
    public bool Static { get; init; }

    /// <summary>Whether it is a read-only field (results have those).</summary>
    public bool Field { get; init; }

    /// <summary>Wire name of an input; null for other members.</summary>
    public string? Input { get; init; }

    /// <summary>Wire name of an output; null for other members.</summary>
    public string? Output { get; init; }

    /// <summary>Whether the input must be given.</summary>
    public bool Required { get; init; }

    /// <summary>Whether the input travels as a JSON string (provider settings).</summary>
    public bool Json { get; init; }

    /// <summary>Whether what it is given becomes secret.</summary>
    public bool Secret { get; init; }

    /// <summary>Why it is obsolete: null if it is not, empty if no reason is listed.</summary>
    public string? Obsolete { get; init; }

    /// <summary>Value of an enumeration's member: a string, or a number written as one.</summary>
    public EnumerationValue? Value { get; init; }

    /// <summary>Whether reading it unassigned gives an empty collection.</summary>
    public bool EmptyByDefault { get; init; }

    /// <summary>Reads one member, strictly.</summary>
    /// <exception cref="FactsException">A key or shape is not known.</exception>
    public static Member Read(string owner, JsonElement json)
    {
        var facts = new FactsObject(owner, json);
        facts.Allow(
            "name", "type", "nullable", "set", "static", "field", "input", "output", "required", "json", "secret", "obsolete",
            "value", "default");
        var initial = facts.OptionalString("default");
        if (initial is not (null or "(List`1)" or "(Dictionary`2)"))
            throw new FactsException(owner, $"'{facts.String("name")}' has the default '{initial}', which is not known");
        return new Member
        {
            Name = facts.String("name"),
            Type = facts.String("type"),
            Nullable = facts.Flag("nullable"),
            Settable = facts.Flag("set"),
            Static = facts.Flag("static"),
            Field = facts.Flag("field"),
            Input = facts.OptionalString("input"),
            Output = facts.OptionalString("output"),
            Required = facts.Flag("required"),
            Json = facts.Flag("json"),
            Secret = facts.Flag("secret"),
            Obsolete = facts.FlagOrText("obsolete"),
            Value = facts.Has("value") ? EnumerationValue.Read(owner, json.GetProperty("value")) : null,
            EmptyByDefault = initial is not null,
        };
    }
}
