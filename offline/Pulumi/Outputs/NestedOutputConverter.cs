using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulumi;

/// <summary>Writes inputs and outputs inside a value as their values and notes what goes along with them.</summary>
/// <param name="source">When reading: the text's own output, whose secrecy and resources the outputs read from it share.</param>
internal sealed class NestedOutputConverter(Settled? source = null) : JsonConverterFactory
{
    public List<Settled> Settled { get; } = [];

    /// <summary>Completions of outputs that were not settled when they were to be written.</summary>
    public List<Task>? Pending { get; private set; }

    public override bool CanConvert(Type typeToConvert)
        => typeToConvert.IsGenericType
            && (typeToConvert.GetGenericTypeDefinition() == typeof(Output<>)
                || typeToConvert.GetGenericTypeDefinition() == typeof(Input<>));

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        var definition = typeToConvert.GetGenericTypeDefinition() == typeof(Output<>) ? typeof(ForOutput<>) : typeof(ForInput<>);
        return (JsonConverter)Activator.CreateInstance(
            definition.MakeGenericType(typeToConvert.GetGenericArguments()[0]), this)!;
    }

    private void Write<T>(Utf8JsonWriter writer, Output<T> output, JsonSerializerOptions options)
    {
        if (output.SettledNow is not { } settled)
        {
            (Pending ??= []).Add(output.DataTask);
            writer.WriteNullValue();
            return;
        }

        Settled.Add(settled);
        if (settled.IsKnown)
            JsonSerializer.Serialize(writer, settled.Value, options);
        else
            writer.WriteNullValue();
    }

    private Output<T> Read<T>(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        var value = JsonSerializer.Deserialize<T>(ref reader, options);
        return new Output<T>(new Settled<T>(source!.Resources, value!, true, source.IsSecret));
    }

    private sealed class ForOutput<T>(NestedOutputConverter owner) : JsonConverter<Output<T>>
    {
        public override Output<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => owner.Read<T>(ref reader, options);

        public override void Write(Utf8JsonWriter writer, Output<T> value, JsonSerializerOptions options)
            => owner.Write<T>(writer, value, options);
    }

    private sealed class ForInput<T>(NestedOutputConverter owner) : JsonConverter<Input<T>>
    {
        public override Input<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => owner.Read<T>(ref reader, options);

        public override void Write(Utf8JsonWriter writer, Input<T> value, JsonSerializerOptions options)
            => owner.Write<T>(writer, value, options);
    }
}
