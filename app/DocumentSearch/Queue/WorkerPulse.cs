namespace DocumentSearch.Queue;

/// <summary>When the worker last had nothing to do or finished something; a worker that hangs stops beating.</summary>
public sealed class WorkerPulse(TimeProvider clock)
{
    private long _last = clock.GetTimestamp();

    /// <summary>Says that the worker is alive.</summary>
    public void Beat() => Interlocked.Exchange(ref _last, clock.GetTimestamp());

    /// <summary>Time since the last beat.</summary>
    public TimeSpan Age => clock.GetElapsedTime(Interlocked.Read(ref _last));
}
