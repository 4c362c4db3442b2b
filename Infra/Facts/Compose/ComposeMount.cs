using System.Text.RegularExpressions;

namespace Infra.Facts.Compose;

/// <summary>A directory, file or volume that a container has.</summary>
/// <param name="Source">Path on the server, or name of a volume; variables are replaced by their defaults.</param>
/// <param name="Target">Path in the container.</param>
/// <param name="ReadOnly">Whether the container can only read it.</param>
/// <param name="IsBind">Whether it is a path of the server.</param>
/// <param name="CreatesSource">Whether a missing source becomes an empty directory of root's.</param>
public sealed partial record ComposeMount(string Source, string Target, bool ReadOnly, bool IsBind, bool CreatesSource)
{
    /// <summary>Reads one in its long or its short form: <c>source:target:ro</c>.</summary>
    /// <param name="value">What the project says.</param>
    public static ComposeMount Read(object? value)
    {
        if (value is IReadOnlyDictionary<string, object?> map)
        {
            var creates = (map.GetValueOrDefault("bind") as IReadOnlyDictionary<string,
                object?>)?.GetValueOrDefault("create_host_path") is not (false or "false");
            return new(Path($"{map.GetValueOrDefault("source")}"), $"{map.GetValueOrDefault("target")}",
                map.GetValueOrDefault("read_only") is true or "true",
                map.GetValueOrDefault("type") is "bind", creates);
        }

        var parts = Path($"{value}").Split(':');
        var source = parts.Length > 1 ? parts[0] : "";
        return new(source, parts.Length > 1 ? parts[1] : parts[0], parts.Length > 2 && parts[2].Split(',').Contains("ro"),
            source.StartsWith('/') || source.StartsWith('.') || source.StartsWith('~'), CreatesSource: true);
    }

    private static string Path(string text) => Variable().Replace(text, variable => variable.Groups[1].Value);

    [GeneratedRegex(@"\$\{[A-Za-z0-9_]+(?::?-([^}]*))?\}")]
    private static partial Regex Variable();
}
