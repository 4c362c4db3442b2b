using System.Text.RegularExpressions;
using Infra.Facts.Files;

namespace Infra.Facts.Compose;

/// <summary>Makes one project of the files that it consists of, as Compose does: files that override others, <c>extends</c> and
/// <c>include</c>. Source: the Compose specification.</summary>
/// <param name="read">The text of a file by its absolute path; null where there is none.</param>
internal sealed partial class ComposeLoader(Func<string, string?> read)
{
    private readonly Dictionary<string, (string Text, IReadOnlyDictionary<string, object?> Content)> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FilePlace> places = new(StringComparer.Ordinal);
    private readonly HashSet<string> parts = new(StringComparer.Ordinal);

    // What a project takes over from one that it includes.
    private static readonly ImmutableHashSet<string> Shared = ["services", "networks", "volumes", "secrets", "configs"];

    /// <summary>Files that others extend or include.</summary>
    public ImmutableArray<string> Parts => [.. parts];

    /// <summary>Where a service is written down; the first place where it is in several.</summary>
    /// <param name="service">Its name.</param>
    public FilePlace PlaceOf(string service) => places[service];

    /// <summary>Reads a project.</summary>
    /// <param name="paths">Absolute paths of its files; each overrides those before it.</param>
    /// <exception cref="FileFormatException">A file of it is not there, or Compose would refuse it.</exception>
    public IReadOnlyDictionary<string, object?> Load(IEnumerable<string> paths) => Load([.. paths], "", []);

    private Dictionary<string, object?> Load(ImmutableArray<string> paths, string directory, ImmutableHashSet<string> within)
    {
        directory = directory.Length > 0 ? directory : DirectoryOf(paths[0]);
        Dictionary<string, object?> project = [];
        foreach (var path in paths)
        {
            var (text, content) = FileAt(path);
            var services = ComposeValue.Map(content.GetValueOrDefault("services"));
            foreach (var name in services.Keys)
            {
                places.TryAdd(name, new(path, LineOf(text, name)));
            }

            var extended = services.ToDictionary(service => service.Key, service => service.Value is YamlTagged
                ? service.Value : Extended(path, services, service.Key, []));
            // What a file includes is there before the next one overrides it.
            var whole = content.Where(entry => entry.Key != "include").ToDictionary();
            whole["services"] = extended;
            foreach (var included in ComposeValue.Items(content.GetValueOrDefault("include")))
            {
                Include(whole, included, directory, within.Union(paths));
            }

            project = ComposeMerge.Maps(project, whole, ComposeMerge.Project);
        }

        return project;
    }

    private void Include(Dictionary<string, object?> project, object? included, string directory, ImmutableHashSet<string> within)
    {
        var said = ComposeValue.Map(included);
        var names = ComposeValue.Texts(included is string ? included : said.GetValueOrDefault("path"));
        ImmutableArray<string> paths = [.. names.Select(name => PathOf(name, directory))];
        if (paths.IsEmpty || paths.FirstOrDefault(within.Contains) is not null)
        {
            throw new FileFormatException(1, paths.IsEmpty ? "an entry of include names no file" : $"{names[0]} includes itself");
        }

        parts.UnionWith(paths);
        var home = ComposeValue.Text(said.GetValueOrDefault("project_directory")) is { Length: > 0 } other
            ? PathOf(other, directory) : DirectoryOf(paths[0]);
        foreach (var (kind, added) in Load(paths, home, within).Where(entry => Shared.Contains(entry.Key)))
        {
            var known = ComposeValue.Map(project.GetValueOrDefault(kind)).ToDictionary(StringComparer.Ordinal);
            foreach (var (name, value) in ComposeValue.Map(added))
            {
                if (!known.TryAdd(name, kind == "services" ? Moved(value, home, directory) : value) && kind == "services")
                {
                    throw new FileFormatException(places[name].Line, $"{name} is also in {names[0]}, which is included");
                }
            }

            project[kind] = known;
        }
    }

