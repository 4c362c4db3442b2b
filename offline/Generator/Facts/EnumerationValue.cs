using System.Globalization;
using System.Text.Json;

namespace Offline.Generator.Facts;

/// <summary>The value an enumeration's member stands for.</summary>
/// <param name="Type">C# type of the value: string, int or double.</param>
/// <param name="Text">The value as text, in the invariant culture.</param>
public sealed record EnumerationValue(string Type, string Text)
{
    /// <summary>Reads a value.</summary>
    /// <exception cref="FactsException">It is neither a string nor a number.</exception>
    public static EnumerationValue Read(string owner, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => new("string", json.GetString()!),
        JsonValueKind.Number when json.TryGetInt32(out var whole) => new("int", whole.ToString(CultureInfo.InvariantCulture)),
        JsonValueKind.Number => new("double", json.GetDouble().ToString("R", CultureInfo.InvariantCulture)),
        _ => throw new FactsException(owner, $"an enumeration's value must be a string or a number, not {json.ValueKind}"),
    };
}
