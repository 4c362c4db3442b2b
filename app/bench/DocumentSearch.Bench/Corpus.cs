namespace DocumentSearch.Bench;

/// <summary>
/// Made-up text with the statistics that matter to a search: words follow Zipf's law, and each document has a topic whose words it
/// prefers. The same seed gives the same corpus.
/// </summary>
internal sealed class Corpus
{
    private const int Words = 20_000;
    private const int Topics = 500;
    private const int TopicWords = 60;
    private const int WordsAChunk = 90;

    private static readonly string[] Syllables = ["ba", "ce", "di", "fo", "gu", "ja", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "xu", "za", "bro", "cla", "dre", "tri", "pla", "ção", "ment", "ing"];

    private readonly Random _random;
    private readonly string[] _words;
    private readonly double[] _cumulative;
    private readonly int[][] _topics;

    public Corpus(int seed)
    {
        _random = new Random(seed);
        var known = new HashSet<string>();
        while (known.Count < Words)
            known.Add(string.Concat(Enumerable.Range(0, _random.Next(2, 5)).Select(_ => Syllables[_random.Next(Syllables.Length)])));
        _words = [.. known];
        _cumulative = new double[Words];
        var sum = 0d;
        for (var rank = 0; rank < Words; rank++)
            _cumulative[rank] = sum += 1d / (rank + 1);
        for (var rank = 0; rank < Words; rank++)
            _cumulative[rank] /= sum;
        _topics = [.. Enumerable.Range(0, Topics).Select(_ => Enumerable.Range(0, TopicWords).Select(_ => _random.Next(50, Words)).ToArray())];
    }

    /// <summary>The chunks of one document.</summary>
    public string[] Document(int chunks)
    {
        var topic = _topics[_random.Next(Topics)];
        return [.. Enumerable.Range(0, chunks).Select(_ => string.Join(' ', Enumerable.Range(0, WordsAChunk).Select(_ => _random.Next(2) == 0 ? Common() : _words[topic[_random.Next(TopicWords)]])) + ".")];
    }

    /// <summary>What a reader might type: two to four words of a topic, sometimes with a common one.</summary>
    public string Query()
    {
        var topic = _topics[_random.Next(Topics)];
        var words = Enumerable.Range(0, _random.Next(2, 4)).Select(_ => _words[topic[_random.Next(TopicWords)]]).ToList();
        if (_random.Next(4) == 0)
            words.Add(Common());
        return string.Join(' ', words);
    }

    private string Common()
    {
        var index = Array.BinarySearch(_cumulative, _random.NextDouble());
        return _words[Math.Min(index < 0 ? ~index : index, Words - 1)];
    }
}