    // A service with those below it that it extends, in its own file or in another one.
    private IReadOnlyDictionary<string, object?> Extended(
        string path, IReadOnlyDictionary<string, object?> services, string name, ImmutableHashSet<(string, string)> above)
    {
        var service = ComposeValue.Map(services[name]);
        if (!service.TryGetValue("extends", out var extends) || extends is YamlTagged)
        {
            return service;
        }

        var line = LineOf(files[path].Text, name);
        var other = extends as string ?? ComposeValue.Text(ComposeValue.Map(extends).GetValueOrDefault("service"));
        var (source, candidates) = (path, services);
        if (ComposeValue.Text(ComposeValue.Map(extends).GetValueOrDefault("file")) is { Length: > 0 } file)
        {
            source = PathOf(file, DirectoryOf(path), line);
            parts.Add(source);
            candidates = ComposeValue.Map(FileAt(source, line).Content.GetValueOrDefault("services"));
        }

        if (!candidates.ContainsKey(other))
        {
            throw new FileFormatException(line, $"{name} extends '{other}', which {(source == path ? "the file" : source)} does not have");
        }

        if (above.Contains((source, other)))
        {
            throw new FileFormatException(line, $"{name} extends itself");
        }

        var below = ComposeMerge.Maps(ImmutableDictionary<string, object?>.Empty,
            Extended(source, candidates, other, above.Add((path, name))), ComposeMerge.Service);
        return ComposeMerge.Maps(ComposeValue.Map(Moved(below, DirectoryOf(source), DirectoryOf(path))),
            service.Where(entry => entry.Key != "extends").ToDictionary(), ComposeMerge.Service);
    }

    private (string Text, IReadOnlyDictionary<string, object?> Content) FileAt(string path, int line = 1)
    {
        if (!files.TryGetValue(path, out var file))
        {
            var text = read(path) ?? throw new FileFormatException(line, $"{path} is a part of it and is not there");
            try
            {
                file = (text, YamlFile.Read(text, YamlDialect.Compose) is [{ Content: IReadOnlyDictionary<string, object?> content }]
                    ? content : throw new FileFormatException(1, "it is no Compose file"));
            }
            catch (FileFormatException e) when (files.Count > 0)
            {
                throw new FileFormatException(line, $"{path}:{e.Line}: {e.Message}");
            }

            files[path] = file;
        }

        return file;
    }

    private static string PathOf(string name, string directory, int line = 1)
    {
        var path = ComposeVariables.WithDefaults(name);
        return ComposeVariables.IsUnknown(path) || Remote().IsMatch(path)
            ? throw new FileFormatException(line, $"'{name}' is a part of it and is not on this machine")
            : Path.GetFullPath(path, directory);
    }

    private static string DirectoryOf(string path) => Path.GetDirectoryName(path)!;

    // Paths are below the directory of the file that says them.
    private static object? Moved(object? service, string from, string to)
    {
        if (from == to || service is not IReadOnlyDictionary<string, object?> content)
        {
            return service;
        }

        var moved = content.ToDictionary(StringComparer.Ordinal);
        if (content.GetValueOrDefault("volumes") is object?[] volumes)
        {
            moved["volumes"] = Array.ConvertAll(volumes, volume => volume is IReadOnlyDictionary<string, object?> map
                ? With(map, "source")
                : volume is string text && text.Split(':', 2) is [var source, var rest] ? $"{Path(source)}:{rest}" : volume);
        }

        if (content.TryGetValue("env_file", out var named))
        {
            moved["env_file"] = (named is string ? [named] : ComposeValue.Items(named)).Select(file =>
                file is IReadOnlyDictionary<string, object?> map ? With(map, "path") : PathFrom(ComposeValue.Text(file))).ToArray();
        }

        return moved;

        object With(IReadOnlyDictionary<string, object?> map, string name) => map.ToDictionary(entry => entry.Key,
            entry => entry.Key == name ? Path(ComposeValue.Text(entry.Value)) : entry.Value);

        string Path(string path) => path.StartsWith('.') ? PathFrom(path) : path;

        string PathFrom(string path) => System.IO.Path.IsPathRooted(path) ? path
            : $"./{System.IO.Path.GetRelativePath(to, System.IO.Path.GetFullPath(path, from))}";
    }

    // Below `services:`, the first line that begins with the name.
    private static int LineOf(string text, string name)
    {
        var lines = text.Split('\n');
        var services = Array.FindIndex(lines, line => line.StartsWith("services:", StringComparison.Ordinal));
        var found = services < 0 ? -1 : Array.FindIndex(lines, services, line =>
            Regex.IsMatch(line, $"""^\s+["']?{Regex.Escape(name)}["']?\s*:""", RegexOptions.CultureInvariant));
        return found < 0 ? 1 : found + 1;
    }

    [GeneratedRegex(@"^([a-z][a-z0-9+.-]*:|git@|github\.com/)", RegexOptions.IgnoreCase)]
    private static partial Regex Remote();
}
