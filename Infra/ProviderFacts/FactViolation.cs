namespace Infra.ProviderFacts;

/// <summary>What is wrong with an input.</summary>
public enum FactKind
{
    /// <summary>The provider has no input of this name.</summary>
    UnknownName,

    /// <summary>A required input is not given.</summary>
    Missing,

    /// <summary>The value is of another type.</summary>
    WrongType,

    /// <summary>The value is none of those that are accepted.</summary>
    NotInList,

    /// <summary>The number is too small or too great, or zero.</summary>
    OutOfRange,

    /// <summary>The text is too short or too long.</summary>
    Length,

    /// <summary>There are too few or too many items.</summary>
    Count,

    /// <summary>The text does not match the pattern.</summary>
    Pattern,

    /// <summary>The text does not have the form.</summary>
    Format,

    /// <summary>Inputs exclude or need each other.</summary>
    Combination,

    /// <summary>The input should not be used any more.</summary>
    Deprecated,
}

/// <summary>An input that the provider, or the service behind it, will not take.</summary>
/// <param name="Resource">Name of the resource.</param>
/// <param name="Path">Path of the input: dotted names, positions in brackets.</param>
/// <param name="Value">The value as it may be shown.</param>
/// <param name="Kind">What is wrong with it.</param>
/// <param name="Allowed">What is accepted, in words.</param>
/// <param name="Source">Where that is stated: repository or package, file and line.</param>
public sealed record FactViolation(string Resource, string Path, string Value, FactKind Kind, string Allowed, string Source)
{
    /// <summary>The violation without the resource.</summary>
    public override string ToString() => $"{Path}{(Value.Length > 0 ? $" is {Value}" : "")}: {Allowed} ({Source})";
}

/// <summary>What the check of a plan against the facts says.</summary>
/// <param name="Resources">Resources that facts are known of, with those of their inputs that will not be taken.</param>
/// <param name="Held">Inputs that were looked at, and single facts that they were held against, by package.</param>
public sealed record FactCheck(ImmutableArray<(string Name, ImmutableArray<FactViolation> Violations)> Resources,
    ImmutableSortedDictionary<string, (int Inputs, int Facts)> Held)
{
    /// <summary>Inputs that will not be taken.</summary>
    public IEnumerable<FactViolation> Violations => Resources.SelectMany(resource => resource.Violations);
}
