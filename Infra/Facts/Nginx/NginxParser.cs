using System.Text;
using Infra.Facts.Files;

namespace Infra.Facts.Nginx;

/// <summary>Reads nginx configurations by nginx' own rules: quotes, escapes, comments, variables in braces, included files.</summary>
internal sealed class NginxParser
{
    private const int Deepest = 64;

    private readonly string file;
    private readonly string text;
    private readonly Func<string, IEnumerable<(string Path, string Text)>> include;
    private readonly int depth;
    private int position;
    private int line = 1;

    private NginxParser(string file, string text, Func<string, IEnumerable<(string Path, string Text)>> include, int depth)
    {
        (this.file, this.text, this.include, this.depth) = (file, text, include, depth);
    }

    private enum End
    {
        Semicolon,
        Opened,
        Closed,
        Text,
    }

    /// <summary>Reads a configuration, or a part of one.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="text">Its text.</param>
    /// <param name="include">The files that an <c>include</c> names; none where they are not at hand.</param>
    /// <returns>A block without a name that holds everything.</returns>
    /// <exception cref="FileFormatException">nginx would not read it.</exception>
    public static NginxDirective Parse(string file, string text, Func<string, IEnumerable<(string Path, string Text)>> include)
    {
        var root = new NginxDirective("", [], new(file, 1), null) { IsBlock = true };
        new NginxParser(file, text, include, 0).ReadBlock(root, outermost: true);
        return root;
    }

    private void ReadBlock(NginxDirective block, bool outermost)
    {
        while (true)
        {
            var (words, at, end) = ReadDirective();
            switch (end)
            {
                case End.Text when words.Count > 0:
                    throw Wrong($"\"{words[0]}\" is not ended by \";\"");
                case End.Text when !outermost:
                    throw Wrong($"the block of \"{block.Name}\" (line {block.Place.Line}) is not closed");
                case End.Closed when words.Count > 0:
                    throw Wrong($"\"{words[0]}\" is not ended by \";\"");
                case End.Closed when outermost:
                    throw Wrong("unexpected \"}\"");
                case End.Text or End.Closed:
                    return;
            }

            if (words.Count == 0)
            {
                throw Wrong($"unexpected \"{(end == End.Opened ? '{' : ';')}\"");
            }

            var directive = new NginxDirective(words[0], [.. words.Skip(1)], new(file, at), block);
            if (end == End.Opened)
            {
                directive.IsBlock = true;
                block.Inside.Add(directive);
                if (directive.Name.EndsWith("_by_lua_block", StringComparison.Ordinal))
                {
                    SkipForeignBlock(directive);
                    continue;
                }

                if (directive.Ancestors.Take(Deepest + 1).Count() > Deepest)
                {
                    throw Wrong($"is nested deeper than {Deepest} blocks");
                }

                ReadBlock(directive, outermost: false);
            }
            else if (directive is { Name: "include", Arguments: [var pattern] })
            {
                Include(block, pattern);
            }
            else
            {
                block.Inside.Add(directive);
            }
        }
    }

    private void Include(NginxDirective block, string pattern)
    {
        if (depth == Deepest)
        {
            throw Wrong($"includes {pattern} for the {Deepest}th time inside itself");
        }

        foreach (var (path, content) in include(pattern))
        {
            new NginxParser(path, content, include, depth + 1).ReadBlock(block, outermost: true);
        }
    }

    private (List<string> Words, int Line, End End) ReadDirective()
    {
        var words = new List<string>();
        var at = line;
        while (true)
        {
            SkipSpace();
            if (words.Count == 0)
            {
                at = line;
            }

            if (position == text.Length)
            {
                return (words, at, End.Text);
            }

            switch (text[position])
            {
                case ';':
                    position++;
                    return (words, at, End.Semicolon);
                case '{':
                    position++;
                    return (words, at, End.Opened);
                case '}':
                    position++;
                    return (words, at, End.Closed);
                case '"' or '\'':
                    words.Add(ReadQuoted());
                    break;
                default:
                    words.Add(ReadBare());
                    break;
            }
        }
    }

    private void SkipSpace()
    {
        while (position < text.Length)
        {
            if (text[position] == '#')
            {
                while (position < text.Length && text[position] != '\n')
                {
                    position++;
                }
            }
            else if (char.IsWhiteSpace(text[position]) || text[position] == '\uFEFF')
            {
                line += text[position] == '\n' ? 1 : 0;
                position++;
            }
            else
            {
                return;
            }
        }
    }

    private string ReadQuoted()
    {
        var quote = text[position++];
        var began = line;
        var word = new StringBuilder();
        while (position < text.Length)
        {
            var letter = text[position++];
            if (letter == quote)
            {
                return position == text.Length || char.IsWhiteSpace(text[position]) || text[position] is ';' or '{' or ')'
                    ? word.ToString() : throw Wrong($"unexpected \"{text[position]}\" after a quoted text");
            }

            line += letter == '\n' ? 1 : 0;
            if (letter == '\\' && position < text.Length)
            {
                AppendEscaped(word, text[position++]);
            }
            else
            {
                word.Append(letter);
            }
        }

        throw new FileFormatException(began, $"a text that begins with {quote} is not closed");
    }

    private string ReadBare()
    {
        var word = new StringBuilder();
        while (position < text.Length)
        {
            var letter = text[position];
            if (letter == '$' && position + 1 < text.Length && text[position + 1] == '{')
            {
                var close = text.IndexOf('}', position);
                var variable = close < 0 ? throw Wrong("a variable in braces is not closed") : text[position..(close + 1)];
                word.Append(variable);
                position = close + 1;
                continue;
            }

            if (char.IsWhiteSpace(letter) || letter is ';' or '{')
            {
                break;
            }

            position++;
            if (letter == '\\' && position < text.Length)
            {
                AppendEscaped(word, text[position++]);
            }
            else
            {
                word.Append(letter);
            }
        }

        return word.ToString();
    }

    // Before any other letter the backslash stays: regular expressions need it.
    private static void AppendEscaped(StringBuilder word, char letter) => _ = letter switch
    {
        '"' or '\'' or '\\' => word.Append(letter),
        't' => word.Append('\t'),
        'r' => word.Append('\r'),
        'n' => word.Append('\n'),
        _ => word.Append('\\').Append(letter),
    };

    // What stands in such a block is another language: only its braces count.
    private void SkipForeignBlock(NginxDirective directive)
    {
        for (var open = 1; open > 0; position++)
        {
            if (position == text.Length)
            {
                throw Wrong($"the block of \"{directive.Name}\" (line {directive.Place.Line}) is not closed");
            }

            line += text[position] == '\n' ? 1 : 0;
            open += text[position] switch { '{' => 1, '}' => -1, _ => 0 };
        }
    }

    private FileFormatException Wrong(string problem) => new(line, problem);
}
