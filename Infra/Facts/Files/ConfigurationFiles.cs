using System.Collections;
using System.IO.Enumeration;
using Infra.Facts.Compose;
using Infra.Facts.Nginx;
using Infra.Facts.Pods;

namespace Infra.Facts.Files;

/// <summary>Finds files of known kinds below a path and reads them.</summary>
internal static class ConfigurationFiles
{
    private const long Largest = 16 << 20;

    private static readonly EnumerationOptions Everything =
        new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>Reads a file, or every file of a known kind below a directory; links are not followed.</summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="leaveOut">Told of each file below a directory that cannot be read, with the reason: a directory may hold templates and
    /// files of other programs.</param>
    /// <exception cref="IOException">There is none, or a file that was named is of no known kind or cannot be read.</exception>
    public static ImmutableArray<ConfigurationFile> Below(string path, Action<string> leaveOut)
    {
        if (!Directory.Exists(path))
        {
            return File.Exists(path)
                ? [Read(path) ?? throw new IOException($"{path} is neither a Kubernetes manifest, nor a Compose project, nor a configuration of nginx (*.conf)")]
                : throw new IOException($"{path} does not exist");
        }

        var found = ImmutableArray.CreateBuilder<ConfigurationFile>();
        foreach (var candidate in Directory.EnumerateFiles(path, "*", Everything).Where(IsCandidate).Order(StringComparer.Ordinal))
        {
            try
            {
                if (Read(candidate) is { } file)
                {
                    found.Add(file);
                }
            }
            catch (IOException e)
            {
                leaveOut(e.Message);
            }
        }

        return found.Count > 0
            ? found.ToImmutable()
            : throw new IOException(
                $"{path} holds no Kubernetes manifest or Compose project (*.yaml, *.yml, *.json) and no configuration of nginx (*.conf)");
    }

    private static bool IsCandidate(string path) => Path.GetExtension(path) is ".yaml" or ".yml" or ".json" or ".conf";

    private static ConfigurationFile? Read(string path)
    {
        if (new FileInfo(path).Length > Largest)
        {
            throw new IOException($"{path} is larger than {Largest >> 20} MiB");
        }

        var text = File.ReadAllText(path);
        try
        {
            return Path.GetExtension(path) == ".conf"
                ? new NginxFile(path, NginxParser.Parse(path, text, pattern => Included(path, pattern)))
                : Manifests(path, text) ?? Project(path, text);
        }
        catch (FileFormatException e)
        {
            throw new IOException($"{path}:{e.Line}: {e.Message}", e);
        }
        catch (PodException e)
        {
            throw new IOException($"{path}: {e.Message}", e);
        }
    }

    private static ConfigurationFile? Project(string path, string text) =>
        ComposeProject.Read(text) is { } containers ? new ComposeFile(path, containers) : null;

    private static ConfigurationFile? Manifests(string path, string text)
    {
        var objects = YamlFile.Read(text, YamlDialect.Kubernetes)
            .SelectMany(document => Objects(document.Content).Select(content => (document.Line, Content: content))).ToArray();
        return objects.Length == 0 ? null : new ManifestFile(path,
        [
            .. from one in objects
               from pod in PodReader.Read((string)one.Content["kind"]!, NameOf(one.Content), one.Content)
               select new PodInFile(one.Line, pod),
        ]);
    }

    // An object has a version and a kind; a List holds objects.
    private static IEnumerable<IReadOnlyDictionary<string, object?>> Objects(object? content) => content switch
    {
        IReadOnlyDictionary<string, object?> map when map.GetValueOrDefault("kind") is string kind && map.ContainsKey("apiVersion") =>
            kind.EndsWith("List", StringComparison.Ordinal) && map.GetValueOrDefault("items") is IEnumerable items and not string
                ? items.Cast<object?>().SelectMany(Objects) : [map],
        _ => [],
    };

    private static string NameOf(IReadOnlyDictionary<string, object?> content) =>
        content.GetValueOrDefault("metadata") is IReadOnlyDictionary<string, object?> metadata
            ? (metadata.GetValueOrDefault("name") ?? metadata.GetValueOrDefault("generateName")) as string ?? "" : "";

    // Beside the file that includes them, whatever directory nginx itself would look in: that of the machine where it runs is not here.
    private static IEnumerable<(string Path, string Text)> Included(string path, string pattern)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var relative = Path.IsPathRooted(pattern) ? "" : Path.GetDirectoryName(pattern)!;
        var folder = Path.Combine(directory, relative);
        return relative.Split('/').Contains("..") || pattern.Length == 0 || Path.IsPathRooted(pattern) || !Directory.Exists(folder) ? []
            : Directory.EnumerateFiles(folder)
                .Where(file => FileSystemName.MatchesSimpleExpression(Path.GetFileName(pattern), Path.GetFileName(file), ignoreCase: false))
                .Order(StringComparer.Ordinal)
                .Select(file => (file, File.ReadAllText(file)));
    }
}
