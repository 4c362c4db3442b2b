using System.Text.RegularExpressions;
using Infra.Facts.Files;
using Infra.Files;
using Infra.Files.Nginx;
using Infra.Planning;

namespace Infra.Facts.Host;

/// <summary>A file of a server, or a directory of such files, that something names.</summary>
/// <param name="From">What names it: a file, a container, a resource.</param>
/// <param name="Path">The file, below the directory of the release; with a slash at its end a directory that must not be empty.</param>
public sealed partial record FileReference(string From, string Path)
{
    private const string Rules = "prometheus/prometheus.yml";

    /// <summary>What is named in a plan, each once for each that names it.</summary>
    /// <param name="plan">The plan.</param>
    internal static IEnumerable<FileReference> Of(Plan plan)
    {
        if (plan.Files.IsEmpty)
        {
            return [];
        }

        var root = $"/opt/{plan.Settings.System.Name}";
        return FromScripts(plan).Concat(FromSystem(plan, root)).Concat(FromCommands(plan, root)).Concat(FromCompose(plan, root))
            .Concat(FromPrometheus(plan)).Distinct();
    }

    // Shell and SQL: what is sourced, called, given to a container that has lib/ mounted, or lies beside.
    private static IEnumerable<FileReference> FromScripts(Plan plan)
    {
        var scripts = plan.Files.Where(file => file.Path.StartsWith("bin/", StringComparison.Ordinal)
            || file.Path.StartsWith("lib/", StringComparison.Ordinal) || IsShell(file)).ToArray();
        var mounts = scripts.SelectMany(script => Mounted().Matches(script.Content))
            .Select(mount => (Directory: mount.Groups[1].Value, Target: mount.Groups[2].Value)).Distinct().ToArray();
        return from script in scripts
               from line in script.Content.Split('\n')
               where line.TrimStart() is { Length: > 0 } code && code[0] != '#'
               from path in FromLine(script.Path, line, mounts)
               select new FileReference(script.Path, path);
    }

    private static bool IsShell(HostFile file) => file.Content.StartsWith("#!/", StringComparison.Ordinal);

    private static IEnumerable<string> FromLine(string script, string line, (string Directory, string Target)[] mounts)
    {
        foreach (Match match in BelowRoot().Matches(line))
        {
            yield return match.Groups[1].Value.TrimEnd('.');
        }

        foreach (Match match in OfRelease().Matches(line))
        {
            yield return match.Groups[1].Value;
        }

        var directory = script[..(script.LastIndexOf('/') + 1)];
        foreach (Match match in (directory is "bin/" or "lib/" ? Beside() : Bare()).Matches(line))
        {
            yield return $"{directory}{match.Groups[1].Value}";
        }

        foreach (var (mounted, target) in mounts)
        {
            for (var at = line.IndexOf($" {target}/", StringComparison.Ordinal); at >= 0;
                at = line.IndexOf($" {target}/", at + 1, StringComparison.Ordinal))
            {
                yield return $"{mounted}/{FileName().Match(line[(at + target.Length + 2)..]).Value}";
            }
        }
    }

    // Units and rotations name programs by their whole paths.
    private static IEnumerable<FileReference> FromSystem(Plan plan, string root) =>
        from file in plan.Files
        where file.Path.StartsWith("systemd/", StringComparison.Ordinal) || file.Path.StartsWith("logrotate/", StringComparison.Ordinal)
        from path in Below(root, file.Content)
        select new FileReference(file.Path, path);

    private static IEnumerable<FileReference> FromCommands(Plan plan, string root) =>
        from command in plan.OfType("command:remote:Command")
        from path in Below(root, command.Inputs.GetValueOrDefault("create") as string ?? "")
        select new FileReference(command.Name, path);

    private static IEnumerable<string> Below(string root, string text) =>
        from Match match in AbsolutePath().Matches(text)
        where match.Value.StartsWith($"{root}/", StringComparison.Ordinal)
        let path = Copied().Replace(match.Value[(root.Length + 1)..], "")
        where path.StartsWith("bin/", StringComparison.Ordinal) || path.StartsWith("lib/", StringComparison.Ordinal)
        select path;

