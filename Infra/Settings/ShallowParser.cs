using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Infra.Settings;

/// <summary>Ends the reading of a file whose values are nested deeper than any that is meant: the reader calls itself for each level,
/// and a file of ten thousand brackets would end the program instead.</summary>
/// <param name="text">The file.</param>
/// <param name="deepest">Levels that are read; the settings of a stack have three or four.</param>
internal sealed class ShallowParser(TextReader text, int deepest = 32) : IParser
{
    private readonly Parser parser = new(text);
    private int depth;

    /// <inheritdoc/>
    public ParsingEvent? Current => parser.Current;

    /// <inheritdoc/>
    public bool MoveNext()
    {
        var more = parser.MoveNext();
        depth += parser.Current?.NestingIncrease ?? 0;
        return depth <= deepest ? more : throw new YamlException(parser.Current!.Start, parser.Current.End, $"is nested deeper than {deepest} levels");
    }
}
