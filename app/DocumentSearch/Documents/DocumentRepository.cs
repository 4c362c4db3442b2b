using DocumentSearch.Storage;
using Npgsql;
using NpgsqlTypes;

namespace DocumentSearch.Documents;

/// <summary>Documents as rows: what the API shows and deletes.</summary>
public sealed class DocumentRepository(Database database)
{
    private static readonly TimeSpan DeleteDeadline = TimeSpan.FromSeconds(30);

    private const string Columns = "id, name, format, size_bytes, status, failure, chunk_count, created_at, updated_at";

    /// <summary>One document, or null.</summary>
    public Task<DocumentRecord?> FindAsync(Guid id, CancellationToken cancellation)
        => database.ReadAsync(
            "document_find",
            Database.RequestDeadline,
            (connection, cancellation) => FirstAsync(connection, $"SELECT {Columns} FROM documents WHERE id = $1", id, cancellation),
            cancellation);

    /// <summary>The document with the same bytes that did not fail, or null.</summary>
    public Task<DocumentRecord?> FindByContentAsync(byte[] sha256, CancellationToken cancellation)
        => database.ReadAsync(
            "document_find_content",
            Database.RequestDeadline,
            (connection, cancellation) => FirstAsync(
                connection, $"SELECT {Columns} FROM documents WHERE sha256 = $1 AND status <> 'failed'", sha256, cancellation),
            cancellation);

    /// <summary>A page of documents, newest first.</summary>
    /// <param name="after">Identifier of the last document of the page before; null for the first page.</param>
    /// <param name="status">Only documents in this status; null for all.</param>
    /// <param name="limit">Length of the page.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<DocumentPage> ListAsync(Guid? after, DocumentStatus? status, int limit, CancellationToken cancellation)
        => database.ReadAsync(
            "document_list",
            Database.RequestDeadline,
            async (connection, cancellation) =>
            {
                // Identifiers are UUIDs of version 7: their order is the order of creation.
                await using var command = new NpgsqlCommand(
                    $"SELECT {Columns} FROM documents WHERE ($1::uuid IS NULL OR id < $1) AND ($2::text IS NULL OR status = $2) ORDER BY id DESC LIMIT $3",
                    connection);
                command.Parameters.Add(new() { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
                command.Parameters.Add(new() { Value = (object?)(status is null ? null : NameOf(status.Value)) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
                command.Parameters.Add(new() { Value = limit + 1 });
                var items = await ReadAsync(command, cancellation);
                return items.Count > limit ? new DocumentPage(items.GetRange(0, limit), items[limit - 1].Id) : new DocumentPage(items, null);
            },
            cancellation);

    /// <summary>Accepts a document: from here on it is not lost.</summary>
    /// <returns>False when a document with the same bytes was accepted meanwhile.</returns>
    public Task<bool> AddAsync(Guid id, string name, InspectedDocument document, string client, CancellationToken cancellation)
        => database.RunAsync(
            "document_add",
            Database.RequestDeadline,
            async (connection, cancellation) =>
            {
                await using var command = new NpgsqlCommand(
                    """
                    INSERT INTO documents (id, name, format, size_bytes, sha256, uploaded_by) VALUES ($1, $2, $3, $4, $5, $6)
                    ON CONFLICT (sha256) WHERE status <> 'failed' DO NOTHING
                    """,
                    connection)
                {
                    Parameters =
                    {
                        new() { Value = id },
                        new() { Value = name },
                        new() { Value = document.Format.ToName() },
                        new() { Value = document.Size },
                        new() { Value = document.Sha256 },
                        new() { Value = client },
                    },
                };
                return await command.ExecuteNonQueryAsync(cancellation) == 1;
            },
            cancellation);

    /// <summary>Deletes a document with its chunks and vectors.</summary>
    /// <returns>False when there is none.</returns>
    public Task<bool> DeleteAsync(Guid id, CancellationToken cancellation)
        => database.RunAsync(
            "document_delete",
            // Chunks and vectors go with it: ten thousand of each at the most.
            DeleteDeadline,
            async (connection, cancellation) =>
            {
                await using var command = new NpgsqlCommand("DELETE FROM documents WHERE id = $1", connection) { Parameters = { new() { Value = id } } };
                return await command.ExecuteNonQueryAsync(cancellation) == 1;
            },
            cancellation);

    internal static string NameOf(DocumentStatus status) => status switch
    {
        DocumentStatus.Queued => "queued",
        DocumentStatus.Processing => "processing",
        DocumentStatus.Ready => "ready",
        _ => "failed",
    };

    private static async Task<DocumentRecord?> FirstAsync(NpgsqlConnection connection, string sql, object value, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = value } } };
        return (await ReadAsync(command, cancellation)).FirstOrDefault();
    }

    private static async Task<List<DocumentRecord>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        var items = new List<DocumentRecord>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            items.Add(new DocumentRecord(
                reader.GetGuid(0),
                reader.GetString(1),
                reader.GetString(2),
                reader.GetInt64(3),
                Enum.Parse<DocumentStatus>(reader.GetString(4), ignoreCase: true),
                reader.IsDBNull(5) ? null : reader.GetString(5),
                reader.GetInt32(6),
                reader.GetFieldValue<DateTimeOffset>(7),
                reader.GetFieldValue<DateTimeOffset>(8)));
        }

        return items;
    }
}
