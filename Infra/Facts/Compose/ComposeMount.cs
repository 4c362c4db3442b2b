namespace Infra.Facts.Compose;

/// <summary>A directory, file or volume that a container has.</summary>
/// <param name="Source">Path on the server, or name of a volume.</param>
/// <param name="Target">Path in the container.</param>
/// <param name="ReadOnly">Whether the container can only read it.</param>
/// <param name="IsBind">Whether it is a path of the server.</param>
/// <param name="CreatesSource">Whether a missing source becomes an empty directory of root's.</param>
public sealed record ComposeMount(string Source, string Target, bool ReadOnly, bool IsBind, bool CreatesSource)
{
    /// <summary>Reads one in its long or its short form: <c>source:target:ro</c>.</summary>
    /// <param name="value">What the project says, with the defaults of variables in their places.</param>
    internal static ComposeMount Read(object? value)
    {
        if (value is IReadOnlyDictionary<string, object?> map)
        {
            var creates = ComposeValue.Map(map.GetValueOrDefault("bind")).GetValueOrDefault("create_host_path");
            return new(ComposeValue.Text(map.GetValueOrDefault("source")), ComposeValue.Text(map.GetValueOrDefault("target")),
                ComposeValue.IsTrue(map.GetValueOrDefault("read_only")), map.GetValueOrDefault("type") is "bind",
                creates is null || ComposeValue.IsTrue(creates));
        }

        var parts = ComposeValue.Text(value).Split(':');
        var source = parts.Length > 1 ? parts[0] : "";
        return new(source, parts.Length > 1 ? parts[1] : parts[0], parts.Length > 2 && parts[2].Split(',').Contains("ro"),
            source.StartsWith('/') || source.StartsWith('.') || source.StartsWith('~'), CreatesSource: true);
    }
}
