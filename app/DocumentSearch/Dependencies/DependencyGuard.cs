using Polly;
using Polly.CircuitBreaker;

namespace DocumentSearch.Dependencies;

/// <summary>
/// Calls to one server: each has a deadline, and after some that failed none is made for a moment, so that a server that is away costs
/// a caller nothing and is not met by all of them when it comes back.
/// </summary>
public sealed class DependencyGuard
{
    // The first pause, and the longest: what a search, an upload or a job waits at the most once the server is back.
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // Failures within this time are counted together; half of the calls have to fail, and at least so many have to be made.
    private static readonly TimeSpan Counted = TimeSpan.FromSeconds(10);
    private const double FailureRatio = 0.5;
    private const int LeastCalls = 3;

    private readonly TimeProvider _clock;
    private readonly ResiliencePipeline _breaker;
    private long _pausedUntil;

    /// <param name="dependency">The server.</param>
    /// <param name="clock">The clock of pauses and deadlines.</param>
    public DependencyGuard(Dependency dependency, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        Dependency = dependency;
        _clock = clock;
        _breaker = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = FailureRatio,
                MinimumThroughput = LeastCalls,
                SamplingDuration = Counted,
                BreakDurationGenerator = static arguments => ValueTask.FromResult(PauseAfter(arguments.HalfOpenAttempts)),
                ShouldHandle = static arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is DependencyUnavailableException { InnerException: { } inner } failure
                    && DependencyFailure.IsOutage(failure.Dependency, inner)),
                OnOpened = arguments =>
                {
                    Interlocked.Exchange(ref _pausedUntil, (clock.GetUtcNow() + arguments.BreakDuration).UtcTicks);
                    return ValueTask.CompletedTask;
                },
                OnClosed = _ =>
                {
                    Interlocked.Exchange(ref _pausedUntil, 0);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>The server.</summary>
    public Dependency Dependency { get; }

    /// <summary>True while no call is made because the last ones failed.</summary>
    public bool IsPaused => _clock.GetUtcNow().UtcTicks < Interlocked.Read(ref _pausedUntil);

    /// <summary>Makes a call.</summary>
    /// <param name="deadline">How long the call may take; a call that ignores its token is left behind then.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellation">The caller's own wish to stop.</param>
    /// <exception cref="DependencyUnavailableException">The server is away, failed, or did not answer in time.</exception>
    /// <exception cref="Exception">A verdict of the server on what it was sent: <see cref="DependencyFailure.IsVerdict"/>.</exception>
    public async Task<T> CallAsync<T>(TimeSpan deadline, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(call);
        try
        {
            return await _breaker.ExecuteAsync(
                static async (state, cancellation) => await state.Guard.TryAsync(state.deadline, state.call, cancellation),
                (Guard: this, deadline, call),
                cancellation);
        }
        catch (BrokenCircuitException)
        {
            throw new DependencyUnavailableException(Dependency, $"The {Dependency.ToName()} was not asked: its last calls failed.");
        }
    }

    private static TimeSpan PauseAfter(int trials)
        => TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, FirstPause.TotalSeconds * Math.Pow(2, trials)));

    private async Task<T> TryAsync<T>(TimeSpan deadline, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(deadline, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            return await call(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw Unavailable(new TimeoutException($"There was no answer within {deadline.TotalSeconds:0.#} s."));
        }
        catch (Exception exception) when (exception is not DependencyUnavailableException && IsTheirs(exception))
        {
            throw Unavailable(exception);
        }
    }

    // Between statements runs code of our own, whose mistakes are not the database's; what a client library of the others throws is theirs.
    private bool IsTheirs(Exception exception)
        => Dependency == Dependency.Database ? DependencyFailure.Of(exception) is not null : !DependencyFailure.IsVerdict(exception);

    private DependencyUnavailableException Unavailable(Exception cause)
        => new(Dependency, $"The {Dependency.ToName()} failed: {cause.GetType().Name}: {cause.Message}", cause);
}

/// <summary>The guards of one process.</summary>
public sealed class DependencyGuards(TimeProvider clock)
{
    /// <summary>Calls to PostgreSQL.</summary>
    public DependencyGuard Database { get; } = new(Dependency.Database, clock);

    /// <summary>Calls to the S3 bucket.</summary>
    public DependencyGuard Storage { get; } = new(Dependency.Storage, clock);

    /// <summary>Calls to the embedding model.</summary>
    public DependencyGuard Model { get; } = new(Dependency.Model, clock);
}
