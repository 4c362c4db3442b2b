using System.Text.RegularExpressions;
using Infra.Facts.Files;

namespace Infra.Facts.Compose;

/// <summary>A container of a project, with where it stands.</summary>
/// <param name="Line">Line of its name, from 1.</param>
/// <param name="Container">The container.</param>
internal sealed record ContainerInFile(int Line, ComposeContainer Container);

/// <summary>Reads the containers of a Compose project from one file, as Compose does before it merges others into it.</summary>
internal static class ComposeProject
{
    /// <summary>The containers of a project.</summary>
    /// <param name="text">The file.</param>
    /// <returns>Null for what is no project.</returns>
    /// <exception cref="FileFormatException">It is no YAML, or says something twice.</exception>
    public static ImmutableArray<ContainerInFile>? Read(string text) =>
        YamlFile.Read(text, YamlDialect.Compose) is [{ Content: IReadOnlyDictionary<string, object?> project }]
            && !project.ContainsKey("kind") && project.GetValueOrDefault("services") is IReadOnlyDictionary<string, object?> services
            && services.Values.All(service => service is null or IReadOnlyDictionary<string, object?>)
            ? [.. services.Select(service => new ContainerInFile(LineOf(text, service.Key), new(service.Key, service.Value)))]
            : null;

    // Below `services:`, the first line that begins with the name.
    private static int LineOf(string text, string name)
    {
        var lines = text.Split('\n');
        var services = Array.FindIndex(lines, line => line.StartsWith("services:", StringComparison.Ordinal));
        var found = services < 0 ? -1 : Array.FindIndex(lines, services, line =>
            Regex.IsMatch(line, $"""^\s+["']?{Regex.Escape(name)}["']?\s*:""", RegexOptions.CultureInvariant));
        return found < 0 ? 1 : found + 1;
    }
}
