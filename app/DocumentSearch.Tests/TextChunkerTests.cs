using DocumentSearch.Documents;

namespace DocumentSearch.Tests;

public sealed class TextChunkerTests
{
    [Fact]
    public void A_short_text_is_one_chunk() => Assert.Equal(["Short."], TextChunker.Split("  Short. "));

    [Fact]
    public void Nothing_is_lost_and_no_chunk_is_too_long()
    {
        var words = Enumerable.Range(0, 5_000).Select(number => $"word{number}").ToArray();

        var chunks = TextChunker.Split(string.Join(' ', words));

        Assert.All(chunks, chunk => Assert.InRange(chunk.Length, 1, TextChunker.LongestChunk));
        Assert.Equal(words, chunks.SelectMany(chunk => chunk.Split(' ')));
    }

    [Fact]
    public void Paragraphs_stay_together_where_they_fit()
    {
        var first = new string('a', 900);
        var second = new string('b', 900);
        Assert.Equal([first, second], TextChunker.Split($"{first}\n\n{second}"));
    }

    [Fact]
    public void Without_spaces_a_surrogate_pair_is_not_cut()
    {
        var text = "x" + string.Concat(Enumerable.Repeat("😀", 1_000));
        Assert.All(TextChunker.Split(text), chunk => Assert.DoesNotContain('\ufffd', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(chunk))));
    }

    [Fact]
    public void A_text_of_too_many_chunks_is_refused()
        => Assert.Throws<DocumentRejectedException>(() => TextChunker.Split(new string('a', TextChunker.LongestChunk * (TextChunker.MostChunks + 1))));
}
