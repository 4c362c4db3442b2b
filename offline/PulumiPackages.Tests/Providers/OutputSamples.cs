using System.Collections;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PulumiPackages.Tests.Providers;

/// <summary>State a mock returns with every member filled, and the way back: typed values as they were on the wire.</summary>
internal sealed class OutputSamples(ApiFacts api)
{
    private readonly Stack<string> _open = new();
    private int _count;

    /// <summary>State with a value for every member of a result type.</summary>
    public ImmutableDictionary<string, object?> Result(string typeName)
    {
        _open.Push(typeName);
        var parameters = api.Facts(typeName).Texts("outputConstructor");
        var state = parameters
            .Select(parameter => parameter.Split(' ') is var parts
                ? (Name: parts[^1], Value: Value(FactsType.Parse(string.Join(' ', parts[..^1]))))
                : default)
            .Where(entry => entry.Value is not null)
            .ToImmutableDictionary(entry => entry.Name, entry => entry.Value);
        _open.Pop();
        return state;
    }

    /// <summary>A wire value of a type; null where there is none to give (assets, a type inside itself).</summary>
    public object? Value(FactsType type) => type.Name switch
    {
        "string" => $"text-{++_count}",
        "int" => (double)++_count,
        "double" => ++_count + 0.5,
        "bool" => true,
        "object" => $"any-{++_count}",
        "JsonElement" => ImmutableDictionary<string, object?>.Empty.Add("a", ImmutableArray.Create<object?>("b", true)),
        "AssetOrArchive" or "Archive" or "Asset" => null,
        "ImmutableArray" => Value(type.Only) is { } item ? ImmutableArray.Create<object?>(item) : null,
        "ImmutableDictionary" => Value(type.Arguments[1]) is { } item ? ImmutableDictionary<string, object?>.Empty.Add("key", item) : null,
        "Union" => Value(type.Arguments[0]),
        _ when _open.Contains(type.Name) => null,
        _ when api.Facts(type.Name).Flag("enum") => api.Facts(type.Name).Members().Last().Text("value"),
        _ => Result(type.Name),
    };

    /// <summary>A typed value as it was on the wire.</summary>
    public object? Back(object? value)
    {
        switch (value)
        {
            case null or string or bool or double:
                return value;
            case int number:
                return (double)number;
            case JsonElement json:
                return Wire.FromJson(JsonNode.Parse(json.GetRawText()));
            case IDictionary map:
                return map.Keys.Cast<string>().ToDictionary(key => key, key => Back(map[key]));
            case IEnumerable list:
                return IsDefault(list) ? null : list.Cast<object?>().Select(Back).ToList();
        }

        var type = value.GetType();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Union<,>))
            return Back(type.GetProperty("Value")!.GetValue(value));
        var facts = api.Facts(type.FullName!);
        if (facts.Flag("enum"))
            return value.ToString();
        var wireNames = facts.Texts("outputConstructor").Select(parameter => parameter.Split(' ')[^1]);
        return facts.Members().Zip(wireNames)
            .Select(pair => (Name: pair.Second, Value: Back(type.GetField(pair.First.Text("name")!)!.GetValue(value))))
            .Where(entry => entry.Value is not null)
            .ToDictionary(entry => entry.Name, entry => entry.Value);
    }

    // A missing list is a default ImmutableArray, which cannot be enumerated.
    private static bool IsDefault(IEnumerable list) =>
        list.GetType().GetProperty("IsDefault")?.GetValue(list) is true;
}
