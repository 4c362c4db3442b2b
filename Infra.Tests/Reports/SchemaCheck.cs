using System.Text.Json;
using System.Text.RegularExpressions;

namespace Infra.Tests.Reports;

/// <summary>Checks a document against the keywords of JSON Schema that the repository's own schemas use. An unknown keyword is an error, so that
/// nothing counts as checked that was not; <c>e2e/html-report</c> runs a full validator over the same files.</summary>
internal static class SchemaCheck
{
    private static readonly string[] Remarks = ["$schema", "$id", "title", "description"];

    /// <summary>What is wrong, each with its place.</summary>
    public static IEnumerable<string> Check(JsonElement value, JsonElement schema, string place = "$") =>
        schema.EnumerateObject().Where(keyword => !Remarks.Contains(keyword.Name)).SelectMany(keyword => keyword.Name switch
        {
            "type" => Is(value, keyword.Value.GetString()!) ? [] : [$"{place} is no {keyword.Value}"],
            "const" => value.GetRawText() == keyword.Value.GetRawText() ? [] : [$"{place} is not {keyword.Value}"],
            "enum" => keyword.Value.EnumerateArray().Any(choice => choice.GetRawText() == value.GetRawText()) ? [] : [$"{place} is none of {keyword.Value}"],
            "pattern" => Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!) ? [] : [$"{place} does not match {keyword.Value}"],
            "minLength" => value.GetString()!.Length >= keyword.Value.GetInt32() ? [] : [$"{place} is too short"],
            "minimum" => value.GetDecimal() >= keyword.Value.GetDecimal() ? [] : [$"{place} is less than {keyword.Value}"],
            "required" => keyword.Value.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{place} lacks {name}"),
            "properties" => keyword.Value.EnumerateObject().Where(property => value.TryGetProperty(property.Name, out _))
                .SelectMany(property => Check(value.GetProperty(property.Name), property.Value, $"{place}.{property.Name}")),
            "additionalProperties" => Additional(value, schema, keyword.Value, place),
            "items" => value.EnumerateArray().SelectMany((item, index) => Check(item, keyword.Value, $"{place}[{index}]")),
            var unknown => [$"{place}: the check does not know '{unknown}'"],
        });

    private static IEnumerable<string> Additional(JsonElement value, JsonElement schema, JsonElement allowed, string place)
    {
        var named = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(property => property.Name).ToHashSet() : [];
        var others = value.EnumerateObject().Where(property => !named.Contains(property.Name));
        return allowed.ValueKind == JsonValueKind.False
            ? others.Select(property => $"{place} has {property.Name}, which the schema does not name")
            : others.SelectMany(property => Check(property.Value, allowed, $"{place}.{property.Name}"));
    }

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.GetDecimal() % 1 == 0,
        _ => false,
    };
}
