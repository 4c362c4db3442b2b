using StackExchange.Redis;

namespace DocumentSearch.Storage;

/// <summary>The one connection to Redis; it connects in the background, so that the service starts and serves while Redis is away.</summary>
public sealed class RedisConnection(RedisAddress address) : IDisposable
{
    private readonly Lock _gate = new();
    private ConnectionMultiplexer? _multiplexer;

    /// <summary>The database of the DSN. Commands fail with <see cref="RedisException"/> or <see cref="TimeoutException"/> while Redis is away.</summary>
    public IDatabase Database => Multiplexer.GetDatabase();

    /// <summary>Publish and subscribe.</summary>
    public ISubscriber Subscriber => Multiplexer.GetSubscriber();

    /// <summary>True for the errors of a server that is away, restarting or slow: the caller goes on without it or tries later.</summary>
    public static bool IsUnavailable(Exception exception)
        => exception is RedisConnectionException or TimeoutException or ObjectDisposedException
            // LOADING after a restart, READONLY during a failover, MISCONF with a full disk: all pass.
            or RedisServerException;

    /// <inheritdoc />
    public void Dispose() => _multiplexer?.Dispose();

    private ConnectionMultiplexer Multiplexer
    {
        get
        {
            if (_multiplexer is { } connected)
                return connected;
            lock (_gate)
                return _multiplexer ??= ConnectionMultiplexer.Connect(address.ToOptions());
        }
    }
}
