using System.Text.Json;

namespace Infra.EndToEnd.Load;

/// <summary>What came of a run.</summary>
/// <param name="Requests">Requests that were made.</param>
/// <param name="Failed">Those that got no answer, or another than a success.</param>
/// <param name="Repeated">Times that a connection ended before a request was written to it, or before an answer began on a persistent one of
/// HTTP/1.1, and another one took the request: see <see cref="RequestWatch"/>.</param>
/// <param name="Statuses">How often each status was answered.</param>
/// <param name="Errors">Why requests got no answer, and how often.</param>
/// <param name="P50Milliseconds">Time within which half of the requests were answered.</param>
/// <param name="P99Milliseconds">The same for 99 of 100.</param>
/// <param name="MaxMilliseconds">The slowest.</param>
public sealed record LoadResult(
    int Requests,
    int Failed,
    int Repeated,
    IReadOnlyDictionary<string, int> Statuses,
    IReadOnlyDictionary<string, int> Errors,
    double P50Milliseconds,
    double P99Milliseconds,
    double MaxMilliseconds)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>As one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Web);
}
