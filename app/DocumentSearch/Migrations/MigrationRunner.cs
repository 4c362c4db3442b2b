using System.Diagnostics;
using Npgsql;

namespace DocumentSearch.Migrations;

/// <summary>The state of the schema compared with the migrations of this program.</summary>
/// <param name="Pending">Expand migrations that this version needs and the database lacks.</param>
/// <param name="PendingContracts">Contract migrations that wait until no old version runs.</param>
/// <param name="Changed">Applied migrations whose text differs from this program's.</param>
public sealed record SchemaState(IReadOnlyList<Migration> Pending, IReadOnlyList<Migration> PendingContracts, IReadOnlyList<string> Changed)
{
    /// <summary>True when this version of the service can work on the database. Migrations it does not know (of a newer version) do no
    /// harm.</summary>
    public bool IsUsable => Pending.Count == 0 && Changed.Count == 0;
}

/// <summary>Applies migrations: in order, each in a transaction of its own, one runner at a time.</summary>
public sealed class MigrationRunner(NpgsqlDataSource source, IReadOnlyList<Migration> migrations)
{
    // Any number will do as long as every runner uses it: the first eight bytes of "docsearc" in ASCII.
    private const long AdvisoryLock = 0x646f637365617263;

    /// <summary>Reads what is applied and compares; changes nothing.</summary>
    public async Task<SchemaState> StateAsync(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        return Compare(migrations, await AppliedAsync(connection, cancellation));
    }

    /// <summary>Applies what is pending and reports each step.</summary>
    /// <param name="contract">Also apply contract migrations.</param>
    /// <param name="report">Receives a sentence a step.</param>
    /// <param name="afterwards">What else has to be done by one runner at a time, when the schema is there.</param>
    /// <param name="cancellation">Rolls back the step under way.</param>
    /// <returns>The number of migrations applied.</returns>
    /// <exception cref="InvalidOperationException">An applied migration differs from this program's.</exception>
    public async Task<int> ApplyAsync(bool contract, Action<string> report, Func<Task> afterwards, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(afterwards);
        await using var guard = await source.OpenConnectionAsync(cancellation);
        await using var locked = await LockAsync(guard, cancellation);
        int applied;
        await using (var connection = await source.OpenConnectionAsync(cancellation))
        {
            await ExecuteAsync(
                connection,
                null,
                """
                CREATE TABLE IF NOT EXISTS schema_migrations (
                    version     integer     PRIMARY KEY,
                    name        text        NOT NULL,
                    checksum    text        NOT NULL,
                    applied_at  timestamptz NOT NULL DEFAULT now(),
                    duration_ms integer     NOT NULL
                )
                """,
                cancellation);
            var state = Compare(migrations, await AppliedAsync(connection, cancellation));
            if (state.Changed.Count > 0)
                throw new InvalidOperationException(
                    $"Applied migrations were changed afterwards: {string.Join(", ", state.Changed)}. "
                    + "Restore their text and put the change into a new file.");

            var due = contract ? state.Pending.Concat(state.PendingContracts).OrderBy(migration => migration.Version).ToList()
                : state.Pending;
            foreach (var migration in due)
                await ApplyOneAsync(connection, migration, report, cancellation);
            foreach (var waiting in contract ? [] : state.PendingContracts)
                report($"{waiting.Name} waits: run migrate --contract when no older version is running.");
            applied = due.Count;
        }

        await afterwards();
        return applied;
    }

    internal static SchemaState Compare(IReadOnlyList<Migration> known, IReadOnlyDictionary<int, string> applied)
    {
        var missing = known.Where(migration => !applied.ContainsKey(migration.Version)).ToList();
        return new SchemaState(
            missing.Where(migration => migration.Phase == MigrationPhase.Expand).ToList(),
            missing.Where(migration => migration.Phase == MigrationPhase.Contract).ToList(),
            known.Where(migration => applied.TryGetValue(migration.Version, out var checksum) && checksum != migration.Checksum)
                .Select(migration => migration.Name)
                .ToList());
    }

    // Held by a transaction of its own, open until all is done: through a pool a session lock would stay with a session that is given to
    // others, while a transaction keeps its own. It goes with the connection if the runner dies.
    private static async Task<NpgsqlTransaction> LockAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        while (true)
        {
            var transaction = await connection.BeginTransactionAsync(cancellation);
            await using (var command = new NpgsqlCommand($"SELECT pg_try_advisory_xact_lock({AdvisoryLock})", connection, transaction))
            {
                if (await command.ExecuteScalarAsync(cancellation) is true)
                {
                    // The portal of the query keeps its snapshot until the next statement takes its place, and building an index
                    // concurrently waits for all snapshots; this statement needs none.
                    await ExecuteAsync(connection, transaction, "SET LOCAL idle_in_transaction_session_timeout = 0", cancellation);
                    return transaction;
                }
            }

            // Asking again and again instead of waiting in the server, for the same reason.
            await transaction.DisposeAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellation);
        }
    }

    private static async Task ApplyOneAsync(NpgsqlConnection connection, Migration migration, Action<string> report,
        CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Old versions are serving: rather fail and try again than queue every query behind a lock that is not granted.
        await ExecuteAsync(connection, transaction, "SET LOCAL lock_timeout = '10s'", cancellation);
        await ExecuteAsync(connection, transaction, migration.Sql, cancellation);
        var elapsed = (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await using var record = new NpgsqlCommand(
            "INSERT INTO schema_migrations (version, name, checksum, duration_ms) VALUES ($1, $2, $3, $4)", connection, transaction)
        {
            Parameters = { new() { Value = migration.Version }, new() { Value = migration.Name }, new() { Value = migration.Checksum },
                new() { Value = elapsed } },
        };
        await record.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        report($"{migration.Name} applied in {elapsed} ms.");
    }

    private static async Task<IReadOnlyDictionary<int, string>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var exists = new NpgsqlCommand("SELECT to_regclass('schema_migrations') IS NOT NULL", connection);
        var applied = new Dictionary<int, string>();
        if (await exists.ExecuteScalarAsync(cancellation) is not true)
            return applied;
        await using var select = new NpgsqlCommand("SELECT version, checksum FROM schema_migrations", connection);
        await using var reader = await select.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            applied[reader.GetInt32(0)] = reader.GetString(1);
        return applied;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, string sql,
        CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
