using Infra.Systems;

namespace Infra.Files.Compose;

/// <summary>How the log of a container is kept.</summary>
/// <param name="Driver">Docker's log driver.</param>
/// <param name="Options">Its options.</param>
public sealed record Logging(string Driver, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>JSON files that are rotated by Docker.</summary>
    /// <param name="rotation">How much is kept.</param>
    public static Logging Of(LogRotation rotation) => new("json-file", new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["max-size"] = $"{rotation.Size.WholeMiB}m",
        ["max-file"] = $"{rotation.Files}",
        ["tag"] = "{{.Name}}",
    });
}
