using System.Text.Json;

namespace Pulumi;

/// <summary>An input that holds a JSON value.</summary>
public sealed class InputJson : Input<JsonElement>
{
    /// <summary>Creates an input that holds no value (<see cref="JsonValueKind.Undefined"/>).</summary>
    public InputJson()
        : this(Output.Create(default(JsonElement)))
    {
    }

    private InputJson(Output<JsonElement> output)
        : base(output)
    {
    }

    /// <summary>Parses JSON text; a <see cref="JsonException"/> says where it is malformed.</summary>
    public static implicit operator InputJson(string json) => JsonDocument.Parse(json);

    /// <summary>Wraps the root of a document.</summary>
    public static implicit operator InputJson(JsonDocument document) => document.RootElement;

    /// <summary>Wraps a JSON value.</summary>
    public static implicit operator InputJson(JsonElement element) => new(Output.Create(element));

    /// <summary>Parses JSON text once it is known.</summary>
    public static implicit operator InputJson(Output<string> json) => new(json.Apply(text => JsonDocument.Parse(text).RootElement));

    /// <summary>Wraps the root of a document.</summary>
    public static implicit operator InputJson(Output<JsonDocument> document) => new(document.Apply(d => d.RootElement));

    /// <summary>Wraps a JSON value.</summary>
    public static implicit operator InputJson(Output<JsonElement> element) => new(element);
}
