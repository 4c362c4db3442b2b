namespace Infra.Settings;

/// <summary>One thing that is wrong with a stack's configuration.</summary>
/// <param name="Location">File with line and column, or the option of a command.</param>
/// <param name="Key">Full key, or an empty text where the mistake concerns a whole file.</param>
/// <param name="Value">What was written; <c>[secret]</c> for what must not be seen, empty for what is missing.</param>
/// <param name="Rule">What is allowed, and what to type.</param>
public sealed record Mistake(string Location, string Key, string Value, string Rule)
{
    private const int LongestValue = 80;

    /// <summary>The mistake on one line.</summary>
    public override string ToString()
    {
        var value = Value.ReplaceLineEndings("⏎");
        var shown = value.Length <= LongestValue ? value : $"{value[..LongestValue]}… ({value.Length} characters)";
        return (Key, shown) switch
        {
            ("", _) => $"{Location}: {Rule}",
            (_, "") => $"{Location}: {Key}: {Rule}",
            _ => $"{Location}: {Key} = {shown}: {Rule}",
        };
    }
}

/// <summary>A stack's configuration cannot be used. Carries every mistake that was found, not only the first.</summary>
public sealed class SettingsException(ImmutableArray<Mistake> mistakes)
    : Exception(string.Join(Environment.NewLine, mistakes))
{
    /// <summary>What is wrong; at least one.</summary>
    public ImmutableArray<Mistake> Mistakes { get; } = mistakes;
}
