namespace DocumentSearch.Embeddings;

/// <summary>Lower case without accents for the Latin letters of Portuguese, English and their neighbours.</summary>
internal static class LetterFolding
{
    // U+00E0 to U+00FF. The runtime runs without ICU, where string.Normalize leaves accents alone.
    private const string Folded = "aaaaaaaceeeeiiiidnooooo/ouuuuyty";

    public static char Fold(char character)
    {
        if (character < 0x80)
            return char.ToLowerInvariant(character);
        var lower = char.ToLowerInvariant(character);
        return lower is >= '\u00e0' and <= '\u00ff' and not '\u00f7' ? Folded[lower - '\u00e0'] : lower;
    }
}
