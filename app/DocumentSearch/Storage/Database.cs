using System.Diagnostics;
using System.Net.Sockets;
using DocumentSearch.Configuration;
using DocumentSearch.Dependencies;
using DocumentSearch.Metrics;
using Npgsql;

namespace DocumentSearch.Storage;

/// <summary>The PostgreSQL connection pool; every statement that goes through <see cref="RunAsync{T}"/> is counted and timed.</summary>
public sealed class Database : IAsyncDisposable
{
    /// <summary>How long a request waits for its statements.</summary>
    public static readonly TimeSpan RequestDeadline = TimeSpan.FromSeconds(5);

    /// <summary>How long a job waits for its statements: ten thousand chunks with their vectors are written in one transaction.</summary>
    public static readonly TimeSpan JobDeadline = TimeSpan.FromMinutes(10);

    private readonly ServiceMetrics _metrics;
    private readonly DependencyGuard _guard;

    /// <summary>Opens no connection yet.</summary>
    public Database(DatabaseSettings settings, ServiceMetrics metrics, DependencyGuard guard)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _metrics = metrics;
        _guard = guard;
        Source = NpgsqlDataSource.Create(ConnectionString(settings));
    }

    /// <summary>The pool itself, for statements that are not worth a metric.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>Runs statements that only read, on one connection of the pool. A pool does not notice that its idle connections were
    /// ended by a restart or a failover: where the first attempt meets such a one, there is a second on a new connection, within the
    /// same deadline.</summary>
    /// <param name="operation">Name of the operation in <c>database_queries_total</c>; a constant, never input.</param>
    /// <param name="deadline">How long all of it may take, waiting for a connection included.</param>
    /// <param name="work">The statements.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="DependencyUnavailableException">The database is away, or did not answer in time.</exception>
    public Task<T> ReadAsync<T>(
        string operation, TimeSpan deadline, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(work);
        return MeasureAsync(operation, deadline, work, again: true, cancellation);
    }

    /// <summary>Runs statements on one connection of the pool and records them under a fixed name.</summary>
    /// <param name="operation">Name of the operation in <c>database_queries_total</c>; a constant, never input.</param>
    /// <param name="deadline">How long all of it may take, waiting for a connection included.</param>
    /// <param name="work">The statements.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="DependencyUnavailableException">The database is away, or did not answer in time.</exception>
    public Task<T> RunAsync<T>(
        string operation, TimeSpan deadline, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(work);
        return MeasureAsync(operation, deadline, work, again: false, cancellation);
    }

    /// <summary>The connection string of the settings.</summary>
    public static NpgsqlConnectionStringBuilder ConnectionString(DatabaseSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = settings.Host,
            Port = settings.Port,
            Database = settings.Database,
            Username = settings.User,
            Password = settings.Password,
            SslMode = settings.SslMode switch
            {
                "disable" => SslMode.Disable,
                "prefer" => SslMode.Prefer,
                "verify-ca" => SslMode.VerifyCA,
                "verify-full" => SslMode.VerifyFull,
                _ => SslMode.Require,
            },
            // Kerberos is asked for by a library that the image does not have, and whose loader complains in two lines that are no JSON. TLS encrypts.
            GssEncryptionMode = GssEncryptionMode.Disable,
            MaxPoolSize = settings.MaxConnections,
            // Nothing that lives in a session: a pool in front of the server gives every transaction another one, and whether it carries
            // prepared statements along (PgBouncer: max_prepared_statements) is not for this service to know. So none are prepared.
            NoResetOnClose = true,
            MaxAutoPrepare = 0,
            Timeout = 5,
            CommandTimeout = 30,
            KeepAlive = 30,
            ApplicationName = "document-search",
        };
        if (settings.RootCertificate.Length > 0)
            builder.RootCertificate = settings.RootCertificate;
        return builder;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private async Task<T> MeasureAsync<T>(
        string operation,
        TimeSpan deadline,
        Func<NpgsqlConnection, CancellationToken, Task<T>> work,
        bool again,
        CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var outcome = "error";
        try
        {
            var result = await _guard.CallAsync(
                deadline,
                async either =>
                {
                    try
                    {
                        return await OnceAsync(work, either);
                    }
                    catch (NpgsqlException exception) when (again && IsEnded(exception) && !either.IsCancellationRequested)
                    {
                        return await OnceAsync(work, either);
                    }
                },
                cancellation);
            outcome = "ok";
            return result;
        }
        finally
        {
            _metrics.DatabaseQueries.Add(1, operation, outcome);
            _metrics.DatabaseQueryDuration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, operation);
        }
    }

    private async Task<T> OnceAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        await using var connection = await Source.OpenConnectionAsync(cancellation);
        try
        {
            return await work(connection, cancellation);
        }
        catch (NpgsqlException exception) when (IsEnded(exception) || exception.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            // What ended one connection has mostly ended all that are idle. And a primary that was replaced goes on as a standby: its
            // connections stay open and read-only. New ones find the new primary.
            Source.Clear();
            throw;
        }
    }

    // By the server, which says so, or by whatever is between; as against a server that takes its time.
    private static bool IsEnded(NpgsqlException exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown } => true,
        PostgresException => false,
        _ => exception.InnerException is IOException or SocketException,
    };
}
