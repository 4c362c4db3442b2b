using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// A value that is available later, together with what must not get lost on the way: the resources it comes from,
/// whether it is a secret, and whether it is known at all (during a preview many values are not).
/// </summary>
/// <typeparam name="T">Type of the value.</typeparam>
public sealed class Output<T> : IPendingOutput
{
    // One of: null (pending, nobody waits), TaskCompletionSource<Settled<T>> (pending, somebody waits),
    // Task<Settled<T>> (computed elsewhere, or failed), Settled<T>. Most outputs settle before anybody waits for them,
    // and then cost no task.
    private object? _state;

    /// <summary>An output that is settled by the registration of its resource.</summary>
    internal Output()
    {
    }

    internal Output(Settled<T> settled)
        => _state = settled;

    internal Output(Task<Settled<T>> task)
    {
        if (task.IsCompletedSuccessfully)
        {
            _state = task.Result;
            return;
        }

        _state = task;
        Deployment.Current?.Runner.Track(task);
    }

    internal Settled<T>? SettledNow => Volatile.Read(ref _state) switch
    {
        Settled<T> settled => settled,
        Task<Settled<T>> { IsCompletedSuccessfully: true } task => task.Result,
        _ => null,
    };

    internal Task<Settled<T>> DataTask
    {
        get
        {
            while (true)
            {
                switch (Volatile.Read(ref _state))
                {
                    case Settled<T> settled:
                        return Task.FromResult(settled);
                    case Task<Settled<T>> task:
                        return task;
                    case TaskCompletionSource<Settled<T>> waited:
                        return waited.Task;
                    default:
                        Interlocked.CompareExchange(ref _state, new TaskCompletionSource<Settled<T>>(), null);
                        break;
                }
            }
        }
    }

    Settled? IOutput.SettledNow => SettledNow;

    Task IOutput.Completion => DataTask;

    /// <summary>An output of what a task returns; it fails if the task fails.</summary>
    public static Output<T> Create(Task<T> value) => Create(value, isSecret: false);

    /// <summary>Runs an action with side effects once the value is known.</summary>
    /// <param name="func">What to run. Not run where the value is unknown.</param>
    public Output<ValueTuple> Apply(Func<T, Task> func)
    {
        return Apply(async (T value) =>
        {
            await func(value).ConfigureAwait(false);
            return default(ValueTuple);
        });
    }

