using System.Collections.Concurrent;

namespace DocumentSearch.Queue;

/// <summary>Signs of life of a worker: of each job that it has in work, and of its loop while it has none.</summary>
public sealed class WorkerPulse(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, long> _begun = new();
    private long _last = clock.GetTimestamp();

    /// <summary>Time since the last sign of life: the age of the job that is in work the longest, however busy the others are.</summary>
    public TimeSpan Age
    {
        get
        {
            var jobs = _begun.Values.ToList();
            return clock.GetElapsedTime(jobs.Count > 0 ? jobs.Min() : Interlocked.Read(ref _last));
        }
    }

    /// <summary>Says that the worker looked for work.</summary>
    public void Beat() => Interlocked.Exchange(ref _last, clock.GetTimestamp());

    /// <summary>Says that a job is in work.</summary>
    public void Begin(string entry) => _begun[entry] = clock.GetTimestamp();

    /// <summary>Says that it is not any more.</summary>
    public void End(string entry)
    {
        _begun.TryRemove(entry, out _);
        Beat();
    }
}
