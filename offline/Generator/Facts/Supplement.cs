using System.Text.Json;

namespace Offline.Generator.Facts;

/// <summary>
/// Facts that the extracted lists cannot carry: constants a constructor writes beside the listed ones, and outputs whose value
/// may be null (metadata says so only in an annotation the lists leave out).
/// </summary>
public sealed class Supplement
{
    private readonly Dictionary<string, Addition> _additions = new(StringComparer.Ordinal);

    /// <summary>Reads a supplement; an absent one adds nothing.</summary>
    /// <exception cref="FactsException">A key or shape is not known.</exception>
    public static Supplement Read(JsonElement? json)
    {
        var supplement = new Supplement();
        if (json is not { } root)
            return supplement;
        var file = new FactsObject("(supplement)", root);
        file.Allow("types");
        foreach (var type in file.Object("types").EnumerateObject())
        {
            var facts = new FactsObject(type.Name, type.Value);
            facts.Allow("sets", "nullableOutputs");
            supplement._additions.Add(type.Name, new Addition(facts.StringMap("sets"), facts.Strings("nullableOutputs")));
        }

        return supplement;
    }

    /// <summary>Lays what is known of a type over its facts.</summary>
    /// <exception cref="FactsException">An output that is named does not exist.</exception>
    public TypeFacts Apply(TypeFacts facts)
    {
        if (!_additions.TryGetValue(facts.FullName, out var addition))
            return facts;
        var outputs = facts.Members.Where(member => member.Output is not null).Select(member => member.Name);
        if (addition.NullableOutputs.Except(outputs).FirstOrDefault() is { } unknown)
            throw new FactsException(facts.FullName, $"the supplement names the output '{unknown}', which is not listed");
        return facts with
        {
            Sets = [.. facts.Sets, .. addition.Sets],
            Members = [.. facts.Members.Select(member => member with { NullableValue = addition.NullableOutputs.Contains(member.Name) })],
        };
    }

    /// <summary>Refuses additions to types that are not listed.</summary>
    /// <exception cref="FactsException">There is one.</exception>
    public void RefuseUnused(IReadOnlyDictionary<string, TypeFacts> types)
    {
        foreach (var name in _additions.Keys.Where(name => !types.ContainsKey(name)))
            throw new FactsException(name, "the supplement names a type that is not listed");
    }

    private sealed record Addition(IReadOnlyList<KeyValuePair<string, string>> Sets, IReadOnlyList<string> NullableOutputs);
}
