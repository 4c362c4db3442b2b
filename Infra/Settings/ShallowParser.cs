using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Infra.Settings;

/// <summary>Ends the reading of a file whose values are nested deeper than any setting is: the reader calls itself for each level,
/// and a file of ten thousand brackets would end the program instead.</summary>
internal sealed class ShallowParser(TextReader text) : IParser
{
    private const int Deepest = 32;

    private readonly Parser parser = new(text);
    private int depth;

    /// <inheritdoc/>
    public ParsingEvent? Current => parser.Current;

    /// <inheritdoc/>
    public bool MoveNext()
    {
        var more = parser.MoveNext();
        depth += parser.Current?.NestingIncrease ?? 0;
        return depth <= Deepest ? more : throw new YamlException(parser.Current!.Start, parser.Current.End, $"is nested deeper than {Deepest} levels");
    }
}
