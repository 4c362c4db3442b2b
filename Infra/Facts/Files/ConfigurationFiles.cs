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

    // Which of several Compose takes, and what overrides it (Compose, "Compose file").
    private static readonly ImmutableArray<string> Projects = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
    private static readonly ImmutableArray<string> Overrides =
        ["compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml"];

    /// <summary>Reads a file, or every file of a known kind below a directory; links are not followed. A Compose project of a directory is
    /// read as Compose does there, with what overrides it; a file of it that is named is read alone.</summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="leaveOut">Told of each file below a directory that cannot be read, with the reason: a directory may hold templates and
    /// files of other programs.</param>
    /// <exception cref="IOException">There is none, or a file that was named is of no known kind or cannot be read.</exception>
    public static ImmutableArray<ConfigurationFile> Below(string path, Action<string> leaveOut)
    {
        if (!Directory.Exists(path))
        {
            return File.Exists(path)
                ? [Whole(Read(path, isAlone: true) ?? throw new IOException(
                    $"{path} is neither a Kubernetes manifest, nor a Compose project, nor a configuration of nginx (*.conf)"), leaveOut)]
                : throw new IOException($"{path} does not exist");
        }

        var found = new List<ConfigurationFile>();
        var unread = new List<(string Path, string Reason)>();
        foreach (var candidate in Directory.EnumerateFiles(path, "*", Everything).Where(IsCandidate).Order(StringComparer.Ordinal))
        {
            try
            {
                if (!IsOverride(candidate) && Read(candidate, isAlone: false) is { } file)
                {
                    found.Add(file);
                }
            }
            catch (IOException e)
            {
                unread.Add((candidate, e.Message));
            }
        }

        // What another project consists of is judged there.
        var parts = found.OfType<ComposeFile>().SelectMany(project => project.Parts).ToHashSet(StringComparer.Ordinal);
        var read = ImmutableArray.CreateBuilder<ConfigurationFile>();
        foreach (var file in found.Where(file => !IsPart(file.Path)))
        {
            try
            {
                read.Add(Whole(file, leaveOut));
            }
            catch (IOException e)
            {
                unread.Add((file.Path, e.Message));
            }
        }

        foreach (var (_, reason) in unread.Where(one => !IsPart(one.Path)))
        {
            leaveOut(reason);
        }

        return read.Count > 0
            ? read.ToImmutable()
            : throw new IOException(
                $"{path} holds no Kubernetes manifest or Compose project (*.yaml, *.yml, *.json) and no configuration of nginx (*.conf)");

        bool IsPart(string file) => parts.Contains(Path.GetFullPath(file)) && !Projects.Contains(Path.GetFileName(file));
    }

    // Compose takes the first one that there is.
    private static string? Beside(string path, ImmutableArray<string> names) =>
        names.Select(name => Path.Combine(Path.GetDirectoryName(path)!, name)).FirstOrDefault(File.Exists);

    private static bool IsOverride(string path) => Beside(path, Projects) is not null && Beside(path, Overrides) == path;

    // Without the containers that are parts of others in files which nothing names.
    private static ConfigurationFile Whole(ConfigurationFile file, Action<string> leaveOut)
    {
        if (file is not ComposeFile project || project.Containers.All(one => one.Container.IsWhole))
        {
            return file;
        }

        var part = project.Containers.First(one => !one.Container.IsWhole);
        var reason = $"{part.Place}: {part.Container.Name} has neither image nor build: the file overrides another one, "
            + "check what docker compose config makes of both";
        if (!project.Containers.Any(one => one.Container.IsWhole))
        {
            throw new IOException(reason);
        }

        leaveOut(reason);
        return project with { Containers = [.. project.Containers.Where(one => one.Container.IsWhole)] };
    }

    private static bool IsCandidate(string path) => Path.GetExtension(path) is ".yaml" or ".yml" or ".json" or ".conf";

    private static ConfigurationFile? Read(string path, bool isAlone)
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
                : Manifests(path, text) ?? Project(path, text, isAlone);
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

    private static ComposeFile? Project(string path, string text, bool isAlone)
    {
        if (!ComposeProject.IsProject(text))
        {
            return null;
        }

        string?[] files = [path, isAlone || Beside(path, Projects) != path ? null : Beside(path, Overrides)];
        var project = ComposeProject.Read(files.OfType<string>().Select(Path.GetFullPath),
            file => File.Exists(file) && new FileInfo(file).Length <= Largest ? File.ReadAllText(file) : null);
        return new(path, project.Containers, project.Parts);
    }

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
