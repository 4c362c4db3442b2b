using System.ClientModel;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;
using Amazon.S3;
using DocumentSearch.Configuration;
using DocumentSearch.Dependencies;
using DocumentSearch.Documents;
using DocumentSearch.Embeddings;
using DocumentSearch.Storage;
using Npgsql;

namespace DocumentSearch.Tests;

/// <summary>What the client libraries themselves throw, made by them where that is possible.</summary>
public sealed class DependencyFailureTests
{
    private static readonly HttpRequestException Refused = new("refused", new SocketException((int)SocketError.ConnectionRefused));

    public static TheoryData<Exception, Dependency?> Failures => new()
    {
        { new AmazonServiceException("slow down", Refused, HttpStatusCode.ServiceUnavailable), Dependency.Storage },
        { new AmazonS3Exception("denied", ErrorType.Sender, "AccessDenied", "1", HttpStatusCode.Forbidden), Dependency.Storage },
        { new AmazonS3Exception("no bucket", ErrorType.Sender, "NoSuchBucket", "1", HttpStatusCode.NotFound), Dependency.Storage },
        { new AmazonS3Exception("new one", ErrorType.Receiver, "NeverHeardOf", "1", HttpStatusCode.BadRequest), Dependency.Storage },
        { new AmazonClientException("no credentials"), Dependency.Storage },
        { new AmazonS3Exception("gone", ErrorType.Sender, "NoSuchKey", "1", HttpStatusCode.NotFound), null },
        { new ClientResultException("no answer", null, Refused), Dependency.Model },
        { new AggregateException("Retry failed after 4 tries.", Refused, new IOException("reset"), new TaskCanceledException()), Dependency.Unknown },
        { new AggregateException(new AggregateException(new ClientResultException("no answer", null, Refused))), Dependency.Model },
        { new NpgsqlException("gone", new SocketException()), Dependency.Database },
        { new NpgsqlException("never heard of"), Dependency.Database },
        { new PostgresException("stopping", "FATAL", "FATAL", PostgresErrorCodes.AdminShutdown), Dependency.Database },
        { new PostgresException("read only", "ERROR", "ERROR", PostgresErrorCodes.ReadOnlySqlTransaction), Dependency.Database },
        { new PostgresException("out of time", "ERROR", "ERROR", PostgresErrorCodes.QueryCanceled), Dependency.Database },
        { new PostgresException("wrong password", "FATAL", "FATAL", PostgresErrorCodes.InvalidPassword), Dependency.Database },
        { new PostgresException("no database", "FATAL", "FATAL", PostgresErrorCodes.InvalidCatalogName), Dependency.Database },
        { new PostgresException("not accepting", "FATAL", "FATAL", PostgresErrorCodes.ObjectNotInPrerequisiteState), Dependency.Database },
        { new PostgresException("no text", "ERROR", "ERROR", PostgresErrorCodes.InvalidTextRepresentation), null },
        { new PostgresException("not migrated", "ERROR", "ERROR", PostgresErrorCodes.UndefinedTable), Dependency.Database },
        { new PostgresException("disk", "ERROR", "ERROR", PostgresErrorCodes.DiskFull), Dependency.Database },
        { new PostgresException("bad data", "ERROR", "ERROR", PostgresErrorCodes.CheckViolation), null },
        { new PostgresException("tsvector", "ERROR", "ERROR", PostgresErrorCodes.ProgramLimitExceeded), null },
        { Refused, Dependency.Unknown },
        { new HttpRequestException("TLS", new AuthenticationException()), Dependency.Unknown },
        { new IOException("reset", new SocketException((int)SocketError.ConnectionReset)), Dependency.Unknown },
        { new TimeoutException(), Dependency.Unknown },
        { new TaskCanceledException("The request was canceled due to the configured HttpClient.Timeout", new TimeoutException()), Dependency.Unknown },
        { new InvalidOperationException("wrapped", Refused), Dependency.Unknown },
        { new DependencyUnavailableException(Dependency.Redis, "away"), Dependency.Redis },
        { new InvalidOperationException(), null },
        { new DocumentRejectedException(RejectionReason.Invalid, "bad", new IOException()), null },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_of_a_server_costs_a_document_no_attempt(Exception exception, Dependency? dependency)
        => Assert.Equal(dependency, DependencyFailure.Of(exception));

    [Fact]
    public async Task What_the_S3_client_throws_for_a_closed_port_is_storage_that_is_away()
    {
        using var files = new ObjectStore(
            new StorageSettings("documents", new Uri($"http://127.0.0.1:{ClosedPort()}"), "uploads/", "us-east-1", "key", "secret"),
            new DependencyGuard(Dependency.Storage, TimeProvider.System));
        var failure = await Assert.ThrowsAsync<DependencyUnavailableException>(() => files.GetAsync(Guid.NewGuid(), CancellationToken.None));
        Assert.Equal(Dependency.Storage, failure.Dependency);
        Assert.NotNull(DependencyFailure.Of(failure.InnerException));
    }

    [Fact]
    public async Task What_the_OpenAI_client_throws_for_a_closed_port_is_a_model_that_is_away()
    {
        using var generator = new OpenAiEmbeddingGenerator(new EmbeddingSettings("key", new Uri($"http://127.0.0.1:{ClosedPort()}/v1"), "m", 8));
        var raw = await Assert.ThrowsAnyAsync<Exception>(() => generator.GenerateAsync(["text"]));
        Assert.NotNull(DependencyFailure.Of(raw));
    }

    [Fact]
    public async Task What_the_database_driver_throws_for_a_closed_port_is_a_database_that_is_away()
    {
        await using var database = new Database(
            new DatabaseSettings("127.0.0.1", ClosedPort(), "d", "u", "p", "disable", "", 2),
            new Metrics.ServiceMetrics(),
            new DependencyGuard(Dependency.Database, TimeProvider.System));
        var failure = await Assert.ThrowsAsync<DependencyUnavailableException>(
            () => database.RunAsync("test", Database.RequestDeadline, (_, _) => Task.FromResult(1), CancellationToken.None));
        Assert.Equal(Dependency.Database, failure.Dependency);
    }

    [Fact]
    public async Task What_the_Redis_client_throws_for_a_closed_port_is_a_server_that_is_away()
    {
        using var redis = new RedisConnection(new RedisAddress("127.0.0.1", ClosedPort(), 0, "", Tls: false));
        var raw = await Assert.ThrowsAnyAsync<Exception>(() => redis.AskAsync(database => database.PingAsync()));
        Assert.NotNull(DependencyFailure.Of(raw));
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
