using System.Text;

namespace Offline.Generator.Writing;

/// <summary>Source being written: lines, blocks, indentation.</summary>
public sealed class SourceText
{
    private readonly StringBuilder _text = new(1 << 20);
    private int _depth;

    /// <summary>Writes one line.</summary>
    public void Line(string text)
    {
        if (text.Length > 0)
            _text.Append(' ', _depth * 4).Append(text);
        _text.Append('\n');
    }

    /// <summary>Writes a header and opens a block that ends when the result is disposed.</summary>
    public Block Open(string header)
    {
        Line(header);
        Line("{");
        _depth++;
        return new Block(this);
    }

    /// <inheritdoc />
    public override string ToString() => _text.ToString();

    /// <summary>An open block.</summary>
    public readonly struct Block(SourceText source) : IDisposable
    {
        /// <summary>Closes the block.</summary>
        public void Dispose()
        {
            source._depth--;
            source.Line("}");
        }
    }
}
