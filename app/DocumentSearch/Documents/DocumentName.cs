using System.Text;

namespace DocumentSearch.Documents;

/// <summary>The name a document is shown under. It is never used as a path.</summary>
internal static class DocumentName
{
    private const int Longest = 200;

    public static string From(string? fileName)
    {
        var last = (fileName ?? "").Split('/', '\\')[^1];
        var name = new StringBuilder();
        foreach (var rune in last.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            // Control and formatting characters (line ends, direction marks) make names that look like others.
            if (category is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format || rune == Rune.ReplacementChar)
                continue;
            if (name.Length + rune.Utf16SequenceLength > Longest)
                break;
            name.Append(rune);
        }

        var cleaned = name.ToString().Trim(' ', '.');
        return cleaned.Length > 0 ? cleaned : "document";
    }
}
