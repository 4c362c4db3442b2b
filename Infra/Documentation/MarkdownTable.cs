using System.Text;

namespace Infra.Documentation;

/// <summary>A table in Markdown.</summary>
internal sealed class MarkdownTable
{
    private readonly StringBuilder text = new();

    /// <summary>Begins a table.</summary>
    /// <param name="titles">Titles of the columns; one that ends in a colon is aligned to the right and loses the colon.</param>
    public MarkdownTable(params string[] titles)
    {
        Add(titles.Select(title => title.TrimEnd(':')));
        text.Append('|').AppendJoin('|', titles.Select(title => title.EndsWith(':') ? "---:" : "---")).Append("|\n");
    }

    /// <summary>Adds a row.</summary>
    public void Row(params string[] cells) => Add(cells);

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    // A line end or a bar would end the cell.
    private void Add(IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("\n", " ").Replace("|", "\\|"))).Append(" |\n");
}
