using System.Security.Cryptography;
using System.Text;
using DocumentSearch.Configuration;
using DocumentSearch.Metrics;
using DocumentSearch.Storage;

namespace DocumentSearch.Search;

/// <summary>
/// Search answers in Redis. An entry carries the generation of the corpus it was made from; a document that becomes ready or is
/// deleted begins a new generation, so no entry outlives a change. Without Redis every search simply runs.
/// </summary>
public sealed partial class SearchCache(RedisConnection redis, SearchSettings settings, ServiceMetrics metrics, ILogger<SearchCache> log)
{
    // A search that is not in the cache takes a few tens of milliseconds: more is not gained by waiting.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private const string GenerationKey = "search:generation";
    private const string Name = "search";

    /// <summary>An answer and the generation to store a new one under.</summary>
    /// <param name="Answer">UTF-8 JSON, or null when it has to be made.</param>
    /// <param name="Generation">Generation at the time of asking; null when nothing can be stored.</param>
    public readonly record struct Lookup(byte[]? Answer, string? Generation);

    /// <summary>Key of a search; the same for the same answer.</summary>
    public static string KeyOf(string query, int limit, SearchLanguage language, string model)
        => "search:answer:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{model}\n{language}\n{limit}\n{query}")));

    /// <summary>Looks an answer up.</summary>
    public async Task<Lookup> FindAsync(string key)
    {
        if (settings.CacheLifetime == TimeSpan.Zero)
            return default;
        try
        {
            var values = await redis.AskAsync(database => database.StringGetAsync([GenerationKey, key]), Patience);
            var generation = values[0].IsNull ? "0" : (string)values[0]!;
            byte[]? entry = values[1];
            if (entry is not null && Open(entry, generation) is { } answer)
            {
                metrics.CacheHits.Add(1, Name);
                return new Lookup(answer, generation);
            }

            metrics.CacheMisses.Add(1, Name);
            return new Lookup(null, generation);
        }
        catch (Exception exception) when (RedisConnection.IsUnavailable(exception))
        {
            metrics.CacheMisses.Add(1, Name);
            LogUnavailable(log, exception.GetType().Name);
            return default;
        }
    }

    /// <summary>Stores an answer under the generation it was asked for in.</summary>
    public async Task StoreAsync(string key, Lookup lookup, byte[] answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (lookup.Generation is null)
            return;
        try
        {
            await redis.AskAsync(database => database.StringSetAsync(key, (byte[])[.. Encoding.UTF8.GetBytes(lookup.Generation + "\n"), .. answer], settings.CacheLifetime), Patience);
        }
        catch (Exception exception) when (RedisConnection.IsUnavailable(exception))
        {
            LogUnavailable(log, exception.GetType().Name);
        }
    }

    /// <summary>Begins a new generation. When Redis is away, old answers live on for their lifetime at the most.</summary>
    public async Task InvalidateAsync()
    {
        try
        {
            await redis.AskAsync(database => database.StringIncrementAsync(GenerationKey));
        }
        catch (Exception exception) when (RedisConnection.IsUnavailable(exception))
        {
            LogUnavailable(log, exception.GetType().Name);
        }
    }

    private static byte[]? Open(byte[] entry, string generation)
    {
        var separator = Array.IndexOf(entry, (byte)'\n');
        return separator == generation.Length && Encoding.UTF8.GetString(entry, 0, separator) == generation ? entry[(separator + 1)..] : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is unavailable ({Error}); searching without the cache.")]
    private static partial void LogUnavailable(ILogger log, string error);
}
