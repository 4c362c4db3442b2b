namespace Pulumi;

/// <summary>An output that is handed out before there is anything it could come from.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
public sealed class DeferredOutput<T>
{
    private int _resolved;

    /// <summary>The output; pending until <see cref="Resolve"/> says what it is.</summary>
    public Output<T> Output { get; } = new();

    /// <summary>Makes <see cref="Output"/> the same as another output. It can be done once.</summary>
    public void Resolve(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (Interlocked.Exchange(ref _resolved, 1) == 1)
            throw new InvalidOperationException("The deferred output has been resolved already.");

        if (output.SettledNow is { } settled)
        {
            Output.TrySettle(settled);
            return;
        }

        var task = FollowAsync(output);
        Deployment.Current?.Runner.Track(task);
    }

    private async Task FollowAsync(Output<T> output)
    {
        try
        {
            Output.TrySettle(await output.DataTask.ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            ((IPendingOutput)Output).TryFail(exception);
            throw;
        }
    }
}
