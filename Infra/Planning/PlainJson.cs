using System.Collections;
using System.Text.Json;

namespace Infra.Planning;

/// <summary>Recorded values as JSON, with the keys of maps in order.</summary>
internal static class PlainJson
{
    /// <summary>Writes a value: text, number, boolean, list or map; whatever else it is, as text.</summary>
    public static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case IReadOnlyDictionary<string, object?> map:
                json.WriteStartObject();
                foreach (var (name, inner) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    json.WritePropertyName(name);
                    Write(json, inner);
                }

                json.WriteEndObject();
                break;
            case IEnumerable items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }
}
