using System.Text.Json;

namespace Offline.Generator.Facts;

/// <summary>One JSON object of the facts, read without tolerance for what is not expected.</summary>
/// <param name="owner">Type the object belongs to, for messages.</param>
/// <param name="json">The object.</param>
internal readonly struct FactsObject(string owner, JsonElement json)
{
    /// <summary>Refuses every key that is not listed.</summary>
    public void Allow(params ReadOnlySpan<string> keys)
    {
        if (json.ValueKind is not JsonValueKind.Object)
            throw new FactsException(owner, $"an object is expected, not {json.ValueKind}");
        foreach (var property in json.EnumerateObject())
        {
            if (!keys.Contains(property.Name))
                throw new FactsException(owner, $"unknown key '{property.Name}'; known here: {string.Join(", ", keys)}");
        }
    }

    /// <summary>Whether the key is there.</summary>
    public bool Has(string key) => json.TryGetProperty(key, out _);

    /// <summary>A string that must be there.</summary>
    public string String(string key) =>
        OptionalString(key) ?? throw new FactsException(owner, $"'{key}' is missing");

    /// <summary>A string, or null where the key is absent.</summary>
    public string? OptionalString(string key)
    {
        if (!json.TryGetProperty(key, out var value))
            return null;
        return value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : throw new FactsException(owner, $"'{key}' must be a string, not {value.ValueKind}");
    }

    /// <summary>A mark: true where the key is there. A false one is never written, so it is refused.</summary>
    public bool Flag(string key)
    {
        if (!json.TryGetProperty(key, out var value))
            return false;
        return value.ValueKind is JsonValueKind.True
            ? true
            : throw new FactsException(owner, $"'{key}' can only be true, not {value.GetRawText()}");
    }

    /// <summary>True or a sentence; null where the key is absent, an empty string for a bare true.</summary>
    public string? FlagOrText(string key)
    {
        if (!json.TryGetProperty(key, out var value))
            return null;
        return value.ValueKind is JsonValueKind.String ? value.GetString() : Flag(key) ? "" : null;
    }

    /// <summary>A list of strings, empty where the key is absent.</summary>
    public IReadOnlyList<string> Strings(string key) => [.. Items(key).Select(Text(key))];

    /// <summary>A list of lists of strings, empty where the key is absent.</summary>
    public IReadOnlyList<IReadOnlyList<string>> StringLists(string key)
    {
        var text = Text(key);
        var self = owner;
        return
        [
            .. Items(key).Select(list => list.ValueKind is JsonValueKind.Array
                ? (IReadOnlyList<string>)[.. list.EnumerateArray().Select(text)]
                : throw new FactsException(self, $"'{key}' must be a list of lists")),
        ];
    }

    /// <summary>A map of strings in the order written, empty where the key is absent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> StringMap(string key)
    {
        if (!json.TryGetProperty(key, out var value))
            return [];
        if (value.ValueKind is not JsonValueKind.Object)
            throw new FactsException(owner, $"'{key}' must be an object");
        var text = Text(key);
        return [.. value.EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, text(entry.Value)))];
    }

    /// <summary>A nested object that must be there.</summary>
    public JsonElement Object(string key) =>
        json.TryGetProperty(key, out var value) && value.ValueKind is JsonValueKind.Object
            ? value
            : throw new FactsException(owner, $"'{key}' must be an object");

    /// <summary>The elements of a list, none where the key is absent.</summary>
    public IEnumerable<JsonElement> Items(string key)
    {
        if (!json.TryGetProperty(key, out var value))
            return [];
        return value.ValueKind is JsonValueKind.Array
            ? value.EnumerateArray()
            : throw new FactsException(owner, $"'{key}' must be a list, not {value.ValueKind}");
    }

    private Func<JsonElement, string> Text(string key)
    {
        var self = owner;
        return item => item.ValueKind is JsonValueKind.String
            ? item.GetString()!
            : throw new FactsException(self, $"'{key}' must hold strings, not {item.ValueKind}");
    }
}
