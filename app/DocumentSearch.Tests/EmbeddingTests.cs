using DocumentSearch.Embeddings;
using Microsoft.Extensions.AI;

namespace DocumentSearch.Tests;

public sealed class EmbeddingTests : IDisposable
{
    private readonly LocalEmbeddingGenerator _generator = new(dimensions: 256);

    [Fact]
    public async Task The_same_text_gives_the_same_unit_vector()
    {
        var first = await EmbedAsync("História do Brasil");
        var second = await EmbedAsync("História do Brasil");

        Assert.Equal(first, second);
        Assert.Equal(1, Cosine(first, first), precision: 5);
    }

    [Fact]
    public async Task Case_and_accents_do_not_matter()
        => Assert.Equal(1, Cosine(await EmbedAsync("HISTÓRIA"), await EmbedAsync("historia")), precision: 5);

    [Fact]
    public async Task Inflected_words_are_nearer_than_others()
    {
        var query = await EmbedAsync("documentos");
        Assert.True(Cosine(query, await EmbedAsync("documento")) > Cosine(query, await EmbedAsync("bicicleta")) + 0.2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?!")]
    public async Task A_text_without_words_gives_a_vector_the_index_can_hold(string text)
        => Assert.Equal(1, Cosine(await EmbedAsync(text), await EmbedAsync(text)), precision: 5);

    [Fact]
    public async Task The_algorithm_has_not_changed_without_a_new_name()
    {
        // Vectors in databases were made with this: another result needs another LocalEmbeddingGenerator.ModelName.
        var vector = await EmbedAsync("busca de documentos");
        Assert.Equal("local-hash-1", LocalEmbeddingGenerator.ModelName);
        Assert.Equal(FingerprintOfModel1, Fingerprint(vector));
    }

    [Fact]
    public void The_generator_says_which_model_it_is()
    {
        var metadata = Assert.IsType<EmbeddingGeneratorMetadata>(_generator.GetService(typeof(EmbeddingGeneratorMetadata)));
        Assert.Equal(256, metadata.DefaultModelDimensions);
        Assert.Equal(LocalEmbeddingGenerator.ModelName, metadata.DefaultModelId);
    }

    [Fact]
    public void A_vector_is_written_the_way_pgvector_reads_it()
        => Assert.Equal("[1,-0.5,1E-07]", VectorText.Of([1f, -0.5f, 0.0000001f]));

    public void Dispose() => _generator.Dispose();

    private const string FingerprintOfModel1 = "116:0.444 159:-0.444 253:-0.444 11:0.155";

    private static string Fingerprint(float[] vector)
        => string.Join(' ', vector.Select((value, index) => (value, index)).OrderByDescending(pair => Math.Abs(pair.value)).ThenBy(pair => pair.index).Take(4).Select(pair => $"{pair.index}:{pair.value:0.000}"));

    private static double Cosine(float[] left, float[] right) => left.Zip(right, (a, b) => (double)a * b).Sum();

    private async Task<float[]> EmbedAsync(string text) => (await _generator.GenerateAsync([text]))[0].Vector.ToArray();
}
