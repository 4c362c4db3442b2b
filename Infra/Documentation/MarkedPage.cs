using System.Text;

namespace Infra.Documentation;

/// <summary>A page that people write, with parts between marks that the program writes.</summary>
internal static class MarkedPage
{
    private const string Start = "<!-- generated: ";
    private const string StartEnds = " -->";
    private const string End = "<!-- end of generated -->";

    /// <summary>Fills the parts of a page.</summary>
    /// <param name="path">Path of the page, for messages.</param>
    /// <param name="page">The page.</param>
    /// <param name="content">What belongs between marks of a name.</param>
    /// <exception cref="IOException">A mark has no end, or an end has no mark.</exception>
    public static async Task<string> FillAsync(string path, string page, Func<string, Task<string>> content)
    {
        var filled = new StringBuilder();
        var at = 0;
        while (Mark(page, Start, at) is >= 0 and var start)
        {
            var nameEnds = page.IndexOf(StartEnds, start, StringComparison.Ordinal);
            var end = nameEnds < 0 ? -1 : Mark(page, End, nameEnds);
            var next = nameEnds < 0 ? -1 : Mark(page, Start, nameEnds);
            if (end < 0 || (next >= 0 && next < end) || Mark(page[..start], End, at) >= 0)
            {
                throw new IOException($"{path}: line {page[..start].Count(letter => letter == '\n') + 1}: '{Start}…{StartEnds}' and '{End}' have to come in pairs");
            }

            var name = page[(start + Start.Length)..nameEnds];
            filled.Append(page, at, nameEnds + StartEnds.Length - at).Append("\n\n").Append((await content(name)).Trim('\n')).Append("\n\n").Append(End);
            at = end + End.Length;
        }

        return Mark(page, End, at) >= 0
            ? throw new IOException($"{path}: '{End}' without a '{Start}…{StartEnds}' before it")
            : filled.Append(page, at, page.Length - at).ToString();
    }

    /// <summary>Where a mark begins a line, at or behind a position; -1 where none does. Within a sentence it is only spoken of.</summary>
    private static int Mark(string page, string mark, int from)
    {
        var at = page.IndexOf(mark, from, StringComparison.Ordinal);
        while (at > 0 && page[at - 1] != '\n')
        {
            at = page.IndexOf(mark, at + 1, StringComparison.Ordinal);
        }

        return at;
    }
}
