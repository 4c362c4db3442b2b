using System.Globalization;
using System.Runtime.CompilerServices;
using Infra.Planning;
using YamlDotNet.Serialization;

namespace Infra.Facts;

/// <summary>What the files of a server say, for rules.</summary>
internal static class HostConfiguration
{
    private static readonly ConditionalWeakTable<Plan, Dictionary<string, IReadOnlyDictionary<string, object?>>> Parsed = [];
    private static readonly IDeserializer Deserializer = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();

    /// <summary>The containers of the Compose file by name.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Containers(Plan plan) => Wire.Entries(Yaml(plan, "compose.yaml"), "services");

    /// <summary>The text of a file; empty where there is none.</summary>
    public static string Text(Plan plan, string path) => plan.Files.FirstOrDefault(file => file.Path == path)?.Content ?? "";

    /// <summary>What a file in YAML or JSON says; empty where there is none, or nothing in it.</summary>
    public static IReadOnlyDictionary<string, object?> Yaml(Plan plan, string path)
    {
        var files = Parsed.GetOrCreateValue(plan);
        if (!files.TryGetValue(path, out var content))
        {
            content = Parse(Text(plan, path));
            files[path] = content;
        }

        return content;
    }

    /// <summary>What a text in YAML or JSON says; empty where it is no map.</summary>
    public static IReadOnlyDictionary<string, object?> Parse(string text) =>
        text.Length > 0 && Plain(Deserializer.Deserialize<object>(text)) is IReadOnlyDictionary<string, object?> map ? map : ImmutableDictionary<string, object?>.Empty;

    /// <summary>The items of a text in YAML or JSON; none where it is no list.</summary>
    public static IEnumerable<object?> ParseList(string text) =>
        Plain(Deserializer.Deserialize<object>(text)) is object?[] items ? items : [];

    private static object? Plain(object? value) => value switch
    {
        IDictionary<object, object> map => map.ToDictionary(entry => $"{entry.Key}", entry => Plain(entry.Value)),
        IEnumerable<object> items => items.Select(Plain).ToArray(),
        sbyte or byte or short or ushort or int or uint or long or float => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => value,
    };
}
