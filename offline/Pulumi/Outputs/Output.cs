using System.Collections.Immutable;
using System.Text.Json;

namespace Pulumi;

/// <summary>Creates and combines outputs.</summary>
public static partial class Output
{
    /// <summary>An output of a plain value.</summary>
    public static Output<T> Create<T>(T value) => new(Settled<T>.Known(value));

    /// <summary>An output of what a task returns; it fails if the task fails.</summary>
    public static Output<T> Create<T>(Task<T> value) => Output<T>.Create(value);

    /// <summary>A secret output of a plain value.</summary>
    public static Output<T> CreateSecret<T>(T value)
        => new(new Settled<T>(ImmutableHashSet<Resource>.Empty, value, true, true));

    /// <summary>A secret output of what a task returns.</summary>
    public static Output<T> CreateSecret<T>(Task<T> value) => Output<T>.Create(value, isSecret: true);

    /// <summary>The same output as a secret.</summary>
    public static Output<T> CreateSecret<T>(Output<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return WithSecrecy(value, true);
    }

    /// <summary>The same output, no longer a secret.</summary>
    public static Output<T> Unsecret<T>(Output<T> output) => WithSecrecy(output, false);

    /// <summary>Whether the output is a secret.</summary>
    public static async Task<bool> IsSecretAsync<T>(Output<T> output)
        => (output.SettledNow ?? await output.DataTask.ConfigureAwait(false)).IsSecret;

    /// <summary>One output of all values, in order: known if all are known, secret if one is.</summary>
    public static Output<ImmutableArray<T>> All<T>(params Input<T>[] inputs) => All(inputs.AsEnumerable());

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Input<T>> inputs) => ListOutput.Join<T>([.. inputs]);

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(params Output<T>[] outputs) => All(outputs.AsEnumerable());

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Output<T>> outputs)
        => ListOutput.Join<T>([.. outputs.Select(output => (Input<T>)output)]);

    /// <summary>Formats text whose holes may be inputs and outputs.</summary>
    public static Output<string> Format(FormattableString formattableString)
    {
        var arguments = formattableString.GetArguments();
        var outputs = new IOutput[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            outputs[i] = arguments[i] switch
            {
                IInput input => input.ToOutput(),
                IOutput output => output,
                var value => new Output<object?>(Settled<object?>.Known(value)),
            };
        }

        // Formatting is an Apply: it does not happen while a hole is unknown in a preview.
        return Together(outputs, Untyped)
            .Apply(values => string.Format(formattableString.Format, values));
    }

    /// <summary>Serialises the value as JSON; outputs inside it count as their values, and pass on what goes along with them.</summary>
    public static Output<string> JsonSerialize<T>(Output<T> value, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new Output<string>(OutputJson.SerializeAsync(value, options));
    }

    /// <summary>Deserialises JSON text; outputs inside the type are secret if the text is.</summary>
    public static Output<T> JsonDeserialize<T>(Output<string> json, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new Output<T>(OutputJson.DeserializeAsync<T>(json, options));
    }

    private static Output<T> WithSecrecy<T>(Output<T> output, bool isSecret)
        => output.Alter(settled => new Settled<T>(settled.Resources, settled.Value, settled.IsKnown, isSecret));

    private static object?[] Untyped(Settled[] settled) => Array.ConvertAll(settled, one => one.UntypedValue);
}
