namespace DocumentSearch.Search;

/// <summary>Language whose dictionary a query is read with.</summary>
public enum SearchLanguage
{
    /// <summary>Portuguese and English.</summary>
    Any,

    /// <summary>Portuguese.</summary>
    Pt,

    /// <summary>English.</summary>
    En,
}

/// <summary>One document found.</summary>
/// <param name="DocumentId">The document.</param>
/// <param name="Name">Its name.</param>
/// <param name="Score">Sum of reciprocal ranks; comparable within one answer only.</param>
/// <param name="Snippet">The part of its best chunk that matches.</param>
public sealed record SearchResult(Guid DocumentId, string Name, double Score, IReadOnlyList<SnippetPart> Snippet);

/// <summary>The answer to a search.</summary>
/// <param name="Query">The query as it was read.</param>
/// <param name="Results">Best first, each document once.</param>
/// <param name="WordsOnly">True when the embedding model did not answer in time: found are texts with the words, not those that resemble.</param>
public sealed record SearchAnswer(string Query, IReadOnlyList<SearchResult> Results, bool WordsOnly);
