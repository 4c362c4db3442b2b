namespace Infra.Facts.Host;

/// <summary>A command line of a service (systemd.service(5), "Command lines").</summary>
/// <param name="Words">Program and arguments.</param>
/// <param name="IgnoresFailure">Whether its failure counts as success.</param>
public sealed record HostCommand(ImmutableArray<string> Words, bool IgnoresFailure)
{
    private const string Prefixes = "@-:+!|";

    /// <summary>Reads one.</summary>
    /// <param name="text">What the unit says.</param>
    public static HostCommand Read(string text)
    {
        var line = text.TrimStart(Prefixes.ToCharArray());
        return new([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('"', '\''))],
            text[..^line.Length].Contains('-', StringComparison.Ordinal));
    }

    /// <summary>The file below a directory that it runs, itself or by a shell; empty where it runs none.</summary>
    /// <param name="root">The directory.</param>
    public string FileBelow(string root) =>
        Words.FirstOrDefault(word => word.StartsWith($"{root}/", StringComparison.Ordinal)) is { } path ? path[(root.Length + 1)..] : "";
}
