using DocumentSearch.Dependencies;
using Npgsql;

namespace DocumentSearch.Tests;

public sealed class DependencyGuardTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ManualClock _clock = new();
    private int _calls;

    [Fact]
    public async Task After_failures_nobody_asks_until_the_pause_is_over()
    {
        var guard = new DependencyGuard(Dependency.Storage, _clock);
        for (var call = 0; call < 3; call++)
            await FailAsync(guard, new IOException("gone"));
        Assert.True(guard.IsPaused);

        await FailAsync(guard, new IOException("gone"));
        Assert.Equal(3, _calls);

        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.False(guard.IsPaused);
        Assert.Equal(1, await guard.CallAsync(Deadline, _ => Task.FromResult(1), CancellationToken.None));
        Assert.False(guard.IsPaused);
    }

    [Fact]
    public async Task Pauses_never_get_longer_than_five_seconds()
    {
        var guard = new DependencyGuard(Dependency.Storage, _clock);
        for (var call = 0; call < 40; call++)
        {
            await FailAsync(guard, new IOException("gone"));
            _clock.Advance(TimeSpan.FromSeconds(5.1));
            Assert.False(guard.IsPaused);
        }
    }

    [Fact]
    public async Task A_call_that_is_not_answered_ends_at_its_deadline()
    {
        var guard = new DependencyGuard(Dependency.Model, TimeProvider.System);
        var failure = await Assert.ThrowsAsync<DependencyUnavailableException>(
            () => guard.CallAsync(TimeSpan.FromMilliseconds(50), async _ => { await new TaskCompletionSource().Task; return 1; }, CancellationToken.None));
        Assert.IsType<TimeoutException>(failure.InnerException);
    }

    [Fact]
    public async Task The_wish_of_the_caller_is_no_failure_of_the_server()
    {
        var guard = new DependencyGuard(Dependency.Storage, _clock);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        for (var call = 0; call < 5; call++)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => guard.CallAsync(Deadline, async token => { await Task.Delay(Timeout.Infinite, token); return 1; }, stop.Token));
        }

        Assert.False(guard.IsPaused);
    }

    [Fact]
    public async Task Slow_statements_of_one_reader_do_not_shut_out_the_others()
    {
        var guard = new DependencyGuard(Dependency.Database, _clock);
        for (var call = 0; call < 10; call++)
        {
            await FailAsync(guard, new NpgsqlException("slow", new TimeoutException()));
            await FailAsync(guard, new PostgresException("canceling statement due to statement timeout", "ERROR", "ERROR", PostgresErrorCodes.QueryCanceled));
        }

        Assert.False(guard.IsPaused);
        Assert.Equal(20, _calls);
    }

    [Fact]
    public async Task A_mistake_between_statements_is_not_the_fault_of_the_database()
    {
        var guard = new DependencyGuard(Dependency.Database, _clock);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => guard.CallAsync<int>(Deadline, _ => throw new InvalidOperationException(), CancellationToken.None));
    }

    private Task FailAsync(DependencyGuard guard, Exception exception)
        => Assert.ThrowsAsync<DependencyUnavailableException>(() => guard.CallAsync<int>(
            Deadline,
            _ =>
            {
                _calls++;
                return Task.FromException<int>(exception);
            },
            CancellationToken.None));
}
