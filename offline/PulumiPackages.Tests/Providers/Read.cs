using System.Reflection;

namespace PulumiPackages.Tests.Providers;

/// <summary>Reads outputs whose type is known only at run time.</summary>
internal static class Read
{
    private static readonly MethodInfo _output = typeof(Read).GetMethod(nameof(OfOutput), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly MethodInfo _input = typeof(Read).GetMethod(nameof(OfInput), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Asks for the value of an <see cref="Output{T}"/> or <see cref="Input{T}"/>; it is there when the run is over.</summary>
    public static Func<object?> Later(object outputOrInput)
    {
        var type = outputOrInput.GetType();
        var read = type.GetGenericTypeDefinition() == typeof(Input<>) ? _input : _output;
        var task = (Task<object?>)read.MakeGenericMethod(type.GetGenericArguments()).Invoke(null, [outputOrInput])!;
        return () => task.IsCompletedSuccessfully ? task.Result : throw new Xunit.Sdk.XunitException("the output has no value");
    }

    private static Task<object?> OfOutput<T>(Output<T> output)
    {
        var value = new TaskCompletionSource<object?>();
        output.Apply(read =>
        {
            value.SetResult(read);
            return read;
        });
        return value.Task;
    }

    private static Task<object?> OfInput<T>(Input<T> input) => OfOutput(input.ToOutput());
}