    // Mounted files and directories, files in them that commands name, and what the directory of a service is prepared from. Each of two
    // colours is switched to by a file of its own.
    private static IEnumerable<FileReference> FromCompose(Plan plan, string root)
    {
        var made = Made(plan);
        foreach (var container in PlanFacts.Of(plan).Containers)
        {
            var name = container.Name;
            foreach (var mount in container.Mounts.Where(mount => mount.IsBind))
            {
                if (mount.Source.StartsWith($"{root}/etc/", StringComparison.Ordinal)
                    && mount.Source[(root.Length + 5)..].TrimEnd('/') is var source && !made.Contains(source))
                {
                    yield return new(name, System.IO.Path.HasExtension(source) ? source : $"{source}/");
                    foreach (var word in container.Words.SelectMany(word => AbsolutePath().Matches(word).Select(match => match.Value))
                        .Where(word => word.StartsWith($"{mount.Target}/", StringComparison.Ordinal)))
                    {
                        yield return new(name, $"{source}{word[mount.Target.Length..]}");
                    }
                }
            }

            foreach (var service in container.Mounts.Where(mount => mount.IsBind).Select(mount => mount.Source)
                .Concat(container.EnvironmentFiles).Select(path => Prepared().Match(path)).Where(match => match.Success))
            {
                yield return new(name, $"services/{service.Groups[1].Value}");
            }

            if (Colours.Both.Any(colour => container.Profiles.Contains(colour.Name())
                && name.EndsWith($"-{colour.Name()}", StringComparison.Ordinal)))
            {
                yield return new(name, $"nginx/colours/{name}.conf");
            }
        }
    }

    private static IEnumerable<FileReference> FromPrometheus(Plan plan) =>
        from pattern in Texts(Content(plan, Rules), "rule_files")
        select new FileReference(Rules, pattern.StartsWith('/') ? pattern[(pattern.LastIndexOf('/', pattern.LastIndexOf('/') - 1) + 1)..]
            : $"prometheus/{pattern}");

    // Directories below etc/ that a script makes on the server.
    private static ImmutableHashSet<string> Made(Plan plan) =>
        [.. plan.Files.Where(file => file.Path.StartsWith("bin/", StringComparison.Ordinal))
            .SelectMany(file => MadeDirectory().Matches(file.Content)).Select(match => match.Groups[1].Value)];

    // What cannot be read names nothing; that it cannot be read is found elsewhere.
    private static object? Content(Plan plan, string path)
    {
        try
        {
            return plan.Files.FirstOrDefault(file => file.Path == path) is { } file
                && YamlFile.Read(file.Content, YamlDialect.Compose) is { Length: > 0 } documents ? documents[0].Content : null;
        }
        catch (FileFormatException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Texts(object? value, string name) => Items(value, name).Select(item => $"{item}");

    private static IEnumerable<object?> Items(object? value, string name) =>
        (value as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault(name) switch
        {
            string text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            System.Collections.IEnumerable items and not IReadOnlyDictionary<string, object?> => items.Cast<object?>(),
            _ => [],
        };

    // "$ROOT/lib/host.sh", "$here/bin/install", "$(dirname ...)/../lib/host.sh", %s/bin/backup.
    [GeneratedRegex(@"(?:\$\{?[A-Za-z_]+\}?|\.\.|%s)/((?:bin|lib)/[A-Za-z0-9._-]+)")]
    private static partial Regex BelowRoot();

    // "$DIRECTORY/system.conf": what lies in the directory of a release itself.
    [GeneratedRegex(@"\$\{?DIRECTORY\}?/([A-Za-z0-9_-]+\.(?:conf|ya?ml))")]
    private static partial Regex OfRelease();

    // "$(dirname "$0")/clear-database.sql"
    [GeneratedRegex(@"\$\(dirname (?:-- )?""\$0""\)/([A-Za-z0-9._-]+)")]
    private static partial Regex Beside();

    // send PUT ADDRESS lifecycle-policy.json: a script that is alone with its documents names them so.
    [GeneratedRegex(@"(?<=\s)([A-Za-z0-9_-]+\.(?:json|sql|sh))(?=[\s,;]|$)")]
    private static partial Regex Bare();

    // --volume "$ROOT/lib:/commands:ro"
    [GeneratedRegex(@"\$\{?ROOT\}?/(bin|lib):(/[A-Za-z0-9/_-]+)")]
    private static partial Regex Mounted();

    [GeneratedRegex(@"owned_directory ""\$\{?ROOT\}?/etc/([A-Za-z0-9/_-]+)""")]
    private static partial Regex MadeDirectory();

    [GeneratedRegex(@"/[A-Za-z0-9][A-Za-z0-9/._-]*[A-Za-z0-9]")]
    private static partial Regex AbsolutePath();

    [GeneratedRegex(@"^releases/files/[0-9a-f]+/")]
    private static partial Regex Copied();

    [GeneratedRegex(@"^\./run/([A-Za-z0-9_-]+)/")]
    private static partial Regex Prepared();

    [GeneratedRegex(@"^[A-Za-z0-9._-]+")]
    private static partial Regex FileName();
}
