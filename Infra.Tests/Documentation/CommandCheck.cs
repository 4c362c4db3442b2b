using System.Text.RegularExpressions;
using Infra.Commands;
using Infra.Documentation;
using Infra.Files.Host;

namespace Infra.Tests.Documentation;

/// <summary>Finds commands in pages that could not be typed: unknown targets, files, subcommands and options.</summary>
public static partial class CommandCheck
{
    // Programs that are not ours; a word that is neither one of these nor of the repository is a slip of the pen.
    private static readonly HashSet<string> Programs = new(StringComparer.Ordinal)
    {
        "amtool", "apt-get", "aws", "cd", "cp", "curl", "df", "dig", "docker", "doctl", "dotnet", "du", "echo", "export", "git", "helm",
        "journalctl", "jq", "kubectl", "nslookup", "openssl", "promtool", "psql", "pulumi", "ssh", "ssh-add", "ssh-keygen", "sudo",
        "systemctl", "umask", "until",
    };

    private static readonly string[] Prefixes =
        ["make ", "dotnet run --project Infra ", "scripts/", "e2e/", "app/scripts/", "/opt/", ".ci/"];

    private static readonly Lazy<HashSet<string>> Targets = new(() =>
        [.. Target().Matches(File.ReadAllText(Path.Combine(Plans.Repository, "Makefile"))).Select(match => match.Groups[1].Value)]);

    /// <summary>What is wrong with the commands of a page.</summary>
    public static IEnumerable<string> Problems(Page page)
    {
        var block = page.ShellLines.Select(line => (Text: line.Command, line.Line));
        var inline = page.InlineCode.Where(code => Prefixes.Any(prefix => code.Code.StartsWith(prefix, StringComparison.Ordinal)))
            .Select(code => (Text: code.Code, code.Line));
        return block.Concat(inline)
            .SelectMany(line => Commands(line.Text).Select(words => (line.Line, Problem: Problem(words))))
            .Where(found => found.Problem.Length > 0)
            .Select(found => $"{page.Path}:{found.Line}: {found.Problem}");
    }

    /// <summary>The simple commands of a line, each as its words. Quotation marks keep words together; what stands behind a # is
    /// a remark.</summary>
    private static IEnumerable<string[]> Commands(string line)
    {
        var command = new List<string>();
        foreach (Match match in Word().Matches(line))
        {
            if (match.Groups["remark"].Success)
            {
                break;
            }

            if (match.Groups["end"].Success)
            {
                if (command.Count > 0)
                {
                    yield return [.. command];
                }

                command.Clear();
                continue;
            }

            var word = match.Value.Replace("\"", "").Replace("'", "");
            if (command.Count > 0 || !Assignment().IsMatch(word))
            {
                command.Add(word);
            }
        }

        if (command.Count > 0)
        {
            yield return [.. command];
        }
    }

    private static string Problem(string[] words) => words switch
    {
        ["sudo", .. var rest] when rest.Length > 0 => Problem(rest),
        ["ssh", .. var rest] when Array.FindIndex(rest, word => word.StartsWith("/opt/", StringComparison.Ordinal)) is >= 0 and var start =>
            Problem(rest[start..]),
        ["dotnet", "run", "--project", "Infra", "--", .. var arguments] => OwnCommand(arguments),
        [Invocation.Tool, .. var arguments] => OwnCommand(arguments),
        ["dotnet", "run", ..] => $"'{string.Join(' ', words)}': the program is started by: dotnet run --project Infra -- COMMAND",
        ["make", .. var arguments] => Make(arguments),
        [var path, .. var arguments] when path.StartsWith("/opt/", StringComparison.Ordinal) => HostCommand(path, arguments),
        [var path, .. var arguments] when path.Contains('/') => FileOfRepository(path, arguments),
        [var program, ..] => Programs.Contains(program) ? ""
            : $"'{program}' is neither a program of the list in {nameof(CommandCheck)} nor a file",
        [] => "",
    };

    private static string OwnCommand(string[] arguments)
    {
        var parsed = CommandLine.Root(new Screen(TextWriter.Null, TextWriter.Null), Plans.Repository).Parse(arguments);
        return parsed.Errors.Count == 0 ? ""
            : $"dotnet run --project Infra -- {string.Join(' ', arguments)}: "
                + string.Join("; ", parsed.Errors.Select(error => error.Message));
    }

    private static string Make(string[] arguments) =>
        arguments.FirstOrDefault(word => !word.StartsWith('-') && !word.Contains('=') && !Targets.Value.Contains(word)) is { } unknown
            ? $"make has no target '{unknown}'" : "";

    private static string HostCommand(string path, string[] arguments)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is not ["opt", _, "bin", var name])
        {
            return parts is ["opt", ..] ? "" : $"'{path}' is no path of a server";
        }

        var command = HostCommands.Files.FirstOrDefault(file => file.Path == $"bin/{name}");
        return command is null ? $"a server has no command '{name}'" : UnknownOption(path, arguments, CommandTables.Usage(command));
    }

    private static string FileOfRepository(string path, string[] arguments)
    {
        var file = Path.Combine(Plans.Repository, path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path);
        if (Directory.Exists(file))
        {
            return arguments.Length == 0 ? "" : $"'{path}' is a directory";
        }

        if (!File.Exists(file))
        {
            return $"there is no file '{path}'";
        }

        if (arguments.Length > 0 && !OperatingSystem.IsWindows() && !File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute))
        {
            return $"'{path}' cannot be run";
        }

        var text = File.ReadAllText(file);
        return path == "scripts/operate" && arguments is [var command, ..] && !command.StartsWith('-')
            && !Regex.IsMatch(text, $@"^  {Regex.Escape(command)}(?: |$)", RegexOptions.Multiline)
            ? $"scripts/operate has no command '{command}'"
            : UnknownOption(path, arguments, text);
    }

    private static string UnknownOption(string path, string[] arguments, string usage) =>
        arguments.Where(word => word.StartsWith("--", StringComparison.Ordinal)).Select(word => word.Split('=')[0])
            .FirstOrDefault(option => option != "--help"
                && !Regex.IsMatch(usage, $@"(?<![\w-]){Regex.Escape(option)}(?![\w-])")) is { } unknown
            ? $"{path} has no option '{unknown}'" : "";

    [GeneratedRegex(@"^([a-z][a-z0-9-]*):", RegexOptions.Multiline)]
    private static partial Regex Target();

    [GeneratedRegex(@"(?<remark>(?<=^|\s)#.*)|(?<end>&&|\|\||[|;])|(?:'[^']*'|""[^""]*""|[^\s|;&'""]|&(?!&))+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*=")]
    private static partial Regex Assignment();
}
