using DocumentSearch.Configuration;
using Microsoft.AspNetCore.Connections;

namespace DocumentSearch.Http;

/// <summary>
/// Ends kept connections in good order. From SIGTERM on every answer says <c>Connection: close</c> while the server goes on as before;
/// it stops when no connection is left. A client that has been told so opens its next connection elsewhere, so that no request is sent
/// on a connection that is being closed.
/// </summary>
internal sealed class ConnectionDrain(ServiceSettings settings, IHostApplicationLifetime lifetime, TimeProvider clock) : IHostedLifecycleService
{
    // Whoever distributes requests needs a moment to see that this process is not ready any more.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(2);

    // A connection that nobody used for as long belongs to a client that is idle or has gone elsewhere.
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private int _open;

    /// <summary>True from SIGTERM on.</summary>
    public bool IsDraining => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Counts connections; for the server's listener.</summary>
    public ConnectionDelegate Count(ConnectionDelegate next) => async connection =>
    {
        Interlocked.Increment(ref _open);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    };

    /// <summary>Waits while there are connections; the server is stopped after it.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        // Half of the time at the most: requests that begin last need some of it, too.
        var least = Min(Least, settings.Process.Shutdown / 2);
        var most = Min(Most, settings.Process.Shutdown / 2);
        while (!cancellationToken.IsCancellationRequested)
        {
            var elapsed = clock.GetElapsedTime(start);
            if (elapsed >= most || (elapsed >= least && Volatile.Read(ref _open) == 0))
                return;
            await Task.Delay(Interval, clock, CancellationToken.None);
        }
    }

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
