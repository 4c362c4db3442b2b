namespace DocumentSearch.Search;

/// <summary>Identifies a chunk.</summary>
public readonly record struct ChunkKey(Guid Document, int Ordinal);

/// <summary>A document with its best chunk after fusion.</summary>
public readonly record struct FusedDocument(ChunkKey Best, double Score);

/// <summary>
/// Merges rankings that have incomparable scores by rank alone: a chunk scores the sum of 1/(k + rank) over the rankings it is in
/// (Cormack, Clarke and Büttcher, SIGIR 2009, where k = 60). A document scores as its best chunk, and appears once.
/// </summary>
public static class ReciprocalRankFusion
{
    /// <summary>Weight of the top ranks against the rest; 60 as in the paper.</summary>
    public const int K = 60;

    /// <summary>The best documents, best first; equal scores are ordered by identifier so that answers repeat.</summary>
    public static IReadOnlyList<FusedDocument> Fuse(IEnumerable<IReadOnlyList<ChunkKey>> rankings, int limit)
    {
        ArgumentNullException.ThrowIfNull(rankings);
        var scores = new Dictionary<ChunkKey, double>();
        foreach (var ranking in rankings)
        {
            for (var rank = 0; rank < ranking.Count; rank++)
                scores[ranking[rank]] = scores.GetValueOrDefault(ranking[rank]) + 1d / (K + rank + 1);
        }

        var documents = new Dictionary<Guid, FusedDocument>();
        foreach (var (key, score) in scores)
        {
            if (!documents.TryGetValue(key.Document, out var best) || score > best.Score || (score.Equals(best.Score) && key.Ordinal < best.Best.Ordinal))
                documents[key.Document] = new FusedDocument(key, score);
        }

        return documents.Values
            .OrderByDescending(document => document.Score)
            .ThenBy(document => document.Best.Document)
            .Take(limit)
            .ToList();
    }
}
