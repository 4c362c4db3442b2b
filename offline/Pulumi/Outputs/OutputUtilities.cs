using System.Collections.Immutable;

namespace Pulumi.Utilities;

/// <summary>
/// Looks inside outputs: meant for tests and debugging. In programs use <see cref="Output{T}.Apply{TResult}(Func{T, TResult})"/>,
/// which keeps track of resources and secrets.
/// </summary>
public static class OutputUtilities
{
    /// <summary>An output that is not known, with a value that nothing but its type is read from.</summary>
    public static Output<T> CreateUnknown<T>(T value) => Output<T>.Unknown(value);

    /// <summary>An output that is not known; the factory of its value does not run.</summary>
    public static Output<T> CreateUnknown<T>(Func<Task<T>> valueFactory)
        => Output<T>.Unknown(default!).Apply(_ => valueFactory());

    /// <summary>The same output, coming from one more resource.</summary>
    public static Output<T> WithDependency<T>(Output<T> output, Resource resource)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(resource);
        return output.Alter(s => new Settled<T>(s.Resources.Add(resource), s.Value, s.IsKnown, s.IsSecret));
    }

    /// <summary>Whether the value is known.</summary>
    public static async Task<bool> GetIsKnownAsync<T>(Output<T> output)
        => (output.SettledNow ?? await output.DataTask.ConfigureAwait(false)).IsKnown;

    /// <summary>The value; the default of its type where it is not known.</summary>
    public static Task<T> GetValueAsync<T>(Output<T> output) => output.GetValueAsync(whenUnknown: default!);

    /// <summary>The resources the output comes from.</summary>
    public static async Task<ImmutableHashSet<Resource>> GetDependenciesAsync<T>(Output<T> output)
        => (output.SettledNow ?? await output.DataTask.ConfigureAwait(false)).Resources;
}
