using System.Threading.RateLimiting;
using DocumentSearch.Configuration;

namespace DocumentSearch.Search;

/// <summary>
/// Bounds how many searches run at the same time, in total and of one client, so that whoever asks for much waits for itself and not the
/// others for it. More wait for their turn, no longer than a search may take; the rest is refused at once.
/// </summary>
public sealed class SearchAdmission : IDisposable
{
    // How long one waits is bounded by time; the number only bounds what a client can leave lying here. Sixteen times as many as may run is what 30
    // searches a second leave behind while the database or the model stalls for the two seconds that a search may take.
    private const int WaitingForOneRunning = 16;

    private readonly PartitionedRateLimiter<string> _ofClient;
    private readonly ConcurrencyLimiter _inTotal;
    private readonly TimeSpan _patience;

    /// <summary>Admits nothing yet.</summary>
    public SearchAdmission(SearchSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _patience = settings.Timeout;
        _ofClient = PartitionedRateLimiter.Create<string, string>(
            client => RateLimitPartition.GetConcurrencyLimiter(client, _ => Bounds(settings.ConcurrencyOfClient, settings.ConcurrencyOfClient * WaitingForOneRunning)));
        // Whoever waits here is one of those that its client may run: their number is bounded by the clients'.
        _inTotal = new ConcurrencyLimiter(Bounds(settings.Concurrency, int.MaxValue));
    }

    /// <summary>Waits for a turn.</summary>
    /// <param name="client">Who searches.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>To be disposed when the search is over; null when there is no turn for it.</returns>
    public async Task<IDisposable?> EnterAsync(string client, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_patience);
        var own = default(RateLimitLease);
        try
        {
            own = await _ofClient.AcquireAsync(client, 1, patience.Token);
            if (own.IsAcquired)
                return new Turn(own, await _inTotal.AcquireAsync(1, patience.Token));
            own.Dispose();
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            own?.Dispose();
            return null;
        }
        catch
        {
            own?.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _ofClient.Dispose();
        _inTotal.Dispose();
    }

    private static ConcurrencyLimiterOptions Bounds(int running, int waiting)
        => new() { PermitLimit = running, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst };

    private sealed class Turn(IDisposable own, IDisposable total) : IDisposable
    {
        public void Dispose()
        {
            total.Dispose();
            own.Dispose();
        }
    }
}
