namespace DocumentSearch.Queue;

/// <summary>Pauses between attempts: doubling, with a random tenth so that jobs that failed together do not come back together.</summary>
public static class RetryBackoff
{
    /// <summary>Longest pause.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>The pause after a failed attempt.</summary>
    /// <param name="first">Pause after the first.</param>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="random">Number from 0 to 1.</param>
    public static TimeSpan After(TimeSpan first, int attempt, double random)
    {
        var doubled = first.TotalSeconds * Math.Pow(2, Math.Clamp(attempt - 1, 0, 20));
        return TimeSpan.FromSeconds(Math.Min(doubled, Longest.TotalSeconds) * (1 + 0.1 * random));
    }
}
