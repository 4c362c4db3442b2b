using System.ClientModel;
using DocumentSearch.Dependencies;
using Microsoft.Extensions.AI;

namespace DocumentSearch.Embeddings;

/// <summary>Turns texts into vectors, with deadlines, and with answers checked before anybody believes them.</summary>
public sealed class Embedder(IEmbeddingGenerator<string, Embedding<float>> generator, DependencyGuard guard)
{
    // Texts of one request to the model: well below the limit of the OpenAI API (2,048).
    private const int TextsARequest = 128;

    // A search has three seconds: the words need theirs after the model was given up on.
    private static readonly TimeSpan QueryDeadline = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan RequestDeadline = TimeSpan.FromSeconds(30);

    // A text that no model refuses.
    private const string ControlText = "text";

    private readonly int _dimensions = (generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata)?.DefaultModelDimensions
        ?? throw new InvalidOperationException("The embedding generator does not say how long its vectors are.");

    /// <summary>The vector of a query.</summary>
    /// <exception cref="DependencyUnavailableException">The model is away or too slow; search by words.</exception>
    public async Task<ReadOnlyMemory<float>> QueryAsync(string query, CancellationToken cancellation)
    {
        try
        {
            return (await GenerateAsync([query], QueryDeadline, cancellation))[0];
        }
        catch (ClientResultException exception)
        {
            // The model may refuse a query; its words can be searched all the same.
            throw new DependencyUnavailableException(Dependency.Model, $"The model refuses the query: {exception.Message}", exception);
        }
    }

    /// <summary>The vectors of the chunks of a document.</summary>
    /// <exception cref="DependencyUnavailableException">The model is away, or refuses whatever it is sent.</exception>
    /// <exception cref="ClientResultException">The model refuses these texts and takes others.</exception>
    public async Task<IReadOnlyList<ReadOnlyMemory<float>>> DocumentAsync(IReadOnlyList<string> chunks, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        var vectors = new List<ReadOnlyMemory<float>>(chunks.Count);
        foreach (var request in chunks.Chunk(TextsARequest))
        {
            try
            {
                vectors.AddRange(await GenerateAsync(request, RequestDeadline, cancellation));
            }
            catch (ClientResultException refused)
            {
                // The same status tells of a wrong model or dimension. Only a model that takes another text has proven this one bad.
                try
                {
                    await GenerateAsync([ControlText], RequestDeadline, cancellation);
                }
                catch (ClientResultException)
                {
                    throw new DependencyUnavailableException(Dependency.Model, $"The model refuses every text: {refused.Message}", refused);
                }

                throw;
            }
        }

        return vectors;
    }

    private Task<IReadOnlyList<ReadOnlyMemory<float>>> GenerateAsync(string[] texts, TimeSpan deadline, CancellationToken cancellation)
        => guard.CallAsync<IReadOnlyList<ReadOnlyMemory<float>>>(
            deadline,
            async either =>
            {
                var vectors = (await generator.GenerateAsync(texts, options: null, either)).Select(embedding => embedding.Vector).ToList();
                if (vectors.Count != texts.Length || vectors.Exists(vector => vector.Length != _dimensions || ContainsNoNumber(vector.Span)))
                    throw new InvalidDataException($"The answer is not {texts.Length} vectors of {_dimensions} numbers.");
                return vectors;
            },
            cancellation);

    private static bool ContainsNoNumber(ReadOnlySpan<float> vector)
    {
        foreach (var value in vector)
        {
            if (!float.IsFinite(value))
                return true;
        }

        return false;
    }
}
