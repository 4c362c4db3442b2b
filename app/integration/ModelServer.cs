using System.Runtime.InteropServices;
using System.Text.Json;
using DocumentSearch.Embeddings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DocumentSearch.IntegrationTests;

/// <summary>An embedding model behind the protocol of OpenAI, on a port that stays the same when it goes away and comes back.</summary>
public sealed class ModelServer : IAsyncDisposable
{
    private const int Dimensions = 64;

    private readonly LocalEmbeddingGenerator _model = new(Dimensions);
    private readonly int _port;
    private WebApplication? _server;
    private volatile TaskCompletionSource? _frozen;

    private ModelServer(int port) => _port = port;

    /// <summary>What the service needs to know of it.</summary>
    public (string Name, string Value)[] Settings =>
    [
        ("OPENAI_API_KEY", "test-key"), ("OPENAI_BASE_URL", $"http://127.0.0.1:{_port}/v1"), ("EMBEDDING_DIMENSIONS", $"{Dimensions}"),
    ];

    public static async Task<ModelServer> StartAsync()
    {
        var server = new ModelServer(Scenario.FreePort());
        await server.RestartAsync();
        return server;
    }

    /// <summary>Cuts its connections and refuses new ones.</summary>
    public async Task KillAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _server!.StopAsync(now.Token);
        await _server.DisposeAsync();
        _server = null;
    }

    public async Task RestartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{_port}");
        _server = builder.Build();
        _server.MapPost("/v1/embeddings", AnswerAsync);
        await _server.StartAsync();
    }

    /// <summary>Takes requests and answers none.</summary>
    public void Freeze() => _frozen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Thaw() => Interlocked.Exchange(ref _frozen, null)?.SetResult();

    public async ValueTask DisposeAsync()
    {
        Thaw();
        if (_server is not null)
            await _server.DisposeAsync();
        _model.Dispose();
    }

    private async Task<IResult> AnswerAsync(JsonElement request, HttpContext context)
    {
        if (_frozen is { } frozen)
            await frozen.Task.WaitAsync(context.RequestAborted);
        var texts = request.GetProperty("input").EnumerateArray().Select(text => text.GetString()!);
        var vectors = await _model.GenerateAsync(texts, options: null, context.RequestAborted);
        var data = vectors.Select((vector, index) => new
        {
            @object = "embedding",
            index,
            embedding = Convert.ToBase64String(MemoryMarshal.AsBytes(vector.Vector.Span)),
        });
        return Results.Json(new { @object = "list", data, model = "m", usage = new { prompt_tokens = 1, total_tokens = 1 } });
    }
}
