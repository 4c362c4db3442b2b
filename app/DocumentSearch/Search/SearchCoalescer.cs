namespace DocumentSearch.Search;

/// <summary>
/// Runs a search once for all requests that ask the same at the same time (request coalescing): when the cache forgets an answer that many
/// ask for, or the process has just begun, one search runs instead of as many as there are requests.
/// </summary>
/// <typeparam name="T">What a search ends in.</typeparam>
public sealed class SearchCoalescer<T>
{
    private readonly Dictionary<Question, Flight> _flights = [];

    /// <summary>What makes two requests the same.</summary>
    /// <param name="Client">Who asks: it is the bounds of one client that a search counts in, and what one may not, another may.</param>
    /// <param name="Key">Key of the search, <see cref="SearchCache.KeyOf"/>.</param>
    /// <param name="Generation">Generation of the corpus, so that who asks after a change is not answered from before it; null where it is
    /// not known, and an answer may be as old as a search takes.</param>
    public readonly record struct Question(string Client, string Key, string? Generation);

    /// <summary>Waits for the search that runs, or runs it.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="search">The search; its token ends when nobody waits any more.</param>
    /// <param name="cancellation">Stops waiting; the search goes on for those who wait still.</param>
    /// <exception cref="OperationCanceledException">The caller has stopped waiting.</exception>
    public async Task<T> RunAsync(Question question, Func<CancellationToken, Task<T>> search, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(search);
        Flight flight;
        lock (_flights)
        {
            if (!_flights.TryGetValue(question, out flight!))
            {
                _flights[question] = flight = new Flight(search);
            }

            flight.Waiting++;
        }

        try
        {
            return await flight.Answer.WaitAsync(cancellation);
        }
        finally
        {
            var nobody = false;
            lock (_flights)
            {
                nobody = --flight.Waiting == 0;
                // Over or left by all: whoever comes next asks anew.
                if ((nobody || flight.Answer.IsCompleted) && _flights.GetValueOrDefault(question) == flight)
                    _flights.Remove(question);
            }

            if (nobody)
                await flight.EndAsync();
        }
    }

    private sealed class Flight
    {
        public Flight(Func<CancellationToken, Task<T>> search) => Answer = RunAsync(search);

        public Task<T> Answer { get; }

        public int Waiting { get; set; }

        // Not disposed, for the search may begin to look at it after everybody has left; it has neither a timer nor a handle.
        private CancellationTokenSource End { get; } = new();

        public Task EndAsync() => Answer.IsCompleted ? Task.CompletedTask : End.CancelAsync();

        private async Task<T> RunAsync(Func<CancellationToken, Task<T>> search)
        {
            // What follows is no part of whoever holds the lock.
            await Task.Yield();
            return await search(End.Token);
        }
    }
}
