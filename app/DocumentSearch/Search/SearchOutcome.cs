namespace DocumentSearch.Search;

/// <summary>What a search ended in, for every request that waited for it.</summary>
/// <param name="Answer">UTF-8 JSON; null where there is none.</param>
/// <param name="Verdict">What the database has against the query; null where nothing. Without either there was no turn for the search.</param>
public sealed record SearchOutcome(byte[]? Answer, string? Verdict = null);
