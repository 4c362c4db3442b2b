namespace Pulumi;

/// <summary>A value given to a resource: either the plain value or the output of another resource.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
public class Input<T> : IInput
{
    private readonly Output<T>? _output;

    private protected Input(Output<T> output)
        => _output = output ?? throw new ArgumentNullException(nameof(output));

    /// <summary>For collections, which put their output together when it is asked for.</summary>
    private protected Input()
    {
    }

    /// <summary>Wraps a plain value.</summary>
    public static implicit operator Input<T>(T value) => new(new Output<T>(Settled<T>.Known(value)));

    /// <summary>Wraps an output.</summary>
    public static implicit operator Input<T>(Output<T> value) => new(value);

    /// <summary>The input as an output.</summary>
    public static implicit operator Output<T>(Input<T> input) => input.Resolve();

    IOutput IInput.ToOutput() => Resolve();

    private protected virtual Output<T> Resolve() => _output!;
}
