using System.Text.Json;

namespace Offline.Generator.Facts;

/// <summary>The facts of one public type.</summary>
public sealed record TypeFacts
{
    /// <summary>Namespace and name.</summary>
    public required string FullName { get; init; }

    /// <summary>What the type is for.</summary>
    public required TypeKind Kind { get; init; }

    /// <summary>Base type as listed; null for none.</summary>
    public string? Base { get; init; }

    /// <summary>Whether nothing may derive from it.</summary>
    public bool Sealed { get; init; }

    /// <summary>Whether it is only there to derive from.</summary>
    public bool Abstract { get; init; }

    /// <summary>Whether it is a struct (string enumerations are).</summary>
    public bool Struct { get; init; }

    /// <summary>Why it is obsolete: null if it is not, empty if no reason is listed.</summary>
    public string? Obsolete { get; init; }

    /// <summary>Type token of a resource, or of a function what is invoked; null where there is none.</summary>
    public string? Token { get; init; }

    /// <summary>Properties and fields in the order listed.</summary>
    public IReadOnlyList<Member> Members { get; init; } = [];

    /// <summary>Public constructors.</summary>
    public IReadOnlyList<IReadOnlyList<Parameter>> Constructors { get; init; } = [];

    /// <summary>Public methods and operators.</summary>
    public IReadOnlyList<Method> Methods { get; init; } = [];

    /// <summary>Parameters of the constructor that builds a result; their names are wire names.</summary>
    public IReadOnlyList<Parameter> OutputConstructor { get; init; } = [];

    /// <summary>What a resource's constructor writes into its arguments, by wire name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Sets { get; init; } = [];

    /// <summary>Defaults an argument type's constructor assigns, by member name, as C# expressions.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ConstructorSets { get; init; } = [];

    /// <summary>Outputs that are secret whatever the provider says.</summary>
    public IReadOnlyList<string> AdditionalSecretOutputs { get; init; } = [];

    /// <summary>Inputs whose change replaces the resource.</summary>
    public IReadOnlyList<string> ReplaceOnChanges { get; init; } = [];

    /// <summary>Earlier type tokens of a resource.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The namespace alone.</summary>
    public string Namespace => FullName[..FullName.LastIndexOf('.')];

    /// <summary>The name alone.</summary>
    public string Name => FullName[(FullName.LastIndexOf('.') + 1)..];

    /// <summary>Reads the facts of one type, strictly.</summary>
    /// <exception cref="FactsException">A key or shape is not known.</exception>
    public static TypeFacts Read(string fullName, JsonElement json)
    {
        var facts = new FactsObject(fullName, json);
        var kind = KindOf(fullName, facts);
        facts.Allow(KeysOf(kind));
        return new TypeFacts
        {
            FullName = fullName,
            Kind = kind,
            Base = facts.OptionalString("base"),
            Sealed = facts.Flag("sealed"),
            Abstract = facts.Flag("abstract"),
            Struct = facts.Flag("struct"),
            Obsolete = facts.FlagOrText("obsolete"),
            Token = facts.OptionalString("token") ?? facts.OptionalString("invoke"),
            Members = [.. facts.Items("members").Select(member => Member.Read(fullName, member))],
            Constructors =
            [
                .. facts.StringLists("constructors")
                    .Select(list => (IReadOnlyList<Parameter>)[.. list.Select(text => Parameter.Parse(fullName, text))]),
            ],
            Methods = [.. facts.Strings("methods").Select(text => Method.Parse(fullName, text))],
            OutputConstructor = [.. facts.Strings("outputConstructor").Select(text => Parameter.Parse(fullName, text))],
            Sets = facts.StringMap("sets"),
            ConstructorSets = facts.StringMap("constructorSets"),
            AdditionalSecretOutputs = facts.Strings("additionalSecretOutputs"),
            ReplaceOnChanges = facts.Strings("replaceOnChanges"),
            Aliases = facts.Strings("aliases"),
        };
    }

    private static TypeKind KindOf(string fullName, FactsObject facts)
    {
        if (facts.Flag("enum"))
            return TypeKind.Enumeration;
        if (facts.Flag("output"))
            return TypeKind.Result;
        if (facts.Has("invoke"))
            return facts.Flag("static") ? TypeKind.Function : throw new FactsException(fullName, "a function must be static");
        return facts.OptionalString("base") switch
        {
            "ResourceArgs" or "InvokeArgs" => TypeKind.Arguments,
            "ProviderResource" => TypeKind.Provider,
            "CustomResource" => TypeKind.Resource,
            { } own when own.StartsWith("Pulumi.", StringComparison.Ordinal) => TypeKind.Resource,
            var other => throw new FactsException(fullName, $"no shape is known for a type with base '{other ?? "none"}'"),
        };
    }

    private static string[] KeysOf(TypeKind kind) => kind switch
    {
        TypeKind.Enumeration => ["enum", "struct", "sealed", "obsolete", "members", "methods"],
        TypeKind.Result => ["output", "sealed", "obsolete", "members", "outputConstructor"],
        TypeKind.Function => ["invoke", "static", "obsolete", "methods"],
        TypeKind.Arguments => ["base", "sealed", "abstract", "obsolete", "members", "constructors", "constructorSets"],
        _ =>
        [
            "base", "abstract", "obsolete", "token", "members", "constructors", "methods", "sets",
            "additionalSecretOutputs", "replaceOnChanges", "aliases",
        ],
    };
}
