using System.Security.Claims;
using DocumentSearch.Configuration;
using DocumentSearch.Documents;
using DocumentSearch.Documents.Extraction;
using DocumentSearch.Metrics;
using DocumentSearch.Queue;
using DocumentSearch.Search;
using DocumentSearch.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace DocumentSearch.Http;

/// <summary>Upload, list, show and delete documents.</summary>
internal static partial class DocumentEndpoints
{
    // What the parts of a multipart body need beside the file.
    private const int MultipartOverhead = 64 * 1024;
    private const int MostListed = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var documents = routes.MapGroup("/api/v1/documents").RequireRateLimiting(RateLimits.ApiPolicy).WithTags("Documents")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        documents.MapPost("", UploadAsync).RequireAuthorization(BearerAuthentication.WriterPolicy)
            .WithSummary("Upload a document")
            .WithDescription("A multipart form with one file in the field \"file\". Accepted are txt, md, html and docx, told by content. The same bytes are one document: sent again, the answer is 200 with the document there is.")
            .Accepts<IFormFile>("multipart/form-data")
            .Produces<DocumentRecord>(StatusCodes.Status202Accepted)
            .Produces<DocumentRecord>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        documents.MapGet("", ListAsync).RequireAuthorization(BearerAuthentication.ReaderPolicy)
            .WithSummary("List documents, newest first")
            .Produces<DocumentPage>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        documents.MapGet("/{id:guid}", FindAsync).RequireAuthorization(BearerAuthentication.ReaderPolicy)
            .WithSummary("Show a document")
            .Produces<DocumentRecord>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        documents.MapDelete("/{id:guid}", DeleteAsync).RequireAuthorization(BearerAuthentication.WriterPolicy)
            .WithSummary("Delete a document")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> UploadAsync(
        HttpContext context,
        ClaimsPrincipal client,
        ServiceSettings settings,
        UploadSpace space,
        UploadGate gate,
        DocumentExtractor extractor,
        DocumentRepository documents,
        ObjectStore files,
        JobBroker queue,
        ServiceMetrics metrics,
        ILogger<DocumentRepository> log)
    {
        var most = settings.Limits.MaxUploadBytes + MultipartOverhead;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = most;
        if (context.Request.ContentLength > most)
            return TooLarge(context, settings);
        if (!context.Request.HasFormContentType)
            return Problems.Result(context, StatusCodes.Status400BadRequest, "bad-request", "Send a multipart form with one file in the field \"file\".");

        using var room = await space.EnterAsync(context.Request.ContentLength ?? most, context.RequestAborted);
        if (room is null)
            return NoRoom(context);
        // Counted as it arrives: what is spooled already is not free any more.
        context.Request.Body = new CountingStream(context.Request.Body, room.Wrote);

        IFormFile? file;
        try
        {
            // Beyond a small buffer the file goes to the temporary directory, not into memory.
            var form = await context.Request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = most, ValueCountLimit = 16, ValueLengthLimit = 4_096 }, context.RequestAborted);
            file = form.Files.Count == 1 ? form.Files.GetFile("file") : null;
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge(context, settings);
        }
        catch (Exception exception) when (IsOutOfSpace(exception))
        {
            // Somebody else filled it meanwhile: nothing is wrong with the form.
            return NoRoom(context);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return Problems.Result(context, StatusCodes.Status400BadRequest, "bad-request", "The multipart form is damaged or larger than allowed.");
        }

        if (file is null)
            return Problems.Result(context, StatusCodes.Status400BadRequest, "bad-request", "Send exactly one file, in the field \"file\".");

        using var place = await gate.EnterAsync(context.RequestAborted);
        await using var content = file.OpenReadStream();
        InspectedDocument inspected;
        try
        {
            inspected = await new DocumentInspector(settings.Limits.MaxUploadBytes, settings.Limits.MaxExpandedBytes).InspectAsync(file.FileName, content, context.RequestAborted);
            if (inspected.LongestText > TextChunker.AlwaysFits)
                await CheckLengthAsync(extractor, inspected.Format, content, context.RequestAborted);
        }
        catch (DocumentRejectedException exception)
        {
            return exception.Reason switch
            {
                RejectionReason.TooLarge => Problems.Result(context, StatusCodes.Status413PayloadTooLarge, "too-large", exception.Message),
                RejectionReason.UnsupportedType => Problems.Result(context, StatusCodes.Status415UnsupportedMediaType, "unsupported-type", exception.Message),
                _ => Problems.Result(context, StatusCodes.Status422UnprocessableEntity, "invalid-document", exception.Message),
            };
        }

        if (await documents.FindByContentAsync(inspected.Sha256, context.RequestAborted) is { } known)
            return TypedResults.Ok(known);

        // The file first, then the row, then the job. The row is the promise: without it the file is an orphan that is purged,
        // with it a missing job is queued by the sweeper.
        var id = Guid.CreateVersion7();
        await files.PutAsync(id, content, context.RequestAborted);
        if (!await documents.AddAsync(id, DocumentName.From(file.FileName), inspected, client.Identity?.Name ?? "", CancellationToken.None))
        {
            await files.DeleteAsync(id, CancellationToken.None);
            return await documents.FindByContentAsync(inspected.Sha256, CancellationToken.None) is { } other
                ? TypedResults.Ok(other)
                : Problems.Result(context, StatusCodes.Status409Conflict, "conflict", "The same document was uploaded and removed at this moment; try again.");
        }

        metrics.DocumentsAccepted.Add(1, inspected.Format.ToName());
        await EnqueueAsync(queue, new Job(JobKind.Process, id), log);
        var record = await documents.FindAsync(id, CancellationToken.None);
        return record is null
            ? Problems.Result(context, StatusCodes.Status409Conflict, "conflict", "The document was deleted at this moment.")
            : TypedResults.Accepted($"/api/v1/documents/{id:D}", record);
    }

    // Few files are that large: whether their text is too long is told now, and not by a document that fails later.
    private static async Task CheckLengthAsync(
        DocumentExtractor extractor, DocumentFormat format, Stream content, CancellationToken cancellation)
    {
        var bytes = new byte[content.Length];
        await content.ReadExactlyAsync(bytes, cancellation);
        content.Position = 0;
        _ = TextChunker.Split(await extractor.ExtractAsync(format, bytes, cancellation));
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, DocumentRepository documents, Guid? after = null, string? status = null, int limit = 20)
    {
        DocumentStatus? wanted = null;
        if (status is not null)
        {
            wanted = Enum.GetValues<DocumentStatus>().Cast<DocumentStatus?>().FirstOrDefault(value => DocumentRepository.NameOf(value!.Value) == status);
            if (wanted is null)
                return Problems.Result(context, StatusCodes.Status400BadRequest, "bad-request", "status must be queued, processing, ready or failed.");
        }

        return limit is >= 1 and <= MostListed
            ? TypedResults.Ok(await documents.ListAsync(after, wanted, limit, context.RequestAborted))
            : Problems.Result(context, StatusCodes.Status400BadRequest, "bad-request", $"limit must be from 1 to {MostListed}.");
    }

    private static async Task<IResult> FindAsync(HttpContext context, DocumentRepository documents, Guid id)
        => await documents.FindAsync(id, context.RequestAborted) is { } document ? TypedResults.Ok(document) : NotFound(context);

    private static async Task<IResult> DeleteAsync(
        HttpContext context, DocumentRepository documents, SearchCache cache, JobBroker queue, ILogger<DocumentRepository> log, Guid id)
    {
        if (!await documents.DeleteAsync(id, context.RequestAborted))
            return NotFound(context);
        await cache.InvalidateAsync();
        await EnqueueAsync(queue, new Job(JobKind.DeleteFile, id), log);
        return TypedResults.NoContent();
    }

    private static async Task EnqueueAsync(JobBroker queue, Job job, ILogger log)
    {
        try
        {
            await queue.EnqueueAsync(job);
        }
        catch (Exception exception) when (RedisConnection.IsUnavailable(exception))
        {
            LogNotQueued(log, job.Name, exception.GetType().Name);
        }
    }

    private static IResult NotFound(HttpContext context)
        => Problems.Result(context, StatusCodes.Status404NotFound, "not-found", "There is no document with this id.");

    // ENOSPC and EDQUOT of errno(3), which the runtime passes on as they are. That a directory cannot be written to is no fault of the client.
    private static bool IsOutOfSpace(Exception exception)
        => exception is UnauthorizedAccessException or DirectoryNotFoundException or IOException { HResult: 28 or 122 };

    private static IResult NoRoom(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "5";
        return Problems.Result(
            context,
            StatusCodes.Status503ServiceUnavailable,
            "busy",
            "There is no room for another upload at this moment; send it again in a few seconds.");
    }

    private static IResult TooLarge(HttpContext context, ServiceSettings settings)
        => Problems.Result(context, StatusCodes.Status413PayloadTooLarge, "too-large", $"The file is larger than the {settings.Limits.MaxUploadBytes} bytes allowed.");

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} could not be queued now ({Error}); the sweeper queues it.")]
    private static partial void LogNotQueued(ILogger log, string job, string error);
}
