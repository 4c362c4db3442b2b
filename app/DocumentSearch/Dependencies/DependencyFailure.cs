using System.ClientModel;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;
using Amazon.S3;
using DocumentSearch.Documents;
using Npgsql;
using StackExchange.Redis;

namespace DocumentSearch.Dependencies;

/// <summary>
/// Tells a server that is away from work that cannot be done. What a server refuses because of what it was sent is a verdict on the
/// input; every other failure of a server is its own, also one that nobody has seen before: it costs a document no attempt.
/// </summary>
internal static class DependencyFailure
{
    /// <summary>The server to blame for a failure; null when it is a verdict on the input, or a mistake of this program.</summary>
    public static Dependency? Of(Exception? exception) => exception switch
    {
        null => null,
        DependencyUnavailableException unavailable => unavailable.Dependency,
        DocumentRejectedException => null,
        _ when IsVerdict(exception) => null,
        NpgsqlException => Dependency.Database,
        // Two families: what the service answered, and what the client met on the way to it. Neither derives from the other.
        AmazonServiceException or AmazonClientException => Dependency.Storage,
        ClientResultException => Dependency.Model,
        RedisException or RedisCommandException => Dependency.Redis,
        // The OpenAI client throws one with the failure of each of its attempts.
        AggregateException several => several.Flatten().InnerExceptions.Select(Of).FirstOrDefault(dependency => dependency is not null),
        HttpRequestException or SocketException or IOException or TimeoutException or AuthenticationException => Dependency.Unknown,
        // Ours were told apart before: this is a client library that gave up waiting.
        OperationCanceledException => Dependency.Unknown,
        _ => Of(exception.InnerException),
    };

    /// <summary>True when a server has looked at what it was sent and refuses that, so that trying again is of no use.</summary>
    public static bool IsVerdict(Exception exception) => exception switch
    {
        DocumentRejectedException => true,
        // Classes of https://www.postgresql.org/docs/17/errcodes-appendix.html: cardinality, data, integrity, program limit.
        PostgresException { SqlState: { Length: 5 } state } => state[..2] is "21" or "22" or "23" or "54",
        AmazonS3Exception { ErrorCode: "NoSuchKey" or "EntityTooLarge" } => true,
        // Of the statuses of https://platform.openai.com/docs/guides/error-codes only these speak of the texts.
        ClientResultException { Status: 400 or 413 or 422 } => true,
        _ => false,
    };

    /// <summary>True when other calls will fail too, as against one that was too slow or may not be done.</summary>
    public static bool IsOutage(Dependency dependency, Exception exception) => exception switch
    {
        // Connection, resources, operator's intervention (but not the end of one statement), system error.
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => false,
        PostgresException { SqlState: { Length: 5 } state } => state[..2] is "08" or "53" or "57" or "58",
        // One reader's slow statements must not shut out the others.
        TimeoutException or NpgsqlException { InnerException: TimeoutException } => dependency != Dependency.Database,
        _ => true,
    };
}
