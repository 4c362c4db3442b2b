using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PulumiPackages.Tests.Providers;

/// <summary>
/// Arguments with every member filled, and beside them what a mock must see: the first through the types under test, the second from
/// the facts alone.
/// </summary>
internal sealed class InputSamples(ApiFacts api)
{
    private readonly Stack<string> _open = new();
    private int _count;

    /// <summary>An argument object with all its members filled.</summary>
    /// <param name="typeName">Its type.</param>
    /// <returns>The object, and its members by wire name.</returns>
    public (object Value, Dictionary<string, object?> Wire) Arguments(string typeName)
    {
        _open.Push(typeName);
        var type = api.Type(typeName);
        var value = Activator.CreateInstance(type)!;
        var wire = new Dictionary<string, object?>();
        foreach (var member in api.Facts(typeName).Members().Where(member => member["input"] is not null))
        {
            var (sample, expected) = Value(FactsType.Parse(member.Text("type")!));
            if (sample is null)
                continue;
            type.GetProperty(member.Text("name")!)!.SetValue(value, sample);
            wire.Add(member.Text("input")!, expected);
        }

        _open.Pop();
        return (value, wire);
    }

    // Null where a type contains itself: it is filled once.
    private (object? Sample, object? Wire) Value(FactsType type)
    {
        switch (type.Name)
        {
            case "string":
                return ($"text-{++_count}", $"text-{_count}");
            case "int":
                return (++_count, (double)_count);
            case "double":
                return (++_count + 0.5, _count + 0.5);
            case "bool":
                return (true, true);
            case "object":
                return ($"any-{++_count}", $"any-{_count}");
            case "JsonElement":
                return (JsonDocument.Parse("[1,true]").RootElement, new List<object?> { 1.0, true });
            case "AssetOrArchive":
                return (new StringAsset("content"), nameof(StringAsset));
            case "InputJson":
                return ((InputJson)"""{"a":{"b":[1,true,"c"]}}""", Wire.FromJson(JsonNode.Parse("""{"a":{"b":[1,true,"c"]}}""")));
            case "InputUnion" when type.Arguments[1].Name is "string":
                return Lift(nameof(Lifting.First), type.Arguments, type.Arguments[0], wire => wire);
            case "InputUnion":
                return Lift(nameof(Lifting.Second), type.Arguments, type.Arguments[1], wire => wire);
            case "Union":
                return Lift(nameof(Lifting.Of), type.Arguments, type.Arguments[1], wire => wire);
            case "Input":
                return Lift(nameof(Lifting.Input), type.Arguments, type.Only, wire => wire);
            case "InputList":
                return Lift(nameof(Lifting.List), type.Arguments, type.Only, wire => new List<object?> { wire });
            case "InputMap":
                return Lift(nameof(Lifting.Map), type.Arguments, type.Only, wire => new Dictionary<string, object?> { ["key"] = wire });
            case "ImmutableArray":
                return Lift(nameof(Lifting.Array), type.Arguments, type.Only, wire => new List<object?> { wire });
            case "System.Collections.Generic.List":
                return Lift(nameof(Lifting.PlainList), type.Arguments, type.Only, wire => new List<object?> { wire });
            case "System.Collections.Generic.Dictionary":
                return Lift(
                    nameof(Lifting.PlainMap), [type.Arguments[1]], type.Arguments[1], wire => new Dictionary<string, object?> { ["key"] = wire });
        }

        if (_open.Contains(type.Name))
            return (null, null);
        var facts = api.Facts(type.Name);
        if (!facts.Flag("enum"))
            return Arguments(type.Name);
        var member = facts.Members().Last();
        return (api.Type(type.Name).GetProperty(member.Text("name")!)!.GetValue(null), member.Text("value"));
    }

    private (object? Sample, object? Wire) Lift(
        string method, IReadOnlyList<FactsType> arguments, FactsType inner, Func<object?, object?> wire)
    {
        var (sample, expected) = Value(inner);
        if (sample is null)
            return (null, null);
        var lift = typeof(Lifting).GetMethod(method, BindingFlags.Public | BindingFlags.Static)!.MakeGenericMethod([.. arguments.Select(Runtime)]);
        return (lift.Invoke(null, [sample]), wire(expected));
    }

    private Type Runtime(FactsType type) => type.Name switch
    {
        "string" => typeof(string),
        "int" => typeof(int),
        "double" => typeof(double),
        "bool" => typeof(bool),
        "object" => typeof(object),
        "JsonElement" => typeof(JsonElement),
        "Union" => typeof(Union<,>).MakeGenericType([.. type.Arguments.Select(Runtime)]),
        "AssetOrArchive" => typeof(AssetOrArchive),
        "ImmutableArray" => typeof(ImmutableArray<>).MakeGenericType(Runtime(type.Only)),
        _ => api.Type(type.Name),
    };

    private static class Lifting
    {
        public static Input<T> Input<T>(T value) => value;

        public static InputList<T> List<T>(T value) => new() { value };

        public static InputMap<T> Map<T>(T value) => new() { { "key", value } };

        public static InputUnion<T0, T1> First<T0, T1>(T0 value) => value;

        public static InputUnion<T0, T1> Second<T0, T1>(T1 value) => value;

        public static Union<T0, T1> Of<T0, T1>(T1 value) => value;

        public static ImmutableArray<T> Array<T>(T value) => [value];

        public static List<T> PlainList<T>(T value) => [value];

        public static Dictionary<string, T> PlainMap<T>(T value) => new() { ["key"] = value };
    }
}
