using Npgsql;

namespace DocumentSearch.Storage;

/// <summary>Tells a database that cannot do its work now from one that refuses what it was given.</summary>
internal static class DatabaseFailure
{
    // By class of SQLSTATE (PostgreSQL manual, appendix A), for causes that are the server's, the operator's or of the moment.
    private static readonly string[] Classes =
    [
        "08", // connection, also what a pool in front says
        "25", // transaction state: read-only after a failover, ended because idle
        "28", // the login is refused: its password is being changed
        "3D", // the database is not there: it is being restored
        "3F", // the schema is not there
        "53", // disk, memory or connections are used up
        "55", // locks, objects in use
        "57", // stopping, starting, cancelled, out of time
        "58", // input and output of the server
    ];

    // The schema is that of another version, or the login has no rights on it yet: migrate mends it.
    private static readonly string[] States =
    [
        PostgresErrorCodes.UndefinedTable,
        PostgresErrorCodes.UndefinedColumn,
        PostgresErrorCodes.UndefinedFunction,
        PostgresErrorCodes.UndefinedObject,
        PostgresErrorCodes.InsufficientPrivilege,
    ];

    /// <summary>True when the same work may succeed later, unchanged.</summary>
    public static bool IsUnavailable(Exception exception) => exception switch
    {
        PostgresException refused => refused.IsTransient || Classes.Contains(refused.SqlState[..2]) || States.Contains(refused.SqlState),
        // Said by the client: no connection, none free, lost half-way, no answer in time.
        NpgsqlException => true,
        _ => false,
    };
}