    /// <summary>
    /// Computes a new output from this one. The result comes from the same resources and is a secret if this one is.
    /// </summary>
    /// <param name="func">
    /// What to compute. Not run where the value is unknown, in a preview or outside: the result is unknown then, too.
    /// </param>
    public Output<TResult> Apply<TResult>(Func<T, TResult> func)
    {
        if (SettledNow is not { } settled)
            return Bind(value => new Output<TResult>(Settled<TResult>.Known(func(value))));

        try
        {
            return settled.IsKnown
                ? new Output<TResult>(new Settled<TResult>(settled.Resources, func(settled.Value), true, settled.IsSecret))
                : Unknown<TResult>(settled);
        }
#pragma warning disable CA1031 // Every failure of the function becomes the failure of the output.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Output<TResult>.Failed(exception);
        }
    }

    /// <inheritdoc cref="Apply{TResult}(Func{T, TResult})"/>
    public Output<TResult> Apply<TResult>(Func<T, Task<TResult>> func)
        => Bind(value => Output<TResult>.Create(func(value)));

    /// <inheritdoc cref="Apply{TResult}(Func{T, TResult})"/>
    public Output<TResult> Apply<TResult>(Func<T, Input<TResult>?> func)
        => Bind(value => func(value).ToOutput());

    /// <inheritdoc cref="Apply{TResult}(Func{T, TResult})"/>
    public Output<TResult> Apply<TResult>(Func<T, Output<TResult>?> func)
        => Bind(func);

    /// <summary>Like <see cref="Apply{TResult}(Func{T, Output{TResult}})"/>, for callers that do not know the type.</summary>
    public Output<TResult> UntypedApply<TResult>(Func<object?, Output<TResult>> func)
        => Bind(value => func(value));

    /// <summary>
    /// A warning, which is logged as well: an output has no text before it is known. Outside a deployment there is nowhere to log it,
    /// and with <c>PULUMI_ERROR_OUTPUT_STRING</c> set to <c>1</c> or <c>true</c> it is an error: both are an
    /// <see cref="InvalidOperationException"/>.
    /// </summary>
    public override string ToString()
    {
        var message = string.Join(
            Environment.NewLine,
            "Calling [ToString] on an [Output<T>] is not supported.",
            "",
            "To get the value of an Output<T> as an Output<string> consider:",
            "1. o.Apply(v => $\"prefix{v}suffix\")",
            "2. Output.Format($\"prefix{hostname}suffix\");",
            "",
            "See https://www.pulumi.com/docs/concepts/inputs-outputs for more details.",
            "This function may throw in a future version of Pulumi.");
        var mistake = Environment.GetEnvironmentVariable("PULUMI_ERROR_OUTPUT_STRING");
        if (mistake == "1" || string.Equals(mistake, "true", StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException(message);

        Log.Warn(message);
        return message;
    }

    void IPendingOutput.TrySettle(ImmutableHashSet<Resource> resources, object? value, bool isKnown, bool isSecret)
    {
        // A value that could not be converted is null, also where the type has no null.
        var settled = new Settled<T>(resources, value is null ? default! : (T)value, isKnown, isSecret);
        TrySettle(settled);
    }

    void IPendingOutput.TryFail(Exception exception)
    {
        var failed = Task.FromException<Settled<T>>(exception);
        if (TryReplacePending(failed, out var waited))
            waited?.SetException(exception);
        else
            return;

        // Everybody who waits reports the failure as the failure of the registration.
        _ = failed.Exception;
    }

    internal static Output<T> Create(Task<T> value, bool isSecret)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.IsCompletedSuccessfully
            ? new Output<T>(new Settled<T>(ImmutableHashSet<Resource>.Empty, value.Result, true, isSecret))
            : new Output<T>(CreateLater(value, isSecret));
    }

    internal static Output<T> Failed(Exception exception) => new(Task.FromException<Settled<T>>(exception));

    internal static Output<T> Unknown(T value)
        => new(new Settled<T>(ImmutableHashSet<Resource>.Empty, value, false, false));

    internal void TrySettle(Settled<T> settled)
    {
        if (TryReplacePending(settled, out var waited))
            waited?.SetResult(settled);
    }

    /// <summary>The value, or a replacement where it is not known.</summary>
    internal async Task<T> GetValueAsync(T whenUnknown)
    {
        var settled = SettledNow ?? await DataTask.ConfigureAwait(false);
        return settled.IsKnown ? settled.Value : whenUnknown;
    }

    /// <summary>The same value with the outcome of a change to what goes along with it.</summary>
    internal Output<T> Alter(Func<Settled<T>, Settled<T>> change)
    {
        return SettledNow is { } settled ? new Output<T>(change(settled)) : new Output<T>(Later(DataTask, change));

        static async Task<Settled<T>> Later(Task<Settled<T>> task, Func<Settled<T>, Settled<T>> change)
            => change(await task.ConfigureAwait(false));
    }

    private static async Task<Settled<T>> CreateLater(Task<T> value, bool isSecret)
        => new(ImmutableHashSet<Resource>.Empty, await value.ConfigureAwait(false), true, isSecret);

    private static Output<TResult> Unknown<TResult>(Settled<T> settled)
        => new(new Settled<TResult>(settled.Resources, default!, false, settled.IsSecret));

    private static async Task<Settled<TResult>> BindLater<TResult>(Task<Settled<T>> task, Func<T, Output<TResult>?> func)
    {
        var settled = await task.ConfigureAwait(false);
        if (!settled.IsKnown)
            return new Settled<TResult>(settled.Resources, default!, false, settled.IsSecret);

        var inner = func(settled.Value);
        return inner is null
            ? new Settled<TResult>(settled.Resources, default!, settled.IsKnown, settled.IsSecret)
            : (inner.SettledNow ?? await inner.DataTask.ConfigureAwait(false)).With(settled);
    }

    private Output<TResult> Bind<TResult>(Func<T, Output<TResult>?> func)
    {
        if (SettledNow is not { } settled)
            return new Output<TResult>(BindLater(DataTask, func));

        try
        {
            if (!settled.IsKnown)
                return Unknown<TResult>(settled);

            var inner = func(settled.Value);
            if (inner is null)
                return new Output<TResult>(new Settled<TResult>(settled.Resources, default!, settled.IsKnown, settled.IsSecret));

            return settled.IsPlain ? inner : inner.Alter(result => result.With(settled));
        }
#pragma warning disable CA1031 // Every failure of the function becomes the failure of the output.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Output<TResult>.Failed(exception);
        }
    }

    private bool TryReplacePending(object state, out TaskCompletionSource<Settled<T>>? waited)
    {
        while (true)
        {
            var current = Volatile.Read(ref _state);
            waited = current as TaskCompletionSource<Settled<T>>;
            if (current is not null && waited is null)
                return false;

            if (ReferenceEquals(Interlocked.CompareExchange(ref _state, state, current), current))
                return true;
        }
    }
}
