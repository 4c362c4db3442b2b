namespace Infra.Facts.Schedules;

/// <summary>A unit of systemd as systemd reads it (systemd.syntax(7)).</summary>
public sealed class UnitFile
{
    private readonly ILookup<(string Section, string Name), string> settings;

    private UnitFile(IEnumerable<(string Section, string Name, string Value)> lines) =>
        settings = lines.ToLookup(line => (line.Section, line.Name), line => line.Value);

    /// <summary>Reads one.</summary>
    /// <param name="text">The file.</param>
    public static UnitFile Read(string text) => new(Lines(text.Replace("\\\n", " ", StringComparison.Ordinal)));

    /// <summary>The values of a setting, in order; an empty one takes those before it away.</summary>
    /// <param name="section">Its section.</param>
    /// <param name="name">Its name.</param>
    public ImmutableArray<string> Values(string section, string name)
    {
        var all = settings[(section, name)].ToArray();
        return [.. all[(Array.LastIndexOf(all, "") + 1)..]];
    }

    /// <summary>The value of a setting that can have one only: the last one; empty where there is none, so that systemd takes its
    /// default.</summary>
    /// <param name="section">Its section.</param>
    /// <param name="name">Its name.</param>
    public string Value(string section, string name) => Values(section, name) is { IsEmpty: false } values ? values[^1] : "";

    /// <summary>The words of a setting that is a list: one or several a line.</summary>
    /// <param name="section">Its section.</param>
    /// <param name="name">Its name.</param>
    public ImmutableArray<string> Words(string section, string name) =>
        [.. Values(section, name).SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>Whether a switch is on; off where nothing is said.</summary>
    /// <param name="section">Its section.</param>
    /// <param name="name">Its name.</param>
    public bool IsOn(string section, string name) => UnitValue.Flag(Value(section, name)) == true;

    private static IEnumerable<(string Section, string Name, string Value)> Lines(string text)
    {
        var section = "";
        foreach (var line in text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] is not ('#' or ';')))
        {
            if (line.StartsWith('['))
            {
                section = line.Trim('[', ']');
            }
            else if (line.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
            {
                yield return (section, line[..equals].TrimEnd(), line[(equals + 1)..].TrimStart());
            }
        }
    }
}
