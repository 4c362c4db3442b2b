using System.Runtime.CompilerServices;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using DocumentSearch.Configuration;
using DocumentSearch.Dependencies;

namespace DocumentSearch.Storage;

/// <summary>Uploaded files in the S3 bucket, one object a document, kept until the document is processed.</summary>
public sealed class ObjectStore : IDisposable
{
    // A file of the largest size over a slow line; below the time an edge waits for an answer.
    private static readonly TimeSpan FileDeadline = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan ShortDeadline = TimeSpan.FromSeconds(10);

    private readonly AmazonS3Client _client;
    private readonly StorageSettings _settings;
    private readonly DependencyGuard _guard;

    /// <summary>Sends nothing yet.</summary>
    public ObjectStore(StorageSettings settings, DependencyGuard guard)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _guard = guard;
        var configuration = new AmazonS3Config
        {
            Timeout = FileDeadline,
            // For a connection that was closed between two calls; what takes longer is tried again by the client of the API, or by the queue.
            MaxErrorRetry = 1,
            // Checksums only where the operation asks for them: S3-compatible servers often do not know the newer trailers.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (settings.Endpoint is null)
        {
            configuration.RegionEndpoint = RegionEndpoint.GetBySystemName(settings.Region);
        }
        else
        {
            configuration.ServiceURL = settings.Endpoint.AbsoluteUri;
            configuration.AuthenticationRegion = settings.Region;
            configuration.ForcePathStyle = true;
            configuration.UseHttp = settings.Endpoint.Scheme == "http";
        }

        _client = settings.AccessKeyId.Length > 0
            ? new AmazonS3Client(new BasicAWSCredentials(settings.AccessKeyId, settings.SecretAccessKey), configuration)
            : new AmazonS3Client(configuration);
    }

    /// <summary>Stores the file of a document. The key holds nothing but the identifier, so file names cannot reach other objects.</summary>
    public async Task PutAsync(Guid document, Stream content, CancellationToken cancellation)
        => await _guard.CallAsync(
            FileDeadline,
            either => _client.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = _settings.Bucket,
                    Key = KeyOf(document),
                    InputStream = content,
                    AutoCloseStream = false,
                    AutoResetStreamPosition = true,
                    ContentType = "application/octet-stream",
                    UseChunkEncoding = false,
                },
                either),
            cancellation);

    /// <summary>The file of a document, or null when it is not there (any more).</summary>
    public async Task<byte[]?> GetAsync(Guid document, CancellationToken cancellation)
    {
        try
        {
            return await _guard.CallAsync(
                FileDeadline,
                async either =>
                {
                    using var response = await _client.GetObjectAsync(_settings.Bucket, KeyOf(document), either);
                    using var content = new MemoryStream(response.ContentLength > 0 ? (int)response.ContentLength : 0);
                    await response.ResponseStream.CopyToAsync(content, either);
                    return content.ToArray();
                },
                cancellation);
        }
        catch (AmazonS3Exception exception) when (exception.ErrorCode == "NoSuchKey")
        {
            // Of the object only: a bucket that is not there has the same status, and would fail every document.
            return null;
        }
    }

    /// <summary>Removes the file of a document; nothing happens when there is none.</summary>
    public async Task DeleteAsync(Guid document, CancellationToken cancellation)
        => await _guard.CallAsync(ShortDeadline, either => _client.DeleteObjectAsync(_settings.Bucket, KeyOf(document), either), cancellation);

    /// <summary>Identifiers of documents whose file was stored before a moment.</summary>
    public async IAsyncEnumerable<Guid> OlderThanAsync(DateTimeOffset moment, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = new ListObjectsV2Request { BucketName = _settings.Bucket, Prefix = _settings.Prefix };
        ListObjectsV2Response response;
        do
        {
            response = await _guard.CallAsync(ShortDeadline, either => _client.ListObjectsV2Async(request, either), cancellation);
            foreach (var item in response.S3Objects ?? [])
            {
                if (item.LastModified?.ToUniversalTime() < moment.UtcDateTime && Guid.TryParse(item.Key.AsSpan(_settings.Prefix.Length), out var document))
                    yield return document;
            }

            request.ContinuationToken = response.NextContinuationToken;
        }
        while (response.IsTruncated == true);
    }

    /// <summary>Throws when the bucket cannot be reached.</summary>
    public async Task CheckAsync(CancellationToken cancellation)
        => await _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _settings.Bucket, Prefix = _settings.Prefix, MaxKeys = 1 }, cancellation);

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private string KeyOf(Guid document) => $"{_settings.Prefix}{document:D}";
}
