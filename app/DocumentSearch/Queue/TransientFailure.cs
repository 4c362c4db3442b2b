using System.ClientModel;
using System.Net.Sockets;
using Amazon.Runtime;
using DocumentSearch.Storage;
using Npgsql;

namespace DocumentSearch.Queue;

/// <summary>Tells a server that is away from work that cannot be done: the former is no fault of a document and costs it no attempt.</summary>
internal static class TransientFailure
{
    public static bool Is(Exception exception) => exception switch
    {
        NpgsqlException => DatabaseFailure.IsUnavailable(exception),
        // Storage is never a document's fault, wrong credentials included; a missing file is told apart before this.
        AmazonClientException => true,
        ClientResultException openAi => openAi.Status is 0 or 401 or 403 or 408 or 429 or >= 500,
        HttpRequestException or SocketException => true,
        _ => RedisConnection.IsUnavailable(exception),
    };
}
