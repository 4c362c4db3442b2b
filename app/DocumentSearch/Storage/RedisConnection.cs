using System.Collections.Concurrent;
using System.Diagnostics;
using StackExchange.Redis;

namespace DocumentSearch.Storage;

/// <summary>The one connection to Redis; it connects in the background, so that the service starts and serves while Redis is away.</summary>
public sealed class RedisConnection : IHostedService, IDisposable
{
    // Longer than a server nearby needs; a start must not wait for one that is away.
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(3);

    // Many times what a command takes; a request goes on without Redis after it.
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(2);

    // Where packets are lost a connection looks alive until TCP gives up on it: minutes after the network is back. Longer than a new one takes.
    private static readonly TimeSpan SilencePatience = TimeSpan.FromSeconds(10);

    private readonly RedisAddress _address;
    private readonly Lock _replacing = new();
    private readonly ConcurrentQueue<(RedisChannel Channel, Action Heard)> _subscriptions = new();
    private volatile Task<ConnectionMultiplexer> _connecting;
    private long _heard = Stopwatch.GetTimestamp();
    private bool _disposed;

    /// <summary>Begins to connect and goes on trying for as long as it lives.</summary>
    public RedisConnection(RedisAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        _address = address;
        _connecting = ConnectAsync();
    }

    // Never waits: requests that block a thread each, all for the same connection, would leave none to complete it.
    private ConnectionMultiplexer Multiplexer
        => _connecting is { IsCompletedSuccessfully: true } connecting ? connecting.Result : throw new TimeoutException("There is no connection to Redis yet.", _connecting.Exception);

    /// <summary>Asks Redis something, in the database of the DSN. The client itself waits for as long as the connection looks alive, which is minutes
    /// when its packets are lost; this gives up on a command after two seconds, and on a connection that was silent for ten.</summary>
    /// <exception cref="RedisException">Redis is away, or refuses the command.</exception>
    /// <exception cref="TimeoutException">There was no answer in time. Whether the command is still carried out is not known.</exception>
    public Task<T> AskAsync<T>(Func<IDatabase, Task<T>> command) => AskAsync(command, AnswerPatience);

    /// <summary>The same for a caller who can do without the answer and waits for it less long.</summary>
    public async Task<T> AskAsync<T>(Func<IDatabase, Task<T>> command, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(command);
        var connecting = _connecting;
        try
        {
            var answer = await command(Multiplexer.GetDatabase()).WaitAsync(patience);
            Interlocked.Exchange(ref _heard, Stopwatch.GetTimestamp());
            return answer;
        }
        catch (TimeoutException)
        {
            ReplaceIfSilent(connecting);
            throw;
        }
    }

    /// <summary>Tells whoever listens to a channel; lost while Redis is away.</summary>
    public Task PublishAsync(RedisChannel channel, RedisValue message)
        => Multiplexer.GetDatabase().PublishAsync(channel, message, CommandFlags.FireAndForget);

    /// <summary>Listens to a channel for as long as this lives, whatever becomes of connections.</summary>
    /// <exception cref="RedisException">Redis is away; it is listened to once it is back.</exception>
    /// <exception cref="TimeoutException">The same.</exception>
    public Task SubscribeAsync(RedisChannel channel, Action heard)
    {
        ArgumentNullException.ThrowIfNull(heard);
        _subscriptions.Enqueue((channel, heard));
        return Multiplexer.GetSubscriber().SubscribeAsync(channel, (_, _) => heard());
    }

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
        lock (_replacing)
        {
            _disposed = true;
        }

        Close(_connecting);
    }

    private static void Close(Task<ConnectionMultiplexer> connecting)
    {
        if (!connecting.IsCompletedSuccessfully)
            return;
        // Whoever sent a command that counts has waited for it. Left to itself, the client says QUIT and waits for the answer, and now and then
        // the connection is closed before it came: five seconds, a fifth of what a stop may take.
        connecting.Result.Close(allowCommandsToComplete: false);
        connecting.Result.Dispose();
    }

    private Task<ConnectionMultiplexer> ConnectAsync() => Task.Run(async () =>
    {
        var multiplexer = await ConnectionMultiplexer.ConnectAsync(_address.ToOptions());
        foreach (var (channel, heard) in _subscriptions)
        {
            try
            {
                await multiplexer.GetSubscriber().SubscribeAsync(channel, (_, _) => heard());
            }
            catch (Exception exception) when (IsUnavailable(exception))
            {
                // The client remembers it and subscribes when it gets through.
            }
        }

        return multiplexer;
    });

    private void ReplaceIfSilent(Task<ConnectionMultiplexer> silent)
    {
        lock (_replacing)
        {
            // Whoever comes second finds another connection; one that is being made is left to finish.
            if (_disposed || silent != _connecting || !silent.IsCompleted || Stopwatch.GetElapsedTime(Interlocked.Read(ref _heard)) < SilencePatience)
                return;
            Interlocked.Exchange(ref _heard, Stopwatch.GetTimestamp());
            _connecting = ConnectAsync();
        }

        _ = Task.Run(() => Close(silent));
    }
}
