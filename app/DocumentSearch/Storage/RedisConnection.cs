using StackExchange.Redis;

namespace DocumentSearch.Storage;

/// <summary>The one connection to Redis; it connects in the background, so that the service starts and serves while Redis is away.</summary>
public sealed class RedisConnection : IHostedService, IDisposable
{
    // Longer than a server nearby needs; a start must not wait for one that is away.
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(3);

    // Many times what a command takes; a request goes on without Redis after it.
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(2);

    private readonly Task<ConnectionMultiplexer> _connecting;

    /// <summary>Begins to connect and goes on trying for as long as it lives.</summary>
    public RedisConnection(RedisAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        _connecting = Task.Run(() => ConnectionMultiplexer.ConnectAsync(address.ToOptions()));
    }

    /// <summary>The database of the DSN. Commands fail with <see cref="RedisException"/> or <see cref="TimeoutException"/> while Redis is away.</summary>
    public IDatabase Database => Multiplexer.GetDatabase();

    /// <summary>Asks Redis something. The client itself waits for as long as the connection looks alive, which is minutes when its packets are lost.</summary>
    /// <exception cref="TimeoutException">There was no answer in time. Whether the command is still carried out is not known.</exception>
    public Task<T> AskAsync<T>(Func<IDatabase, Task<T>> command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return command(Database).WaitAsync(AnswerPatience);
    }

    /// <summary>Publish and subscribe.</summary>
    public ISubscriber Subscriber => Multiplexer.GetSubscriber();

    // Never waits: requests that block a thread each, all for the same connection, would leave none to complete it.
    private ConnectionMultiplexer Multiplexer
        => _connecting.IsCompletedSuccessfully ? _connecting.Result : throw new TimeoutException("There is no connection to Redis yet.", _connecting.Exception);

    /// <summary>True for the errors of a server that is away, restarting or slow: the caller goes on without it or tries later.</summary>
    public static bool IsUnavailable(Exception exception)
        => exception is RedisConnectionException or TimeoutException or ObjectDisposedException
            // LOADING after a restart, READONLY during a failover, MISCONF with a full disk: all pass.
            or RedisServerException;

    /// <summary>Waits a moment for the connection, so that the first requests find it.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _connecting.WaitAsync(StartPatience, cancellationToken);
        }
        catch (Exception exception) when (IsUnavailable(exception))
        {
            // It comes when it comes.
        }
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_connecting.IsCompletedSuccessfully)
            return;
        // Whoever sent a command that counts has waited for it. Left to itself, the client says QUIT and waits for the answer, and now and then
        // the connection is closed before it came: five seconds, a fifth of what a stop may take.
        _connecting.Result.Close(allowCommandsToComplete: false);
        _connecting.Result.Dispose();
    }
}
