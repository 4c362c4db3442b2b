using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PulumiPackages.Tests.Providers;

/// <summary>
/// Values as the engine would see them, in one comparable form: maps, lists, text, doubles, booleans. Whatever else turns up in the
/// recorded inputs of a mock is an error, so a comparison also says that numbers arrived as doubles.
/// </summary>
internal static class Wire
{
    // The mark of a secret inside a value that travels as JSON.
    private const string SpecialMark = "4dabf18193072939515e22adb298388d";

    /// <summary>Writes a recorded value with sorted keys.</summary>
    public static string Show(object? value) => Normalize(value)?.ToJsonString() ?? "null";

    /// <summary>Writes a value that arrived as JSON text.</summary>
    public static string ShowJson(string json) => Show(FromJson(JsonNode.Parse(json)));

    private static JsonNode? Normalize(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        double number => JsonNode.Parse(number.ToString("R", CultureInfo.InvariantCulture)),
        AssetOrArchive asset => JsonValue.Create(asset.GetType().Name),
        IReadOnlyDictionary<string, object?> map => new JsonObject(
            map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, Normalize(entry.Value)))),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(Normalize)]),
        _ => throw new Xunit.Sdk.XunitException($"a {value.GetType()} is nothing that travels: {value}"),
    };

    /// <summary>JSON as wire values; a secret inside is read through.</summary>
    public static object? FromJson(JsonNode? node) => node switch
    {
        null => null,
        JsonObject map when map.ContainsKey(SpecialMark) => FromJson(map["value"]),
        JsonObject map => map.ToDictionary(entry => entry.Key, entry => FromJson(entry.Value)),
        JsonArray list => list.Select(FromJson).ToList(),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture),
            _ => node.GetValue<string>(),
        },
    };
}
