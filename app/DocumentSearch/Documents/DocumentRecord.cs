namespace DocumentSearch.Documents;

/// <summary>How far a document is.</summary>
public enum DocumentStatus
{
    /// <summary>Accepted; a worker will read it.</summary>
    Queued,

    /// <summary>A worker is reading it.</summary>
    Processing,

    /// <summary>It can be found.</summary>
    Ready,

    /// <summary>It cannot be read; the reason is given.</summary>
    Failed,
}

/// <summary>A document as the API shows it.</summary>
/// <param name="Id">Identifier; later ones are greater.</param>
/// <param name="Name">File name, cleaned.</param>
/// <param name="Format">txt, md, html or docx.</param>
/// <param name="Size">Bytes of the uploaded file.</param>
/// <param name="Status">How far it is.</param>
/// <param name="Failure">Why it failed; null otherwise.</param>
/// <param name="Chunks">Number of searchable parts.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="UpdatedAt">When the status changed last.</param>
public sealed record DocumentRecord(
    Guid Id,
    string Name,
    string Format,
    long Size,
    DocumentStatus Status,
    string? Failure,
    int Chunks,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

/// <summary>One page of documents, newest first.</summary>
/// <param name="Items">The documents.</param>
/// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
public sealed record DocumentPage(IReadOnlyList<DocumentRecord> Items, Guid? Next);
