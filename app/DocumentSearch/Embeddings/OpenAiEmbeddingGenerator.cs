using System.ClientModel;
using System.ClientModel.Primitives;
using DocumentSearch.Configuration;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Embeddings;

namespace DocumentSearch.Embeddings;

/// <summary>Embeddings of OpenAI, or of a server that speaks its protocol.</summary>
public sealed class OpenAiEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingClient _client;
    private readonly EmbeddingSettings _settings;

    /// <summary>Sends nothing yet.</summary>
    public OpenAiEmbeddingGenerator(EmbeddingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        // No retries of its own: a search goes on by words, and a job comes back by the queue, which knows how to wait.
        var options = new OpenAIClientOptions { NetworkTimeout = TimeSpan.FromSeconds(30), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) };
        if (settings.OpenAiBaseUrl is not null)
            options.Endpoint = settings.OpenAiBaseUrl;
        _client = new EmbeddingClient(settings.Model, new ApiKeyCredential(settings.OpenAiApiKey), options);
    }

    /// <inheritdoc />
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        Microsoft.Extensions.AI.EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var request = new OpenAI.Embeddings.EmbeddingGenerationOptions { Dimensions = _settings.Dimensions };
        var answer = await _client.GenerateEmbeddingsAsync(values, request, cancellationToken);
        return new GeneratedEmbeddings<Embedding<float>>(
            answer.Value.OrderBy(item => item.Index).Select(item => new Embedding<float>(item.ToFloats()) { ModelId = _settings.Model }));
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        if (serviceType == typeof(EmbeddingGeneratorMetadata))
            return new EmbeddingGeneratorMetadata("openai", _settings.OpenAiBaseUrl, "openai:" + _settings.Model, _settings.Dimensions);
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // The client shares the process-wide connection pool.
    }
}
