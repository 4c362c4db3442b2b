using System.Collections;
using Infra.Planning;
using Infra.ProviderFacts;

namespace Infra.Tests.ProviderFacts;

/// <summary>A resource with one input that breaks one fact.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Path">Path of the input.</param>
/// <param name="Kind">What is wrong with it.</param>
public sealed record FactMutant(PlannedResource Resource, string Path, FactKind Kind);

/// <summary>Breaks every fact that a recorded resource is held against, one at a time.</summary>
internal static class FactMutants
{
    /// <summary>The mutants of a resource; none where its type has no facts.</summary>
    public static IEnumerable<FactMutant> Of(PlannedResource resource)
    {
        if (FactBook.Of(resource.Type) is not { } facts)
            return [];
        var combined = Combined(resource, facts);
        return Members("", resource.Inputs, facts.Inputs, facts)
            .Concat(combined)
            .Select(mutant => new FactMutant(
                resource with { Inputs = mutant.Values.ToImmutableSortedDictionary(StringComparer.Ordinal) }, mutant.Path, mutant.Kind));
    }

    private static IEnumerable<(string Path, FactKind Kind, ImmutableDictionary<string, object?> Values)> Members(
        string path, IReadOnlyDictionary<string, object?> given, IReadOnlyDictionary<string, Fact> members, ResourceFacts facts)
    {
        var values = given.ToImmutableDictionary(entry => entry.Key, entry => entry.Value);
        yield return ($"{path}noSuchInput", FactKind.UnknownName, values.SetItem("noSuchInput", "text"));
        foreach (var (name, fact) in members)
        {
            if (values.GetValueOrDefault(name) is not { } value)
            {
                if (fact.Deprecated is not null && Sample(fact, facts) is { } sample)
                    yield return (path + name, FactKind.Deprecated, values.SetItem(name, sample));
                continue;
            }

            if (fact.Required)
                yield return (path + name, FactKind.Missing, values.Remove(name));
            foreach (var (inner, kind, mutated) in Value(path + name, value, fact, facts))
                yield return (inner, kind, values.SetItem(name, mutated));
        }
    }

    private static IEnumerable<(string Path, FactKind Kind, object Value)> Value(string path, object value, Fact fact, ResourceFacts facts)
    {
        if (fact.Type is not "any")
            yield return (path, FactKind.WrongType, fact.Type is "boolean" or "object" or "array" ? "text" : true);
        foreach (var limits in new[] { fact, fact.Api }.OfType<Fact>())
        {
            if (!limits.Allowed.IsEmpty)
                yield return (path, FactKind.NotInList, value is string ? "none-of-these" : -12345.0);
            if (limits.Range is { } range)
                yield return (path, FactKind.OutOfRange, range.Most + 1 ?? range.Least - 1 ?? 0);
            if (limits.NonZero)
                yield return (path, FactKind.OutOfRange, 0.0);
            if (limits.Length is { } length)
                yield return (path, FactKind.Length, length.Most is { } most ? new string('a', (int)most + 1) : "");
            if (limits.Pattern is not null)
                yield return (path, FactKind.Pattern, "\u0001 \u0002");
            if (limits.Format is not null)
                yield return (path, FactKind.Format, "no such form!");
            if (limits.Count is { } count && Items(value) is { Length: > 0 } some)
                yield return (path, FactKind.Count, Repeat(some[0], count.Most is { } most ? (int)most + 1 : 0));
        }

        switch (value)
        {
            case IReadOnlyDictionary<string, object?> map when fact.Of is { } type:
                foreach (var (inner, kind, mutated) in Members(path + ".", map, facts.Members(type), facts))
                    yield return (inner, kind, mutated);
                break;
            case IReadOnlyDictionary<string, object?> map when fact.Values is { } of:
                foreach (var (key, entry) in map.Where(entry => entry.Value is not null).Take(1))
                {
                    var whole = map.ToImmutableDictionary(pair => pair.Key, pair => pair.Value);
                    foreach (var (inner, kind, mutated) in Value($"{path}.{key}", entry!, of, facts))
                        yield return (inner, kind, whole.SetItem(key, mutated));
                }

                break;
            case not string when fact.Items is { } of && Items(value) is { Length: > 0 } items && items[0] is { } first:
                foreach (var (inner, kind, mutated) in Value($"{path}[0]", first, of, facts))
                    yield return (inner, kind, items.SetItem(0, mutated));
                break;
        }
    }

    // What excludes or needs something beside it, and the rules of the whole resource.
    private static IEnumerable<(string Path, FactKind Kind, ImmutableDictionary<string, object?> Values)> Combined(
        PlannedResource resource, ResourceFacts facts)
    {
        var values = resource.Inputs.ToImmutableDictionary(entry => entry.Key, entry => entry.Value);
        foreach (var (name, fact) in facts.Inputs)
        {
            var given = values.GetValueOrDefault(name) ?? Sample(fact, facts);
            foreach (var other in fact.ConflictsWith.Where(facts.Inputs.ContainsKey))
            {
                if (given is not null && (values.GetValueOrDefault(other) ?? Sample(facts.Inputs[other], facts)) is { } beside)
                    yield return (name, FactKind.Combination, values.SetItem(name, given).SetItem(other, beside));
            }

            foreach (var other in fact.RequiredWith.Where(_ => given is not null))
                yield return (name, FactKind.Combination, values.SetItem(name, given).Remove(other));
            if (!fact.MinSumOf.IsEmpty)
                yield return (name, FactKind.Combination, values.SetItem(fact.MinSumOf[0], 1e6));
            if (!fact.AtLeastOneTrue.IsEmpty && given is not null)
            {
                var off = fact.AtLeastOneTrue.Select(one => KeyValuePair.Create(one, (object?)false));
                yield return (name, FactKind.Combination, values.SetItem(name, given).SetItems(off));
            }
        }

        foreach (var rule in facts.Rules.Where(rule => rule.Each is null && rule.If.IsEmpty))
        {
            foreach (var name in rule.Require.Where(values.ContainsKey))
                yield return (name, FactKind.Combination, values.Remove(name));
        }
    }

    private static object? Sample(Fact fact, ResourceFacts facts) => fact.Type switch
    {
        "string" => fact.Allowed.FirstOrDefault() ?? "text",
        "integer" or "number" => fact.Range?.Least ?? 1.0,
        "boolean" => true,
        "array" when fact.Items is { } items => Sample(items, facts) is { } item ? ImmutableArray.Create(item) : null,
        "object" when fact.Of is { } type => facts.Members(type).Where(member => member.Value.Required)
            .ToImmutableDictionary(member => member.Key, member => Sample(member.Value, facts)),
        _ => null,
    };

    private static ImmutableArray<object?> Items(object value) =>
        value is IEnumerable list and not string and not IReadOnlyDictionary<string, object?> ? [.. list.Cast<object?>()] : [];

    private static ImmutableArray<object?> Repeat(object? item, int times) => [.. Enumerable.Repeat(item, times)];
}
