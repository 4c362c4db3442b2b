using Microsoft.Extensions.AI;

namespace DocumentSearch.Embeddings;

/// <summary>
/// A deterministic model that needs no network: words and their three-letter parts are hashed into a vector of fixed length.
/// It finds texts that share words, inflections and misspellings, not texts that share a meaning only.
/// </summary>
public sealed class LocalEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>Name recorded with the vectors; the number changes when the algorithm does, so that old vectors are replaced.</summary>
    public const string ModelName = "local-hash-1";

    private const float WordWeight = 1f;
    private const float PartWeight = 0.35f;
    private const uint FnvOffset = 2166136261;
    private const uint FnvPrime = 16777619;

    private readonly int _dimensions;

    /// <param name="dimensions">Length of the vectors.</param>
    public LocalEmbeddingGenerator(int dimensions) => _dimensions = dimensions;

    /// <inheritdoc />
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var embeddings = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var value in values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            embeddings.Add(new Embedding<float>(Embed(value)) { ModelId = ModelName });
        }

        return Task.FromResult(embeddings);
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        if (serviceType == typeof(EmbeddingGeneratorMetadata))
            return new EmbeddingGeneratorMetadata("local", providerUri: null, ModelName, _dimensions);
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // Holds nothing.
    }

    private float[] Embed(string text)
    {
        var vector = new float[_dimensions];
        // "^word$" in one buffer, so that parts at the ends of a word differ from those inside.
        Span<char> word = stackalloc char[64];
        word[0] = '^';
        var length = 1;
        foreach (var raw in text)
        {
            var character = LetterFolding.Fold(raw);
            if (char.IsLetterOrDigit(character))
            {
                if (length < word.Length - 1)
                    word[length++] = character;
            }
            else
            {
                AddWord(vector, word, length);
                length = 1;
            }
        }

        AddWord(vector, word, length);
        Normalise(vector);
        return vector;
    }

    private static void AddWord(float[] vector, Span<char> word, int length)
    {
        if (length <= 1)
            return;
        word[length] = '$';
        var whole = word[..(length + 1)];
        AddFeature(vector, whole, WordWeight);
        for (var start = 0; start + 3 <= whole.Length; start++)
            AddFeature(vector, whole.Slice(start, 3), PartWeight);
    }

    private static void AddFeature(float[] vector, ReadOnlySpan<char> feature, float weight)
    {
        // FNV-1a, 32 bits, one step a UTF-16 unit (http://www.isthe.com/chongo/tech/comp/fnv/).
        var hash = FnvOffset;
        foreach (var character in feature)
            hash = (hash ^ character) * FnvPrime;
        // The low bits of FNV are weak: mix before taking a remainder. One bit decides the sign, so that collisions cancel out.
        hash ^= hash >> 15;
        hash *= 0x2c1b3c6d;
        hash ^= hash >> 12;
        vector[(hash >> 1) % (uint)vector.Length] += (hash & 1) == 0 ? weight : -weight;
    }

    private static void Normalise(float[] vector)
    {
        var squares = 0d;
        foreach (var value in vector)
            squares += value * value;
        if (squares == 0)
        {
            // The cosine of a zero vector is undefined and the index leaves it out; any fixed direction will do.
            vector[0] = 1;
            return;
        }

        var scale = (float)(1 / Math.Sqrt(squares));
        for (var index = 0; index < vector.Length; index++)
            vector[index] *= scale;
    }
}
