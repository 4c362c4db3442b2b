using System.Reflection;
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

    public override bool CanConvert(Type typeToConvert) => IsOutput(typeToConvert) || InputOf(typeToConvert) is not null;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        var converter = IsOutput(typeToConvert)
            ? typeof(ForOutput<>).MakeGenericType(typeToConvert.GetGenericArguments())
            : typeof(ForInput<,>).MakeGenericType(typeToConvert, InputOf(typeToConvert)!);
        return (JsonConverter)Activator.CreateInstance(converter, this)!;
    }

    private static bool IsOutput(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Output<>);

    // What an input holds: lists, maps and unions are inputs of a collection or a union.
    private static Type? InputOf(Type type)
    {
        for (var candidate = type; candidate is not null; candidate = candidate.BaseType)
        {
            if (candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(Input<>))
                return candidate.GetGenericArguments()[0];
        }

        return null;
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

    private sealed class ForInput<TInput, T>(NestedOutputConverter owner) : JsonConverter<TInput>
        where TInput : Input<T>
    {
        private static readonly Func<Output<T>, TInput> s_wrap = typeof(TInput)
            .GetMethod("op_Implicit", BindingFlags.Public | BindingFlags.Static, [typeof(Output<T>)])!
            .CreateDelegate<Func<Output<T>, TInput>>();

        public override TInput Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => s_wrap(owner.Read<T>(ref reader, options));

        public override void Write(Utf8JsonWriter writer, TInput value, JsonSerializerOptions options)
            => owner.Write<T>(writer, value, options);
    }
}
