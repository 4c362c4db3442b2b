using System.Buffers;
using System.Text;

namespace Infra.Files.Nginx;

/// <summary>Writes directives the way nginx reads them.</summary>
public static class NginxWriter
{
    // What ends a word in nginx's grammar, or begins a quotation or a comment.
    private static readonly SearchValues<char> Special = SearchValues.Create(" \t\n\r;{}\"'\\#");

    /// <summary>Writes a file.</summary>
    /// <param name="directives">What it holds.</param>
    /// <param name="comment">First line, without the comment sign.</param>
    public static string Write(IEnumerable<Directive> directives, string comment) => $"# {comment}\n{Lines(directives)}\n";

    /// <summary>Writes directives that become part of a file.</summary>
    /// <param name="directives">The directives.</param>
    /// <returns>Lines without an end of line after the last; empty where there are none.</returns>
    public static string Lines(IEnumerable<Directive> directives)
    {
        var text = new StringBuilder();
        foreach (var directive in directives)
        {
            Write(text, directive, 0);
        }

        return text.ToString().TrimEnd('\n');
    }

    private static void Write(StringBuilder text, Directive directive, int depth)
    {
        text.Append(' ', depth * 4).Append(Word(directive.Name));
        foreach (var argument in directive.Arguments)
        {
            text.Append(' ').Append(Word(argument));
        }

        if (directive is not Block block)
        {
            text.Append(";\n");
            return;
        }

        text.Append(" {\n");
        foreach (var inner in block.Body)
        {
            Write(text, inner, depth + 1);
        }

        text.Append(' ', depth * 4).Append("}\n");
    }

    /// <summary>A word, in quotation marks where it has to be. Variables stay variables inside them.</summary>
    private static string Word(string word) => word.Length > 0 && !word.AsSpan().ContainsAny(Special)
        ? word
        : $"\"{word.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\"";
}
