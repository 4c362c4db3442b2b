using System.Threading.RateLimiting;

namespace DocumentSearch.Http;

/// <summary>Bounds how many secrets are looked at at the same time, from all addresses together: a flood of logins leaves processor time for the rest.</summary>
public sealed class LoginGate : IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(new()
    {
        PermitLimit = Math.Max(1, Environment.ProcessorCount / 2),
        QueueLimit = 100,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Waits for a place; dispose to leave. Not acquired when too many wait already.</summary>
    public ValueTask<RateLimitLease> EnterAsync(CancellationToken cancellation) => _limiter.AcquireAsync(1, cancellation);

    /// <inheritdoc />
    public void Dispose() => _limiter.Dispose();
}
